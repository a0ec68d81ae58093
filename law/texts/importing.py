"""What files say is compared with the registry and with the pack before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from law.instrument import Instrument, Version
from law.names import short_title
from law.registry import Registry
from law.structure import Number
from law.texts.files import UnreadableFile, lines_of
from law.texts.pack import Pack, file_of, write_text
from law.texts.reading import Draft, read_lines
from law.texts.wording import ArticleText, LawText, written

_NAMED = 8
"""How many articles a message names before it counts the rest."""
_MINOR_DAYS = 3


class Outcome(StrEnum):
    """What became of a file; the value is how the command says it."""

    NEW = "新收"
    CHANGED = "有变化"
    SAME = "没有变化"
    REFUSED = "不收"


@dataclass(frozen=True)
class Read:
    """One file. `text` and `version`: None where it was refused; `problems`: why; `notes`: what an
    editor should look at, with the line in the file; `changed`: articles whose words differ from
    those in the pack."""

    file: Path
    outcome: Outcome
    title: str = ""
    version: Version | None = None
    text: LawText | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changed: tuple[Number, ...] = ()


@dataclass(frozen=True)
class Identified:
    instrument: Instrument
    version: Version


def read_file(file: Path, registry: Registry, pack: Pack, as_of: str) -> Read:
    """What importing `file` would do. `as_of`: the day (ISO) on which its text was still in force
    as far as the person who imports it knows; what the file says itself counts more."""
    try:
        draft = read_lines(lines_of(file), file.stem)
    except (UnreadableFile, ValueError) as error:
        return Read(file, Outcome.REFUSED, problems=(str(error),))
    found = identify(draft, registry)
    if isinstance(found, str):
        title = draft.titles[0] if draft.titles else file.stem
        return Read(file, Outcome.REFUSED, title, problems=(found,))
    instrument, version = found.instrument, found.version
    problems = tuple(numbering_problems(draft.articles, version))
    if problems:
        return Read(file, Outcome.REFUSED, instrument.title, version, problems=problems)
    text = LawText(instrument.title, draft.articles, draft.front.get("as_of") or as_of, file.name)
    notes = tuple(structure_notes(text, instrument, version, registry))
    known = pack.text(instrument, version)
    if known is None:
        return Read(file, Outcome.NEW, instrument.title, version, text, notes=notes)
    changed = tuple(differing(known, text))
    if known.as_of > text.as_of:
        text = replace(text, as_of=known.as_of)
    outcome = Outcome.CHANGED if changed else Outcome.SAME
    return Read(file, outcome, instrument.title, version, text, notes=notes, changed=changed)


def keep(read: Read, pack: Pack) -> None:
    """Write what was read into the pack, under the name of its version."""
    if read.text is not None and read.version is not None:
        path = pack.path_of(read.text.title, read.version.key)
        write_text(path, file_of(read.text, read.version.key))


def identify(draft: Draft, registry: Registry) -> Identified | str:
    """Which version of which law it is, or a sentence that says why nobody can tell."""
    if not draft.articles:
        return "没有读到“第一条”这样的条文"
    instrument = next((i for title in draft.titles if (i := registry.find(title))), None)
    if instrument is None:
        near = registry.nearest(draft.titles[0], 0.75) if draft.titles else None
        hint = f"，是不是“{near}”" if near else ""
        return f"法律目录里没有这部法{hint}；新法、地方性法规请先写入 site_config/laws.yml"
    if not instrument.versions:
        return "法律目录里没有这部法的任何文本，核对不了条数"
    named = draft.front.get("version")
    if named:
        version = next((v for v in instrument.versions if v.key == named), None)
        return Identified(instrument, version) if version else _unknown(named, instrument)
    return _by_days(draft, instrument)


def _by_days(draft: Draft, instrument: Instrument) -> Identified | str:
    """The last day on which the file says that something was passed tells which text it is."""
    if not draft.days:
        if len(instrument.versions) == 1:
            return Identified(instrument, instrument.versions[0])
        return "没有写明是哪一年修改的文本：条文前面应有“…年…月…日通过”“…修正”等说明"
    for day in reversed(draft.days):
        for version in reversed(instrument.versions):
            if version.key == day.isoformat():
                later = [d for d in draft.days if (d - day).days > _MINOR_DAYS]
                later = [d for d in later if d != version.effective]
                if not later:
                    return Identified(instrument, version)
    last = draft.days[-1]
    same_year = [v for v in instrument.versions if v.year == last.year]
    if len(same_year) == 1:
        return Identified(instrument, same_year[0])
    return _unknown(f"{last.year}年{last.month}月{last.day}日", instrument)


def _unknown(named: str, instrument: Instrument) -> str:
    known = "、".join(v.label or v.key for v in instrument.versions)
    return f"文件是 {named} 的文本，法律目录里只有：{known}"


def numbering_problems(articles: Iterable[ArticleText], version: Version) -> Iterator[str]:
    """Articles run from 1 to n without a gap, inserted ones stand behind their own, and n is what
    the registry counted."""
    last: Number = (0, 0)
    wrong: list[str] = []
    for article in articles:
        number, inserted = article.number
        follows = (number, inserted) == (last[0] + 1, 0) or (
            number == last[0] and inserted == last[1] + 1
        )
        if not follows:
            after = written(last) if last[0] else "开头"
            wrong.append(f"第 {article.line} 行：{after}后面是{article}")
        last = article.number
    yield from wrong[:_NAMED]
    if len(wrong) > _NAMED:
        yield f"条号不连续的还有 {len(wrong) - _NAMED} 处"
    if version.articles and version.complete and last[0] != version.articles:
        yield f"读到{written(last) if last[0] else '零条'}为止，目录里这个文本共 {version.articles} 条"


def structure_notes(
    text: LawText, instrument: Instrument, version: Version, registry: Registry
) -> Iterator[str]:
    """Where 款 and 项 differ from what the registry counted, and inserted articles that it lacks."""
    counted = registry.parts_of(instrument, version)
    if not counted:
        return
    own = text.by_number
    for number in own.keys() - counted.keys():
        if number[1]:
            yield f"{written(number)}目录里没有"
    for number in counted.keys() - own.keys():
        if number[1]:
            yield f"缺{written(number)}"
    differing = [
        article
        for article in text.articles
        if (parts := counted.get(article.number))
        and parts.items is not None
        and parts.items != article.items
    ]
    for article in differing[:_NAMED]:
        known = counted[article.number].items or ()
        yield (
            f"第 {article.line} 行：{article}读到 {len(article.items)} 款 {sum(article.items)} 项，"
            f"目录记为 {len(known)} 款 {sum(known)} 项"
        )
    if len(differing) > _NAMED:
        yield f"款、项与目录不同的还有 {len(differing) - _NAMED} 条"


def differing(old: LawText, new: LawText) -> Iterator[Number]:
    """Articles whose words are not the same, with those that only one of them has."""
    for number in sorted(old.by_number.keys() | new.by_number.keys()):
        if old.words_of(number) != new.words_of(number):
            yield number


def named(numbers: Iterable[Number]) -> str:
    """第三条、第五条等 12 条."""
    found = [written(number) for number in numbers]
    shown = "、".join(found[:_NAMED])
    return f"{shown}等 {len(found)} 条" if len(found) > _NAMED else shown


def shown_title(read: Read) -> str:
    """《公司法》（2023修订）."""
    label = f"（{read.version.label or read.version.key}）" if read.version else ""
    return f"《{short_title(read.title)}》{label}" if read.title else ""
