"""Pages of articles (普法文章)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import cast

from district.models import SiteConfig
from publisher.model.article import Article
from publisher.model.document import Kind
from publisher.model.library import Library
from publisher.pages.card import Card, Cards
from publisher.pages.columns import document_page, plain_list
from publisher.pages.facts import given, plain
from publisher.pages.view import PageJob

_MOST_RELATED = 6


def article_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of articles and one page each."""
    yield from plain_list(library, config, Kind.ARTICLE, "articles", "list.html", cards)
    for entry in library.of(Kind.ARTICLE):
        article = cast(Article, entry.meta)
        yield document_page(
            config,
            entry,
            "explainer.html",
            given(
                plain("类型", article.type.label),
                plain("领域", *(term.label for term in article.areas)),
                plain("行业", *(term.label for term in article.industries)),
            ),
            related=_related(library, article, cards),
        )


def _related(library: Library, article: Article, cards: Cards) -> tuple[Card, ...]:
    chosen = [library.by_id[key] for key in article.related if key in library.by_id]
    same = (entry for entry, case in library.cases if any(a in case.areas for a in article.areas))
    return cards.all(chosen or islice(same, _MOST_RELATED))
