"""Pages of the FAQ (问答手册): questions at the top, each with a place of its own to link to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from district.models import Site, SiteConfig
from publisher.model.addresses import absolute
from publisher.model.documents.document import Kind
from publisher.model.documents.faq import Faq
from publisher.model.library import Entry, Library
from publisher.pages.columns import document_page, going_on, plain_list
from publisher.pages.parts.advice import first_answers
from publisher.pages.parts.card import Cards
from publisher.pages.parts.facts import given, plain
from publisher.pages.view import PageJob


def faq_pages(library: Library, config: SiteConfig, cards: Cards) -> Iterator[PageJob]:
    """The list of FAQ pages and one page each."""
    yield from plain_list(library, config, Kind.FAQ, "faqs", "list.html", cards)
    for entry in library.of(Kind.FAQ):
        faq = cast(Faq, entry.meta)
        job = document_page(
            config,
            entry,
            "faq.html",
            given(
                plain("问题", f"{len(entry.reading.sections)} 问"),
                plain("领域", *(term.label for term in faq.areas)),
                plain("行业", *(term.label for term in faq.industries)),
            ),
            first_answers,
            related=going_on(library, faq, cards),
        )
        questions = faq_json_ld(config.site, entry)
        yield replace(job, view=job.view.with_json_ld(questions))


def faq_json_ld(site: Site, entry: Entry) -> dict[str, Any]:
    """schema.org FAQPage: the questions with their answers as plain text."""
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "name": entry.document.title,
        "url": absolute(site, entry.url),
        "inLanguage": "zh-CN",
        "mainEntity": [
            {
                "@type": "Question",
                "name": section.name,
                "acceptedAnswer": {"@type": "Answer", "text": section.text},
            }
            for section in entry.reading.sections
        ],
    }
