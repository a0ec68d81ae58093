"""Pages of articles (普法文章)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from district.models import SiteConfig
from publisher.model.documents.article import Article
from publisher.model.documents.document import Kind
from publisher.model.library import Library
from publisher.pages.columns import document_page, going_on, plain_list
from publisher.pages.parts.card import Cards
from publisher.pages.parts.facts import given, plain
from publisher.pages.view import PageJob


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
            related=going_on(library, article, cards),
        )
