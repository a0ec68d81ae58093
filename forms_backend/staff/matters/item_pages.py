"""One matter: timeline, content, and the actions that the state table allows this person."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.casework.answer_templates import AnswerTemplate, AttachedTo, OneTimeNotice
from district.forms.attachment import DEFAULT_FILES, DEFAULT_MEGABYTES
from district.forms.fields import AttachmentField, FieldKind
from forms_backend.accounts.service import Account, StaffService
from forms_backend.attachments import messages as attachment_messages
from forms_backend.attachments.errors import AttachmentGoneError
from forms_backend.attachments.service import OF_ANSWERS, AttachmentService
from forms_backend.database.limits import WRITING_LENGTH
from forms_backend.drafts.service import Kept
from forms_backend.identity.errors import InvalidInputError, NotAllowedError, StaleMatterError
from forms_backend.identity.roles import Role
from forms_backend.ledger.actions import Action
from forms_backend.letters import messages as letter_messages
from forms_backend.letters.service import LetterService
from forms_backend.matters.completing import unasked_fields
from forms_backend.matters.inputs import NUMBER, WRITTEN, Delivery
from forms_backend.matters.messages import ANSWER_SKELETON
from forms_backend.matters.rules import CaseworkRules
from forms_backend.matters.service import MatterService, MatterView
from forms_backend.matters.states.transitions import Need, Transition
from forms_backend.meetings import messages as meeting_messages
from forms_backend.meetings.lists import MeetingLists
from forms_backend.notices.bell import BellService
from forms_backend.running.clock import local_text
from forms_backend.staff import messages
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.audit.ledger_words import outcome_words
from forms_backend.staff.matters.list_query import read_list_query
from forms_backend.staff.matters.next_step import beforehand, in_order, last_text, next_step
from forms_backend.staff.matters.team_section import NOTHING_TRIED, TeamTried, team_context
from forms_backend.staff.rendering import actor_name, page
from forms_backend.staff.unsent import drafts_of
from forms_backend.submissions.enclosing import Enclosure
from forms_backend.teamwork import messages as team_messages
from forms_backend.teamwork.service import FILES
from forms_backend.visits.service import VisitService
from forms_backend.web.context import ground, part
from forms_backend.web.file_input import FileInput
from forms_backend.web.uploads import HOURS, Received, discard_unused, receive_field, takes_files
from forms_backend.worklists.related import RelatedService
from forms_backend.worklists.service import ListService

Typed = Mapping[str, str]
OTHER_NUMBER = "other_number"
KEPT_WITH_ANSWER = "kept_with_answer"
NO_FILES = Received()
ANSWER_FILES = AttachmentField(
    key=FILES,
    kind=FieldKind.ATTACHMENT,
    label=messages.ANSWER_FILES,
    max_files=DEFAULT_FILES,
    max_mb=DEFAULT_MEGABYTES,
)


@dataclass(frozen=True)
class Course:
    """The list that somebody works through, and what stands before and after this matter in it.
    `kept` is the address of the list."""

    kept: Mapping[str, str | int]
    before: str | None
    after: str | None


def course_of(arguments: Mapping[str, str], number: str) -> Course | None:
    """From the parts of a list's address that came along; None for who came another way."""
    if "list" not in arguments:
        return None
    try:
        query = read_list_query(arguments)
    except ValueError:
        return None
    person = current_person()
    text = part(ListService).unseal(person, query.sealed) if query.sealed else ""
    if text is None:
        return None
    around = part(ListService).neighbours(person, query.with_text(text), number)
    return Course(query.parameters(), *around)


def _templates(view: MatterView) -> tuple[AnswerTemplate, ...]:
    row = view.row
    return part(CaseworkRules).prepared.templates_for(row.form_id, row.category, row.unit)


def _chosen_template(view: MatterView) -> AnswerTemplate | None:
    """The template that `?template=` names, if it is one for this matter."""
    key = request.args.get("template", "")
    return next((one for one in _templates(view) if one.key == key), None)


def _handlers(view: MatterView) -> list[Account]:
    """Who else could handle the matter; asked only when somebody may decide it."""
    if not any(Need.HANDLER in t.needs for t in view.actions):
        return []
    return [
        one
        for one in part(StaffService).accounts()
        if one.role is Role.HANDLER
        and one.unit == view.row.unit
        and one.disabled_at is None
        and one.login != view.row.handler
    ]


def _unasked(view: MatterView) -> list[str] | None:
    """What the form needs and nobody has asked yet, by label; None for who writes nothing down here."""
    form = ground().forms.get(view.row.form_id)
    is_desk = current_person().role is Role.INTAKE and view.owner is not None
    if form is None or view.intake is None or not is_desk:
        return None
    given = {answer.key: answer.value for answer in view.answers}
    fields = unasked_fields(form, given)
    return [f.label for f in fields if f.required and form.is_shown(f, given)] if fields else None


