"""资料下载: ready-made booklets and forms on paper, in one place."""

from __future__ import annotations

from collections.abc import Sequence

from district.forms.models import FormDefinition
from district.models import SiteConfig
from publisher.booklet.ready import NEWEST_CASES, BookletOffer
from publisher.pages.parts.form_links import paper_links
from publisher.pages.view import PageJob, column_of, column_view

KEY = "downloads"


def downloads_page(
    offers: Sequence[BookletOffer], forms: Sequence[FormDefinition], config: SiteConfig
) -> PageJob:
    """Every booklet and every form, with size and pages."""
    return PageJob(
        output=f"{KEY}/index.html",
        template="downloads.html",
        view=column_view(config.site, KEY),
        context={
            "heading": column_of(config.site, KEY).title,
            "offers": tuple(offers),
            "newest": NEWEST_CASES,
            "papers": paper_links(forms),
        },
    )


def offers_by_area(offers: Sequence[BookletOffer]) -> dict[str, tuple[BookletOffer, ...]]:
    """Key of an area → its booklets."""
    keys = dict.fromkeys(offer.area.key for offer in offers)
    return {key: tuple(o for o in offers if o.area.key == key) for key in keys}
