"""A found page as a result: its passage, or the one of its parts that was asked for: of a page of
questions the question, of a law the article."""

from __future__ import annotations

from search.document import section_at
from search.leading import (
    ARTICLES,
    QUESTIONS,
    answering_article,
    answering_question,
    bounds_of,
    place_of,
)
from search.results import Hit
from search.server.reader import Page, Snapshot
from search.server.snippets import Highlighter


def hit_of(snapshot: Snapshot, document: int, score: float, highlighter: Highlighter) -> Hit:
    """What a reader sees of a document that was found with `score`."""
    page = snapshot.page(document)
    if page.kind == QUESTIONS:
        question = answering_question(page.title, page.sections, highlighter.worth)
        if question is not None:
            title = page.sections[question][1]
            return _part(snapshot.text(document), page, question, title, score, highlighter)
    text = snapshot.text(document)
    if page.kind == ARTICLES and page.sections:
        article = answering_article(
            text,
            page.title,
            page.sections,
            highlighter.worth,
            highlighter.means,
            highlighter.years,
        )
        if article is not None:
            title = f"{page.title}{page.sections[article][1]}"
            return _part(text, page, article, title, score, highlighter)
        passage = highlighter.passage(text.partition("\n")[0])
    else:
        folded = snapshot.folded(document)[1] if page.is_even else None
        passage = highlighter.passage(text, folded=folded, prose=page.prose)
    place = section_at(page.sections, passage.place) if page.kind != ARTICLES else None
    _, section, anchor = place or (0, "", "")
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


def _part(
    text: str, page: Page, number: int, title: str, score: float, highlighter: Highlighter
) -> Hit:
    """A section as a result: what stands below its heading as passage, its place as address."""
    start, end = bounds_of(page.sections, number, len(text) if page.prose is None else page.prose)
    body = text[start:end].partition("\n")[2]
    return Hit(
        id=page.id,
        url=place_of(page.url, page.sections[number][2]),
        kind=page.kind,
        title=title,
        date=page.date,
        score=round(score, 5),
        snippet_html=highlighter.passage(body.strip()).html,
        title_html=highlighter.title(title),
        part_of="" if page.kind == ARTICLES else page.title,
    )