def _offered() -> Mapping[str, Mapping[str, str]]:
    """What a matter may be corrected to: values with labels, by the name of the input."""
    choices = part(CaseworkRules).choices
    return {
        Need.KIND.value: choices.kinds,
        Need.REGION.value: choices.regions,
        Need.ACCUSED.value: choices.accused,
    }


def _typed_before(kept: Mapping[str, Kept], transition: Transition) -> dict[str, str]:
    """What this person typed into the form of the step and has not sent."""
    draft = kept.get(transition.action.value)
    wanted = {need.value for need in transition.needs}
    return {key: value for key, value in draft.fields.items() if key in wanted} if draft else {}


def _prefilled(view: MatterView, transition: Transition) -> dict[str, str]:
    """What stands in an input before anybody typed."""
    values = {}
    if Need.ANSWER in transition.needs:
        chosen = _chosen_template(view)
        earlier = last_text(view, Need.ANSWER)
        values[Need.ANSWER.value] = chosen.text if chosen else earlier or ANSWER_SKELETON
    proposal = view.proposal
    fits = proposal is not None and (
        (transition.action is Action.ASSIGN and proposal.unit is not None)
        or (transition.action is Action.COORDINATE and proposal.unit is None)
    )
    if proposal is not None and fits:
        values[Need.BASIS.value] = f"{proposal.basis}。{'；'.join(proposal.reasons)}。"
        values[Need.UNIT.value] = proposal.unit or ""
    if transition.action is Action.CORRECT:
        values |= view.standing.chosen
    return values


def item_page(
    number: str,
    status: int = 200,
    *,
    notice: str | None = None,
    problems: Mapping[str, str] | None = None,
    tried: Action | None = None,
    typed: Typed | None = None,
    seen_version: int | None = None,
    team: TeamTried = NOTHING_TRIED,
    received: Received = NO_FILES,
    ticked: Collection[int] | None = None,
) -> Response:
    """The matter with everything on it; what was tried in vain stands there again."""
    view = part(MatterService).open(current_person(), number)
    role = current_person().role
    part(BellService).see(current_person(), number)
    if status == 409:
        notice = _what_changed(view, seen_version)
    kept = drafts_of(
        current_person(),
        {
            t.action.value: url_for("staff.act", number=number, action=t.action.value)
            for t in view.actions
            if t.action is not tried
            and not (t.action is Action.SUBMIT_ANSWER and _chosen_template(view))
        },
    )
    forms = [
        (
            t,
            {
                **_prefilled(view, t),
                **_typed_before(kept, t),
                **(typed or {} if t.action is tried else {}),
            },
        )
        for t in in_order(view, role)
    ]
    written = {
        n: text for n in Need if n in WRITTEN and (text := (typed or {}).get(n.value, "").strip())
    }
    still_there = any(t.action is tried for t, _ in forms)
    if status == 409 and written and notice:
        notice += messages.STALE_KEPT
    units = [
        unit
        for unit in ground().config.units
        if unit.kind.handles_matters
        and not (view.facts.confidential and unit.key == view.facts.accused_unit)
    ]
    done, of = request.args.get("done", ""), request.args.get("of", "")
    if done in {action.value for action in Action}:
        what = Action(done).label
        told = messages.DONE_OF.format(what=what, number=of) if NUMBER.fullmatch(of) else ""
        notice = notice or told or messages.DONE.format(what=what)
    notice = notice or team_messages.DONE.get(request.args.get("team", ""))
    course = course_of(request.args.to_dict(), number)
    attachments = part(AttachmentService).of_number(number)
    return page(
        "item.html",
        number,
        status,
        view=view,
        forms=forms,
        units=units,
        deliveries=Delivery,
        handlers=_handlers(view),
        offered=_offered(),
        templates=_templates(view),
        chosen=_chosen_template(view),
        has_firm=any(answer.key == "firm" for answer in view.answers),
        answering=Action.SUBMIT_ANSWER,
        first_visit=part(VisitService).first_visit(number),
        one_time_notices=_notices(view),
        needs=Need,
        written=WRITTEN,
        notice=notice,
        problems=problems or {},
        tried=tried,
        failed=status != 200,
        longest=WRITING_LENGTH,
        letter_texts=letter_messages,
        letters=part(LetterService).links(current_person(), number),
        attachments=attachments,
        answer_files=FileInput(
            ANSWER_FILES, f"{Action.SUBMIT_ANSWER.value}-{FILES}", received.uploads
        ),
        answer_had=[one for one in attachments if one.came in OF_ANSWERS],
        answer_ticked=ticked,
        a=attachment_messages,
        discussed=part(MeetingLists).of_matter(current_person(), number),
        x=meeting_messages,
        meeting_rules=part(CaseworkRules).meetings,
        beforehand=beforehand(view, role),
        first=next_step(view, role),
        outcome_words=outcome_words,
        course=course,
        kept=kept,
        unasked=_unasked(view),
        similar=part(RelatedService).similar(current_person(), number),
        earlier=last_text(view, Need.ANSWER),
        lost={} if still_there else written,
        **team_context(view, team),
    )


