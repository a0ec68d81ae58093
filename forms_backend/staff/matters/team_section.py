"""协办 and 内部讨论 on the page of a matter: what stands there, and what was tried in vain."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import url_for

from district.forms.attachment import DEFAULT_FILES, DEFAULT_MEGABYTES
from district.forms.fields import AttachmentField, FieldKind
from forms_backend.ledger.actions import Action
from forms_backend.matters.service import Event, MatterView
from forms_backend.staff.access import current_person
from forms_backend.staff.unsent import drafts_of
from forms_backend.teamwork import messages as texts
from forms_backend.teamwork.service import FILES, TeamView, TeamworkService
from forms_backend.web.context import part
from forms_backend.web.file_input import FileInput
from forms_backend.web.uploads import Received

ASK, GIVE, SEND_BACK, WITHDRAW, DISCUSS = "ask", "give", "send-back", "withdraw", "discuss"
SHARED = AttachmentField(
    key=FILES,
    kind=FieldKind.ATTACHMENT,
    label=texts.THREAD_FILES,
    max_files=DEFAULT_FILES,
    max_mb=DEFAULT_MEGABYTES,
)


@dataclass(frozen=True)
class TeamTried:
    """A form that did not get through: its key, what was typed, and what stood against it."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    received: Received = field(default_factory=Received)


NOTHING_TRIED = TeamTried()


def form_key(what: str, assist_id: int | None = None) -> str:
    """Names one form of the page."""
    return what if assist_id is None else f"{what}-{assist_id}"


def form_url(number: str, what: str, assist_id: int | None = None) -> str:
    """Where that form is sent, which is also where its draft is kept."""
    if assist_id is None:
        return url_for("staff.ask_assist" if what == ASK else "staff.discuss", number=number)
    endpoint = f"staff.{what.replace('-', '_')}_assist"
    return url_for(endpoint, number=number, assist_id=assist_id)


def _urls(number: str, team: TeamView) -> dict[str, str]:
    """By key, the forms that the person has before them."""
    found = {}
    if team.may_ask:
        found[ASK] = form_url(number, ASK)
    if team.may_discuss:
        found[DISCUSS] = form_url(number, DISCUSS)
    for one in team.assists:
        offered = (
            (GIVE, one.may_give),
            (SEND_BACK, one.may_send_back),
            (WITHDRAW, one.may_withdraw),
        )
        for what, is_offered in offered:
            if is_offered:
                found[form_key(what, one.id)] = form_url(number, what, one.id)
    return found


def _texts_of(view: MatterView) -> dict[str, list[tuple[Event, str]]]:
    """By the id of a request, its events with what was written."""
    found: dict[str, list[tuple[Event, str]]] = {}
    for event in view.events:
        key = json.loads(event.detail).get("assist") if event.texts else None
        if key is not None:
            found.setdefault(key, []).append((event, event.texts[0][1]))
    return found


def team_context(view: MatterView, tried: TeamTried) -> dict[str, object]:
    """What the template needs; `lost_team` is typed text whose form is not there any more."""
    number = view.row.number
    team = part(TeamworkService).view(current_person(), number)
    urls = _urls(number, team)
    kept = drafts_of(current_person(), {key: url for key, url in urls.items() if key != tried.form})
    inputs = {
        key: FileInput(
            SHARED, f"{key}-{SHARED.key}", tried.received.uploads if key == tried.form else ()
        )
        for key in urls
    }
    values = {key: draft.fields for key, draft in kept.items()} | {tried.form: tried.typed}
    written = _texts_of(view)
    lost = tried.typed.get("text", "").strip() if tried.form and tried.form not in urls else ""
    return {
        "team": team,
        "tt": texts,
        "team_urls": urls,
        "team_kept": kept,
        "team_values": values,
        "team_tried": tried,
        "team_inputs": inputs,
        "team_texts": written,
        "assisting": [event for found in written.values() for event, _ in found],
        "lost_team": lost,
        "said": [event for event in view.events if event.action is Action.DISCUSSED],
    }
