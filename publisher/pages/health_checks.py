"""What the page of a health check (法治体检) needs: the paper sheet, and the data with which the
browser asks and scores without asking the server anything."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any, cast

from district.health_check import HealthScale
from publisher.health.sheet import condition_of
from publisher.model.documents.case import Case
from publisher.model.documents.document import Kind
from publisher.model.documents.health_check import HealthCheck, Question, ShowIf
from publisher.model.documents.policy import Policy
from publisher.model.library import Entry, Library

POLICIES_SHOWN = 3

Links = list[tuple[str, str]]
"""Titles with URLs relative to the site's root."""


def health_check_context(
    library: Library, scale: HealthScale, check: HealthCheck
) -> dict[str, Any]:
    """Context of health_check.html besides the document itself."""
    return {
        "cases": {
            key: (entry.meta.title, entry.url) for key, entry in _cases(library, check).items()
        },
        "conditions": {
            q.id: condition_text(check, q.show_if) for q in check.questions if q.show_if
        },
        "totals": {name: sum(q.weight for q in group) for name, group in check.dimensions.items()},
        "scale": scale,
        "sheet_data": sheet_data(library, scale, check),
    }


def condition_text(check: HealthCheck, show_if: ShowIf) -> str:
    """When a conditional question is to be answered, in words for paper.

    Paper numbers questions dimension by dimension, whatever the order in which they are written.
    """
    on_paper = (q for group in check.dimensions.values() for q in group)
    number = next(n for n, q in enumerate(on_paper, 1) if q.id == show_if.question)
    labels = "、".join(f"“{label}”" for label in show_if.labels)
    return f"第 {number} 题选{labels}的，{'答这题' if show_if.is_ else '不用答这题'}"


def sheet_data(library: Library, scale: HealthScale, check: HealthCheck) -> dict[str, Any]:
    """Everything that the browser shows and computes; the first set is the page's own."""
    others = (library.by_id[key].meta for key in check.combines if key in library.by_id)
    sets = (check, *(other for other in others if isinstance(other, HealthCheck)))
    return {
        "id": check.id,
        "title": check.title,
        "category": {"key": check.areas[0].key, "label": check.areas[0].label},
        "disclaimer": scale.disclaimer,
        "vetoLevel": scale.veto_level,
        "levels": [
            {
                "key": level.key,
                "label": level.label,
                "name": level.name,
                "advice": level.advice,
                "urgency": level.urgency,
                "fromPercent": level.from_percent,
                "fromHundredths": level.from_hundredths,
            }
            for level in scale.levels
        ],
        "sets": [_set_data(library, one) for one in sets],
        "policies": _general_policies(library, check),
    }


def _set_data(library: Library, check: HealthCheck) -> dict[str, Any]:
    return {
        "id": check.id,
        "title": check.title,
        "digest": digest(check),
        "questions": [_question_data(library, check, question) for question in check.questions],
    }


def digest(check: HealthCheck) -> str:
    """Eight hex digits that change with anything an answer refers to: a link made before does
    not fill in a questionnaire that now asks something else."""
    asked = [[q.id, q.text, [option.label for option in q.answers]] for q in check.questions]
    return blake2b(json.dumps(asked, ensure_ascii=False).encode(), digest_size=4).hexdigest()


def _question_data(library: Library, check: HealthCheck, question: Question) -> dict[str, Any]:
    condition = condition_of(check, question)
    return {
        "id": question.id,
        "text": question.text,
        "dimension": question.dimension,
        "weight": question.weight,
        "veto": question.veto,
        "basis": question.basis,
        "consequence": question.consequence,
        "advice": question.advice,
        "answers": [
            {"label": option.label, "risk": option.permille} for option in question.answers
        ],
        "showIf": condition
        and {
            "question": condition.question,
            "answers": sorted(condition.answers),
            "unanswered": condition.unanswered,
        },
        "replaces": list(question.replaces),
        "cases": _links(library, question.cases, Kind.CASE),
        "policies": _named_policies(library, question),
    }


def _links(library: Library, keys: Iterable[str], kind: Kind) -> Links:
    found = (library.by_id[key] for key in keys if key in library.by_id)
    return [(entry.meta.title, entry.url) for entry in found if entry.kind is kind]


def _named_policies(library: Library, question: Question) -> Links:
    """As `_links`; a document of another place says so, that nobody takes it for a right here."""
    found = (library.by_id[k] for k in _policies_of(library, question) if k in library.by_id)
    return [
        (f"{e.meta.title}（{e.meta.region}，供参考）" if e.meta.region else e.meta.title, e.url)
        for e in found
        if isinstance(e.meta, Policy)
    ]


def _policies_of(library: Library, question: Question) -> Sequence[str]:
    """Policies that the question names, then those that its cases name, each once."""
    cases = (library.by_id[key].meta for key in question.cases if key in library.by_id)
    named = (key for case in cases if isinstance(case, Case) for key in case.policies)
    return tuple(dict.fromkeys((*question.policies, *named)))


def _general_policies(library: Library, check: HealthCheck) -> Links:
    """Policies that a firm here can rely on: most areas in common first, then the newest."""
    areas = set(check.areas)

    def shared(entry: Entry) -> int:
        return len(areas & set(cast(Policy, entry.meta).areas))

    valid = [e for e in library.of(Kind.POLICY) if cast(Policy, e.meta).can_be_used_here]
    chosen = sorted(valid, key=shared, reverse=True)[:POLICIES_SHOWN]
    return [(entry.meta.title, entry.url) for entry in chosen]


def _cases(library: Library, check: HealthCheck) -> dict[str, Entry]:
    return {
        key: library.by_id[key] for q in check.questions for key in q.cases if key in library.by_id
    }
