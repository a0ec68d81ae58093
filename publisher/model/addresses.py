"""Addresses and moments as pages, feeds and booklets write them."""

from __future__ import annotations

from datetime import datetime

from district.models import Site


def shown_moment(moment: datetime | None) -> str:
    """PubDate of DOMAIN §1.1: `YYYY-MM-DD HH:MM`; the time is left out where none was given."""
    if moment is None:
        return ""
    return moment.strftime("%Y-%m-%d %H:%M" if moment.hour or moment.minute else "%Y-%m-%d")


def absolute(site: Site, url: str) -> str:
    return site.base_url + url.lstrip("/")
