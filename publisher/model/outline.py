"""Entries without their words, as a build remembers them of every document: pages are planned from these,
and read whole where they have to be made again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from publisher.model.face import FACED
from publisher.model.library import Entry
from publisher.prose.body import Body


class WordsNotKeptError(LookupError):
    """Something asks an outline for words: a bug, or a manuscript that is not what it was."""


@dataclass(frozen=True)
class Outline(Body):
    """What lists, links and checks among others ask of a body: links, pictures and places alone."""

    @property
    def text(self) -> Any:
        raise WordsNotKeptError

    prose = sections = parts = text


def outlined(entry: Entry) -> Entry:
    """`entry` as it is remembered. Kinds whose words stand on other pages too keep them."""
    reading = entry.reading
    if entry.kind in FACED:
        reading = Outline(links=reading.links, images=reading.images, ids=reading.ids)
    return replace(entry, reading=reading, lines={}, header="", source="")


def is_outline(entry: Entry) -> bool:
    return isinstance(entry.reading, Outline)
