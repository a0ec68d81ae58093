"""稿件草稿: de-identified Markdown that an editor finishes, made of a matter. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from district.models import SectionTemplate, SiteConfig, Term
from forms_backend.publication import messages as publication_messages

UNFILLED = "【待填】"
"""The mark that `fabu check` looks for: nothing with it in it can be published."""

DEFAULT_AREA = "services"
WORK_PRACTICE = "work-practice"
_SHORT = 8
_RESULT = re.compile("结果|措施|履职|过程|代理思路|裁判要旨")
"""Where a case tells what was done about it."""

_ESCAPED = re.compile(r"([\\`*_{}\[\]()#|!])")


@dataclass(frozen=True)
class Told:
    """What may be told of a matter; every text is already de-identified."""

    digest: str
    asked: date
    answered: date
    unit: str
    category: str | None
    title: str
    description: str
    wishes: str
    answer: str


def plain_markdown(text: str) -> str:
    """`text` as paragraphs in which nothing is markup, whatever a visitor typed."""
    lines = (line.strip() for line in text.splitlines())
    return "\n\n".join(_escape(line) for line in lines if line)


def _escape(line: str) -> str:
    safe = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    safe = _ESCAPED.sub(r"\\\1", safe)
    safe = re.sub(r"^([-+])", r"\\\1", safe)
    safe = re.sub(r"^(\d+)\.", r"\1\\.", safe)
    return re.sub(r"^([=:~])", lambda found: f"&#{ord(found[1])};", safe)


def _quoted(text: str) -> str:
    """Text as a YAML scalar on one line; JSON strings are YAML."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _area(config: SiteConfig, category: str | None) -> Term:
    """The area of the category where both lists have it; editors check it in any case."""
    terms = config.vocabulary.terms("areas")
    return terms.find(category or "") or terms.find(DEFAULT_AREA) or terms.terms[0]


def _common(told: Told, identifier: str, config: SiteConfig, today: date) -> list[str]:
    return [
        "---",
        f"id: {identifier}",
        f"title: {_quoted(UNFILLED + told.title)}",
        f"published: {today}",
        f"summary: {UNFILLED}{publication_messages.DRAFT_SUMMARY}",
        f"keywords: [{UNFILLED}]",
        f"source: {{name: {_quoted(config.site.organiser)}}}",
        f"editor: {UNFILLED}{publication_messages.DRAFT_EDITOR}",
        "status: draft",
    ]


def _unit_name(config: SiteConfig, key: str) -> str:
    unit = config.unit(key)
    return unit.name if unit else key


def answer_draft(told: Told, config: SiteConfig, today: date) -> tuple[str, str]:
    """File name and text of a public answer (公开答复)."""
    identifier = f"answer-{told.asked:%Y-%m}-{told.digest[:_SHORT]}"
    header = [
        *_common(told, identifier, config, today),
        f"unit: {_quoted(_unit_name(config, told.unit))}",
        f"areas: [{_area(config, told.category).label}]",
        f"asked: {told.asked:%Y-%m}",
        f"answered: {told.answered}",
        f'submission: "{told.digest}"',
        "---",
    ]
    filled = {
        "问题": plain_markdown(f"{told.description}\n{told.wishes}"),
        "答复": plain_markdown(told.answer),
    }
    body = _sections(config.vocabulary.answer_sections, filled)
    return f"{identifier}.md", "\n".join([*header, "", *body])


def case_draft(told: Told, config: SiteConfig, today: date, case_type: Term) -> tuple[str, str]:
    """File name and text of a case of `case_type`, with the sections of its form (体例)."""
    identifier = f"draft-{told.answered:%Y}-{told.digest[:_SHORT]}"
    vocabulary = config.vocabulary
    template = vocabulary.case_types[case_type.key].sections
    full = case_type.key != WORK_PRACTICE
    header = [
        *_common(told, identifier, config, today),
        f"type: {case_type.label}",
        *(
            [f"cause: {vocabulary.cause_labels[0]}  # {publication_messages.DRAFT_CHECK}"]
            if full
            else []
        ),
        f"areas: [{_area(config, told.category).label}]  # {publication_messages.DRAFT_CHECK}",
        f"unit: {_quoted(_unit_name(config, told.unit))}",
        f"decided: {told.answered:%Y-%m}",
        "---",
    ]
    facts = plain_markdown(f"{told.description}\n{told.wishes}")
    names = [part.name for part in template]
    done = next((name for name in names[1:] if _RESULT.search(name)), names[-1])
    body = _sections(template, {names[0]: facts, done: plain_markdown(told.answer)})
    return f"{identifier}.md", "\n".join([*header, "", *body])


def _sections(template: SectionTemplate, filled: Mapping[str, str]) -> Sequence[str]:
    lines: list[str] = []
    for part in template:
        lines += [f"## {part.name}", "", filled.get(part.name) or UNFILLED, ""]
    return lines
