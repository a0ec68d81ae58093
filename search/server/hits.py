"""A found page as a result: its passage, or of a page of questions the one that was asked."""

from __future__ import annotations

from search.document import section_at
from search.leading import QUESTIONS, answering_question
from search.results import Hit
from search.server.reader import Page, Snapshot
from search.server.snippets import Highlighter


def hit_of(snapshot: Snapshot, document: int, score: float, highlighter: Highlighter) -> Hit:
    """What a reader sees of a document that was found with `score`."""
    page = snapshot.page(document)
    question = (
        answering_question(page.title, page.sections, highlighter.worth)
        if page.kind == QUESTIONS
        else None
    )
    if question is not None:
        return _question_hit(snapshot.text(document), page, question, score, highlighter)
    folded = snapshot.folded(document)[1] if page.is_even else None
    passage = highlighter.passage(snapshot.text(document), folded=folded, prose=page.prose)
    _, section, anchor = section_at(page.sections, passage.place) or (0, "", "")
    return Hit(
        id=page.id,
        url=page.url,
        kind=page.kind,
        title=page.title,
        date=page.date,
        score=round(score, 5),
        snippet_html=passage.html,
        title_html=highlighter.title(page.title),
        section=section,
        anchor=anchor,
    )


def _question_hit(
    text: str, page: Page, question: int, score: float, highlighter: Highlighter
) -> Hit:
    """The question as title, its answer as passage, its place as address."""
    start, name, anchor = page.sections[question]
    ends = [start for start, _, _ in page.sections[question + 1 :]]
    end = ends[0] if ends else page.prose
    return Hit(
        id=page.id,
        url=f"{page.url}#{anchor}",
        kind=page.kind,
        title=name,
        date=page.date,
        score=round(score, 5),
        snippet_html=highlighter.passage(text[start + len(name) : end].strip()).html,
        title_html=highlighter.title(name),
        part_of=page.title,
    )
