"""Entries without their words, as a build remembers them of every document: pages are planned from these,
and read whole where they have to be made again."""

from __future__ import annotations

from dataclasses import replace

from publisher.model.face import FACED
from publisher.model.library import Entry
from publisher.model.words import NoWords, Words


def outlined(entry: Entry) -> Entry:
    """`entry` as it is remembered. Kinds whose words stand on other pages too keep their body."""
    words = NoWords() if entry.kind in FACED else Words(entry.reading)
    return replace(entry, words=words)


def is_outline(entry: Entry) -> bool:
    return isinstance(entry.words, NoWords)
