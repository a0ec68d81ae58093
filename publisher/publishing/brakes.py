"""What a release would take from readers, or show them again, without anybody having meant it."""

from __future__ import annotations

import json
from pathlib import Path

from publisher.outputs.addresses import FILE_NAME as ADDRESSES
from publisher.outputs.documents import FILE_NAME as DOCUMENTS
from publisher.publishing.releases import Release
from search.document import Document, parse_line, read_lines

FEWEST = 0.7
"""Share of the pages that readers see now below which a release must be meant."""

MOST_NAMED = 20


def why_too_few(shown: Release | None, pages: int) -> str:
    """Why a release of `pages` pages is not to follow `shown` by itself; empty where it may."""
    if shown is None or pages >= FEWEST * shown.pages:
        return ""
    return (
        f"新的版本只有 {pages} 篇，现在网上有 {shown.pages} 篇，少了三成以上；"
        "请核对是不是误删、误改了状态，或者刚启用三审还没有签。确实要发布的，加 --fewer"
    )


def coming_back(now: Path, wanted: Path, *, earlier: bool) -> list[str]:
    """Pages of the release in the folder `wanted` that readers do not see on purpose: withdrawn in
    the one in `now`, or, when `wanted` is the earlier one, no longer there. As title and address."""
    addresses = _addresses(now)
    gone = set(addresses.get("gone", ()))
    known = {_page(one) for one in _documents(now)} | set(addresses.get("moved", ()))
    return [
        f"{one.title}（{url}，{'已经撤下' if url in gone else '现在没有'}）"
        for one in _documents(wanted)
        if (url := _page(one)) in gone or (earlier and url not in known)
    ]


def named(pages: list[str]) -> str:
    """The first of them, one a line, and how many there are besides."""
    more = len(pages) - MOST_NAMED
    return "\n".join((*pages[:MOST_NAMED], *([f"……另有 {more} 篇"] if more > 0 else ())))


def _documents(release: Path) -> list[Document]:
    file = release / DOCUMENTS
    return [parse_line(line) for line in read_lines(file)] if file.is_file() else []


def _page(document: Document) -> str:
    return document.url.partition("#")[0]


def _addresses(release: Path) -> dict[str, list[str]]:
    try:
        found = json.loads((release / "site" / ADDRESSES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
