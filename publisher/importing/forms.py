"""体例: which type a text is of, and its words sorted into the sections of that type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from district.import_formats import ImportFormats, names_in
from district.models import SectionTemplate, SiteConfig
from publisher.importing.headings import Heading, Item
from publisher.importing.original import Paragraph, Picture, Table
from publisher.importing.unheaded import with_unheaded
from publisher.model.documents.document import Kind
from publisher.model.front_matter import UNFILLED

KINDS = (Kind.CASE, Kind.POLICY, Kind.GUIDE, Kind.ARTICLE)
"""What can be made of an original."""

_FEWEST = 2
"""Sections that must be there before a text is taken for one of a form."""

_UNTOLD = 1.5
"""What a form loses whose words a text has not, whatever its headings."""


@dataclass(frozen=True)
class Form:
    """What a text is: its kind, for a case its type, and how that is known."""

    kind: Kind
    case_type: str | None
    origin: str
    sure: bool


def form_of(title: str, items: Sequence[Item], formats: ImportFormats, config: SiteConfig) -> Form:
    """The form whose sections and signs the headings show most; an article when none fits."""
    names = {part for i in items if isinstance(i, Heading) for part in names_in(i.name)}
    text = title + "".join(i.plain for i in items if isinstance(i, Paragraph))
    scores: dict[str, float] = {}
    for key, form in formats.formats.items():
        if key not in config.vocabulary.case_types and key not in ("policy", "guide"):
            continue
        exact = names & set(form.sections)
        known = {form.section_of(name) for name in names} - {None}
        scores[key] = len(known) + 0.3 * len(exact) + 1.5 * len(names & set(form.signs))
        wanted = [part.name for part in _sections(key, config) if part.required]
        here = sum(name in known for name in wanted)
        scores[key] -= 0.2 * (len(wanted) - here)
        if form.tells and not any(word in text for word in form.tells):
            scores[key] -= _UNTOLD
        if 2 * here <= len(wanted) or (len(known) < _FEWEST and not names & set(form.signs)):
            scores[key] = 0
    best = max(scores, key=lambda k: (scores[k], k == "court"), default="")
    if not best or scores[best] < _FEWEST:
        return Form(Kind.ARTICLE, None, "没有认出某种体例的段落", False)
    found = "、".join(
        sorted(
            n
            for n in names
            if formats.formats[best].section_of(n) or n in formats.formats[best].signs
        )
    )
    origin = f"段落“{found}”"
    second = max((s for k, s in scores.items() if k != best), default=0)
    if best in ("policy", "guide"):
        return Form(Kind(best), None, origin, scores[best] > second)
    return Form(Kind.CASE, best, origin, scores[best] > second)


def _sections(key: str, config: SiteConfig) -> SectionTemplate:
    vocabulary = config.vocabulary
    if key == Kind.POLICY.value:
        return vocabulary.policy_sections
    if key == Kind.GUIDE.value:
        return vocabulary.guide_sections
    return vocabulary.case_types[key].sections


def template_of(form: Form, config: SiteConfig) -> SectionTemplate | None:
    """The sections of the form, None where they are free."""
    if form.kind is Kind.ARTICLE:
        return None
    return _sections(
        form.case_type or next(iter(config.vocabulary.case_types))
        if form.kind is Kind.CASE
        else form.kind.value,
        config,
    )


@dataclass
class Sorted:
    """The body as lines of Markdown, the words of each section, and what had to be decided."""

    lines: list[str] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def sorted_into(
    form: Form,
    items: Sequence[Item],
    formats: ImportFormats,
    config: SiteConfig,
    pictures: dict[str, str],
) -> Sorted:
    """`items` under the headings of the form. `pictures`: key → Markdown of the picture."""
    template = template_of(form, config)
    if template is None:
        return _free(items, pictures)
    table = formats.formats.get(form.case_type or form.kind.value)
    names = [part.name for part in template]
    opened: dict[str, list[str]] = {}
    before: list[str] = []
    current = before
    plain: dict[str, list[str]] = {}
    place = ""
    made = Sorted()
    if table:
        items, made.told = with_unheaded(items, table, template)
    for item in items:
        if isinstance(item, Heading):
            target = (
                item.name if item.name in names else table.section_of(item.name) if table else None
            )
            if target in names:
                current = opened.setdefault(str(target), [])
                if current or (item.name != target and target in plain):
                    current += [f"### {_heading_text(item.name)}", ""]
                elif item.name != target:
                    made.told.append(f"「{item.name}」放在「{target}」下")
                place = str(target)
                plain.setdefault(place, [])
            elif item.shown:
                current += [f"### {_heading_text(item.name or item.shown)}", ""]
            continue
        current += _lines(item, pictures)
        if isinstance(item, Paragraph) and place:
            plain[place].append(item.plain)
    if before:
        first = next((n for n in names if n in opened), names[0])
        if template[0].required and names[0] not in opened:
            first = names[0]
            plain.setdefault(first, [])
            made.told.append(f"第一个标题之前的文字放在「{first}」下")
        opened[first] = before + opened.get(first, [])
        if not place:
            made.told.append(f"没有认出段落的标题，全文放在「{first}」下，请分段")
    if [n for n in opened if n in names] != [n for n in names if n in opened]:
        made.told.append("段落的次序照体例调整过")
    for part in template:
        lines = opened.get(part.name)
        if lines is None and not part.required:
            continue
        if not any(line and not line.startswith("#") for line in lines or ()):
            made.missing.append(part.name)
            lines = [*(lines or ()), UNFILLED, ""]
        made.lines += [f"## {part.name}", "", *(lines or ())]
    made.sections = {name: "\n".join(words) for name, words in plain.items()}
    return made


def _free(items: Sequence[Item], pictures: dict[str, str]) -> Sorted:
    made = Sorted()
    above = 1
    words: list[str] = []
    levels = [item.level for item in items if isinstance(item, Heading) and item.shown]
    deeper = max(min(levels, default=2) - 2, 0)  # what the title alone stood above
    for item in items:
        if isinstance(item, Heading):
            if not item.shown:
                continue
            above = min(max(item.level - deeper, 2), above + 1)
            made.lines += [f"{'#' * above} {_heading_text(item.shown)}", ""]
        else:
            made.lines += _lines(item, pictures)
            if isinstance(item, Paragraph):
                words.append(item.plain)
    made.sections = {"": "\n".join(words)}
    made.lines = _with_filled_headings(made.lines)
    if not made.lines:
        made.missing.append("正文")
        made.lines = [UNFILLED, ""]
    return made


def _with_filled_headings(lines: list[str]) -> list[str]:
    """A last section that holds nothing says that it waits for some; one that only stands above others,
    as the name of a part does, becomes a line of text."""
    filled: list[str] = []
    above = ""
    for place, line in enumerate(lines):
        following = next((x for x in lines[place + 1 :] if x), "")
        listed = line.startswith("## ") and (
            following.startswith("## ") or (not following and above.startswith("**"))
        )
        filled.append(f"**{line[3:]}**" if listed else line)
        above = filled[-1] or above
        if line.startswith("## ") and not following and not listed:
            filled += ["", UNFILLED]
    return filled


def _heading_text(words: str) -> str:
    return words.replace("\\", "").replace("*", "").strip().rstrip("：:")


def _lines(item: Item, pictures: dict[str, str]) -> list[str]:
    if isinstance(item, Paragraph):
        if item.item:
            return [f"{item.item}{item.text}", ""]
        return [item.text, ""]
    if isinstance(item, Picture):
        found = pictures.get(item.key)
        return [found, ""] if found else []
    if isinstance(item, Table):
        return _table(item)
    return []


def _table(table: Table) -> list[str]:
    def row(cells: Sequence[str]) -> str:
        return f"| {' | '.join(cells)} |"

    head, *rest = table.rows
    return [row(head), row(["---"] * len(head)), *map(row, rest), ""]
