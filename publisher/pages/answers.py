"""Pages of public answers (公开答复)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from district.models import SiteConfig
from publisher.model.documents.answer import Answer
from publisher.model.documents.document import Kind
from publisher.model.library import Library
from publisher.pages.columns import document_page, plain_list
from publisher.pages.parts.card import Cards
from publisher.pages.parts.facts import given, plain
from publisher.pages.view import PageJob


def answer_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of answers and one page each; nothing at all while there is none."""
    answers = library.of(Kind.ANSWER)
    if not answers:
        return
    yield from plain_list(library, config, Kind.ANSWER, "answers", "list.html", cards)
    for entry in answers:
        answer = cast(Answer, entry.meta)
        shared = (
            other
            for other, case in library.cases
            if any(area in case.areas for area in answer.areas)
        )
        yield document_page(
            config,
            entry,
            "answer.html",
            given(
                plain("答复单位", answer.unit.name),
                plain("来件年月", answer.asked),
                plain("答复日期", answer.answered),
            ),
            related=cards.all(found for found, _ in zip(shared, range(4), strict=False)),
        )
