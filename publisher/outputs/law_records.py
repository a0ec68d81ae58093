"""The laws that a site's documents cite, as lines of documents.jsonl: each with the articles that have a
page, their words where the pack holds them, and their places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from law.addresses import article_url, law_url
from law.instrument import Instrument, Version
from law.registry import Registry
from law.texts import STANDING_FILE
from law.texts.pack import Pack
from law.texts.standing import standing
from law.texts.standing_file import write_standing
from publisher.model.citing import ArticleInUse, LawIndex, LawInUse

LAW = "law"
ABOUT = "《{title}》{text}，本站有 {count} 篇内容引用。"
CITED = "本站有 {count} 篇内容引用这一条。"
REPEALED = "（已废止）"


def law_records(index: LawIndex, pack: Pack, today: date) -> Iterator[dict[str, Any]]:
    """One line a law, the most cited first. An id is the address of the page, which holds a slash, so
    that no document can have it; without a date: laws are no news for subscribers.

    Sections are the articles of today's text, whose years the first line names; their places are pages below that of the law. Former
    texts are left out: who asks for an article wants what applies.
    """
    for law in index.laws:
        yield _record(law, index.registry, pack, today)


def write_law_texts(index: LawIndex, pack: Pack, today: date, documents: Path) -> None:
    """Write how the texts of the cited laws stand, beside `documents`."""
    found = standing(pack, index.registry, [law.title for law in index.laws], today)
    write_standing(found, documents.with_name(STANDING_FILE))


def _record(law: LawInUse, registry: Registry, pack: Pack, today: date) -> dict[str, Any]:
    url = law_url(law.title)
    instrument = registry.instrument(law.title)
    version = instrument.version_on(today) if instrument else None
    has_ended = instrument is not None and instrument.has_ended(today)
    text = ABOUT.format(title=law.title, text=_named(version), count=len(law.entries)) + "\n"
    sections = []
    for used in law.articles:
        if used.text:
            continue
        name = str(used.article)
        place = article_url(law.title, used.article).removeprefix(url)
        sections.append([len(text), name, place])
        text += f"《{law.short}》{name}\n{_words(used, instrument, version, pack)}\n"
    return {
        "id": url.strip("/"),
        "url": url,
        "kind": LAW,
        "title": f"《{law.short}》{REPEALED if has_ended else ''}",
        "text": text,
        "facets": {},
        "keywords": [],
        "summary": "",
        "fields": {},
        "prose": len(text),
        "sections": sections,
    }


def _named(version: Version | None) -> str:
    if version is None:
        return ""
    day = version.effective
    since = f"{day.year}年{day.month}月{day.day}日起施行" if day else ""
    return f"（{'，'.join(filter(None, (version.label, since)))}）"


def _words(
    used: ArticleInUse, instrument: Instrument | None, version: Version | None, pack: Pack
) -> str:
    number = (used.article.number, used.article.inserted)
    held = pack.article(instrument, version, number) if instrument else None
    return "\n".join(held.lines) if held else CITED.format(count=len(used.entries))
