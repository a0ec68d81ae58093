"""Retires (撤下) hearings that are over, before anything is made from them.

Pages, lists, feeds and the search all work on the library that comes out of here, so that no
description of the parties can stay behind in one of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from publisher.model.documents.hearing import Hearing, retired
from publisher.model.library import Entry, Library
from publisher.model.words import Words


def retire_past_hearings(library: Library, now: datetime) -> Library:
    """`library` in which every hearing that is over at `now` has no body and a neutral title."""
    return replace(library, entries=tuple(_retired(entry, now) for entry in library.entries))


def _retired(entry: Entry, now: datetime) -> Entry:
    hearing = entry.meta
    if not isinstance(hearing, Hearing) or hearing.is_retired or not hearing.is_over(now):
        return entry
    silent = entry.saying(Words())
    return replace(silent, meta=retired(hearing), digest=f"{entry.digest}-retired")
