"""法律用语: every explained term on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from district.models import SiteConfig
from publisher.model.addresses import absolute
from publisher.pages.view import PageJob, column_of, column_view
from publisher.prose.glossing import PAGE

KEY = "glossary"


def glossary_page(config: SiteConfig, law_urls: Iterable[str] = ()) -> Iterator[PageJob]:
    """The page, sorted by pinyin; none while no term is explained. `law_urls`: the pages of laws and
    articles to which its notes may lead."""
    terms = sorted(config.glossary.terms, key=lambda term: term.key)
    if not terms:
        return
    groups = groupby(terms, key=lambda term: term.key[0].upper())
    view = column_view(config.site, KEY)
    defined = {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "name": view.title,
        "url": absolute(config.site, PAGE),
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "name": term.term,
                "description": term.note,
                "url": absolute(config.site, f"{PAGE}#{term.key}"),
            }
            for term in terms
        ],
    }
    yield PageJob(
        output=f"{PAGE}index.html",
        template="glossary.html",
        view=view.with_json_ld(defined),
        context={
            "heading": column_of(config.site, KEY).title,
            "law_urls": tuple(sorted(law_urls)),
            "groups": tuple((letter, tuple(found)) for letter, found in groups),
        },
    )
