"""What a release would take from readers, or show them again, without anybody having meant it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from district import ConfigError
from district.signoff import SignoffRules, load_signoff_rules
from district.signoff.record import (
    FOLDER,
    DamagedRecordError,
    genuine,
    read_record,
)
from publisher.outputs.addresses import FILE_NAME as ADDRESSES
from publisher.outputs.documents import FILE_NAME as DOCUMENTS
from publisher.outputs.law_records import LAW
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
    the one in `now`, or, when `wanted` is the earlier one, no longer there. As title and address.
    A law is nobody's page: it stands there as long as something cites it."""
    addresses = _addresses(now)
    gone = set(addresses.get("gone", ()))
    known = {_page(one) for one in _documents(now)} | set(addresses.get("moved", ()))
    return [
        f"{one.title}（{url}，{'已经撤下' if url in gone else '现在没有'}）"
        for one in _documents(wanted)
        if one.kind != LAW
        if (url := _page(one)) in gone or (earlier and url not in known)
    ]


@dataclass(frozen=True)
class _Signed:
    kind: str
    id: str


def why_taken_back(published: Iterable[Path], wanted: Path) -> str:
    """Why the settings folder `wanted` is not to follow those that were `published`: its signatures of
    a manuscript are of an earlier approval than readers have seen, as when somebody puts back a text
    together with the signatures it had then. Empty where it may. What a repository holds can be put
    back as a whole; what was published lies outside of it."""
    back = set[str]()
    rules_of: dict[Path, SignoffRules] = {}
    for before in published:
        for file in sorted((before / FOLDER).rglob("*.yml")):
            record = file.relative_to(before)
            now = wanted / record
            if not now.is_file() or now.read_bytes() == file.read_bytes():
                continue
            if _newest(wanted, record, rules_of) < _newest(before, record, rules_of):
                back.add(record.as_posix())
    if not back:
        return ""
    return (
        "以下签名比网上的旧，文字是以前签发的，后来又签发过新的：\n"
        f"{named([f'site_config/{one}' for one in sorted(back)])}\n"
        "请从 git 里取回较新的签名文件；确实要恢复旧文的，取回以后再签一次"
    )


def _newest(config: Path, record: Path, rules_of: dict[Path, SignoffRules]) -> int:
    """The number of the newest genuine approval in a record; 0 where nothing can be made of it."""
    try:
        if config not in rules_of:
            rules_of[config] = load_signoff_rules(config)
        kind, *rest = record.relative_to(FOLDER).with_suffix("").parts
        entry = _Signed(kind, "/".join(rest))
        known = genuine(read_record(config / record), entry, rules_of[config])
    except (ConfigError, DamagedRecordError):
        return 0
    return max((one.number for one in known), default=0)


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
