"""图片和附件: which files stand beside the manuscripts, what uses each, and what nothing uses."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.places import place_of
from forms_backend.manuscripts.preview import MediaFile
from forms_backend.staff.access import allow_roles
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.list_pages import A_PAGE, LONGEST_SEARCH, PEOPLE, desk, number
from forms_backend.staff.rendering import page

UNUSED = "unused"


def _fits(one: MediaFile, words: str, which: str, titles: Mapping[str, str]) -> bool:
    places = (place_of(path) for path in one.used)
    named = (titles.get(place.id, "") for place in places if place)
    text = " ".join((one.path, *one.used, *named)).lower()
    return (which != UNUSED or not one.used) and all(word in text for word in words.split())


@allow_roles(*PEOPLE)
def media_list() -> Response:
    """Every file, or those that nothing uses; by a part of its name or of what uses it."""
    files, away = desk().media()
    words = request.args.get("q", "")[:LONGEST_SEARCH].strip().lower()
    which, at = request.args.get("which", ""), max(number(request.args.get("page", "1")), 1)
    listed = (*desk().branches.published(), *desk().branches.drafts())
    titles = {one.place.id: one.title for one in listed}
    found = [one for one in files if _fits(one, words, which, titles)]
    return page(
        "editing/media.html",
        messages.MEDIA,
        e=editing_messages,
        away=away,
        found=found[(at - 1) * A_PAGE : at * A_PAGE],
        count=len(found),
        unused=sum(not one.used for one in files),
        at=at,
        has_more=len(found) > at * A_PAGE,
        words=words,
        which=which,
        place_of=place_of,
        titles=titles,
    )


ROUTES = (("/editing/media", "media_list", media_list, "GET"),)