ATTACHED_TO = {
    Action.SUBMIT_ANSWER: AttachedTo.ANSWER,
    Action.ASK_SUPPLEMENT: AttachedTo.SUPPLEMENT,
}
"""Actions that bring a one-time notice (一次性告知) to the visitor."""


def _notices(view: MatterView) -> dict[Action, tuple[OneTimeNotice, ...]]:
    prepared, row = part(CaseworkRules).prepared, view.row
    return {
        action: prepared.notices_for(row.form_id, row.category, to)
        for action, to in ATTACHED_TO.items()
    }


def _what_changed(view: MatterView, seen_version: int | None) -> str:
    """Who was faster, and with what."""
    for event in reversed(view.events):
        version = int(json.loads(event.detail).get("version", 0))
        if seen_version is not None and version > seen_version:
            return messages.STALE.format(
                who=actor_name(event.actor), when=local_text(event.at), what=event.action.label
            )
    return messages.STALE_UNKNOWN


@allow_roles(*WORKERS)
def item(number: str) -> Response:
    """The matter; that it was read is in the ledger."""
    return item_page(number)


def _answer_files(
    number: str, action: Action
) -> tuple[Received, frozenset[int] | None, Sequence[Enclosure]]:
    """What came with an answer: new files, the ticks at those of an earlier version, and both as they
    are to be kept; nothing for any other step."""
    if action is not Action.SUBMIT_ANSWER:
        return NO_FILES, None, ()
    received = receive_field(ANSWER_FILES, f"answer.{number}")
    ticked = frozenset(request.form.getlist(KEPT_WITH_ANSWER, type=int))
    actor = current_person().actor
    files = part(AttachmentService).with_answer(received.files, ticked, actor=actor)
    return received, ticked, (files,)


@allow_roles(*WORKERS)
@takes_files
def act(number: str, action: str) -> AnyResponse:
    """Carry out an action, or show the page again with what was typed and what stood against it."""
    try:
        wanted, version = Action(action), int(request.form.get("version", ""))
    except ValueError:
        abort(400)
    typed = {need.value: request.form.get(need.value, "") for need in Need}
    # Chosen from the list, or the number of another one typed below it.
    typed[Need.NUMBER.value] = request.form.get(OTHER_NUMBER, "").strip() or typed["number"]
    course = course_of(request.args.to_dict(), number)
    received, ticked, enclosures = _answer_files(number, wanted)
    again: dict[str, Any] = {"received": received, "ticked": ticked}
    if received.problems:
        found = {FILES: " ".join(received.problems)}
        return item_page(
            number, 422, notice=messages.INVALID, problems=found, tried=wanted, typed=typed, **again
        )
    try:
        part(MatterService).act(current_person(), number, wanted, version, typed, enclosures)
    except AttachmentGoneError:
        gone = {FILES: attachment_messages.CHOOSE_AGAIN.format(hours=HOURS)}
        return item_page(
            number, 422, notice=messages.INVALID, problems=gone, tried=wanted, typed=typed,
            ticked=ticked,
        )  # fmt: skip
    except StaleMatterError:
        return item_page(number, 409, tried=wanted, typed=typed, seen_version=version, **again)
    except NotAllowedError:
        return item_page(number, 403, notice=messages.NOT_ALLOWED, tried=wanted, typed=typed)
    except InvalidInputError as error:
        return item_page(
            number, 422, notice=messages.INVALID, problems=error.problems, tried=wanted, typed=typed,
            **again,
        )  # fmt: skip
    discard_unused()
    if course and course.after:
        told = {"done": wanted.value, "of": number}
        target = url_for("staff.item", number=course.after, **course.kept, **told)  # type: ignore[arg-type]
        return redirect(target, 303)
    view_lost = not part(MatterService).is_visible(current_person(), number)
    if view_lost or course:
        kept = course.kept if course else {}
        return redirect(url_for("staff.work_list", **kept), 303)  # type: ignore[arg-type]
    return redirect(url_for("staff.item", number=number, done=wanted.value), 303)


ROUTES = (
    ("/items/<number>", "item", item, "GET"),
    ("/items/<number>/<action>", "act", act, "POST"),
)
