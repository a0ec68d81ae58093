"""Who is writing on which manuscript at this moment: told by what `desk.js` keeps while they type, of
which nobody sees a word."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from flask import url_for

from forms_backend.accounts.service import StaffService
from forms_backend.drafts.service import DraftService
from forms_backend.running.clock import local_text
from forms_backend.staff.access import current_person
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.unsent import place_of
from forms_backend.web.context import ground, part

STILL = timedelta(minutes=30)
"""Who typed nothing for longer has gone to do something else."""


def others_writing(ids: Collection[str]) -> Mapping[str, str]:
    """By id of a manuscript, who else is writing on it and since when nothing more came, as a sentence."""
    places = {place_of(url_for("staff.save_manuscript", manuscript_id=one)): one for one in ids}
    since, me = ground().clock() - STILL, current_person().id
    found: dict[str, list[str]] = {}
    rows = [one for one in part(DraftService).typed_since(places, since) if one.staff_id != me]
    names = part(StaffService).names_by_id() if rows else {}
    for row in rows:
        who = editing_messages.WRITER.format(
            who=names.get(row.staff_id, ""), at=local_text(row.saved_at)
        )
        found.setdefault(places[row.place], []).append(who)
    return {
        one: editing_messages.OTHERS_WRITE.format(who="、".join(sorted(who)))
        for one, who in found.items()
    }


def other_writing(identifier: str) -> str:
    """The sentence of one manuscript; empty when nobody else is."""
    return others_writing([identifier]).get(identifier, "")
