"""One manuscript: written, looked at, and taken from step to step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.signoff.people import SignoffRules
from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.comparing import compared
from forms_backend.manuscripts.desk import MOST_BYTES, Approved, EditingDesk
from forms_backend.manuscripts.draft_branches import Listed, Opened
from forms_backend.manuscripts.errors import (
    EditingError,
    HasProblemsError,
    ManuscriptNotFoundError,
    StaleTextError,
)
from forms_backend.manuscripts.header import read_header, split_header
from forms_backend.manuscripts.online import OnlineDesk
from forms_backend.manuscripts.preview import Rendered
from forms_backend.manuscripts.queue import queue_of
from forms_backend.manuscripts.steps import ADDRESS, State, Step, may_take, said_in, step_of
from forms_backend.staff.access import allow_roles, current_person
from forms_backend.staff.editing import editing_messages
from forms_backend.staff.editing.list_pages import PEOPLE, desk
from forms_backend.staff.editing.preview_frame import framed
from forms_backend.staff.editing.problems import refused_for, told
from forms_backend.staff.editing.typed_text import typed_text
from forms_backend.staff.editing.writing_now import other_writing
from forms_backend.staff.rendering import page
from forms_backend.web.context import ground, part

DONE = {
    "new": messages.STARTED, "save": messages.SAVED, "same": messages.SAME,
    "submit": messages.SUBMITTED, "return": messages.RETURNED, "clear": messages.CLEARED,
    "countersign": messages.COUNTERSIGNED,
}  # fmt: skip
_LEADS_ON = ("submit", "return", "clear", "countersign")
_REFUSED, _CONFLICT = 422, 409
_LONGEST_QUERY = 100


def opened_or_404(manuscript_id: str) -> Opened:
    """The manuscript of a route."""
    try:
        return desk().branches.open(manuscript_id)
    except ManuscriptNotFoundError:
        abort(404)


def _signers(found: EditingDesk, opened: Opened) -> dict[str, object]:
    """Who has signed and whose signature is missing, for a draft that was sent for review."""
    if opened.state is not State.WAITING:
        return {}
    try:
        rules: SignoffRules = found.signing.rules(opened.main)
        sheet = found.sheet_by(opened, rules)
        beside = found.branches.files_beside(opened)
    except EditingError as error:
        return {"signing_problem": str(error)}
    return {
        "is_on": rules.is_on,
        "beside": beside,
        "needs_some": bool(sheet.needed),
        "signed": [rules.people[key].name for key in sheet.standing.signed],
        "missing": [role.label for role in sheet.standing.missing],
    }


def _online(opened: Opened, person: Person) -> dict[str, object]:
    """What may be done with what main has of it, and which signature that lacks."""
    if opened.online is None:
        return {}
    found = part(OnlineDesk)
    try:
        online = desk().branches.open_online(opened.place.id)
        lacking = found.lacking(online, person)
    except EditingError:  # `_signers` says why
        return {}
    header = read_header(online.text)
    is_out = header.status == "published"
    may_decide = may_take(Step.WITHDRAW, person.role, State.WRITING)
    return {
        "lacking": lacking,
        "is_withdrawn": header.is_withdrawn,
        "page": ground().config.site.path + opened.place.address if is_out else "",
        "may_withdraw": may_decide and is_out and not header.is_withdrawn,
        "may_bring_back": may_decide and is_out and header.is_withdrawn,
    }


def manuscript_page(
    opened: Opened, status: int = 200, notice: str = "", *, text: str | None = None,
    theirs: str | None = None, rendered: Rendered | None = None, picture: str = "",
    took_a_step: bool = False,
) -> Response:  # fmt: skip
    """The page; `text`: what was typed and not saved, `theirs`: what stands against it. `took_a_step`:
    whoever looks is done with it, and is led to what waits next."""
    person, found = current_person(), desk()
    shown = opened.text if text is None else text
    if theirs is None and opened.has_moved:
        theirs, notice = opened.online or "", notice or messages.MAIN_MOVED
    rendered = rendered or found.render(opened, shown)
    parts = split_header(shown)
    fields = found.fields(opened, shown) if person.role is Role.EDITOR else ()
    asked = [one for one in fields if one.is_asked]
    why = said_in(opened.last.message) if opened.last and opened.state is State.RETURNED else ""
    return page(
        "editing/manuscript.html",
        opened.title,
        status,
        e=editing_messages,
        o=opened,
        text=shown,
        header=parts[0].rstrip("\n") if parts else "",
        body=parts[1] if parts else shown,
        fields=fields,
        groups=(asked, [one for one in fields if not one.is_asked]),
        proposed=sum(one.is_proposed for one in fields),
        others=other_writing(opened.place.id),
        notes=desk().notes(opened) if person.role is Role.EDITOR else (),
        following=following(opened.place.id) if took_a_step else None,
        rows=compared(shown, theirs) if theirs is not None else [],
        theirs=theirs,
        took=opened.main if opened.has_moved else "",
        notice=notice,
        failed=status >= 400,
        picture=picture,
        returned=editing_messages.RETURNED_BECAUSE.format(who=opened.last.author.name, why=why)
        if opened.last and why
        else "",
        may={step.name: may_take(step, person.role, opened.state) for step in Step},
        rendered=rendered,
        problems=told(rendered.problems, shown),
        labels={one.field.name.partition(".")[0]: one.field.label for one in fields},
        frame=framed(rendered.html, opened),
        signers=_signers(found, opened),
        online=_online(opened, person),
    )


def following(manuscript_id: str) -> Listed | None:
    """What waits for whoever looks, besides this one."""
    rows = queue_of(desk(), current_person())
    return next((x.listed for x in rows if x.is_yours and x.listed.place.id != manuscript_id), None)


@allow_roles(*PEOPLE)
def manuscript(manuscript_id: str) -> Response:
    """To write on, or to look at."""
    opened, done = opened_or_404(manuscript_id), request.args.get("done", "")
    return manuscript_page(opened, notice=DONE.get(done, ""), took_a_step=done in _LEADS_ON)


@allow_roles(Role.EDITOR)
def save_manuscript(manuscript_id: str) -> AnyResponse:
    """保存, or 保存并送审, of what was typed; or show it beside what somebody else has saved meanwhile."""
    text, person = typed_text(request.form), current_person()
    base, took = request.form.get("base", ""), request.form.get("took", "")
    try:
        if request.form.get("then") == "submit":
            desk().hand_in(manuscript_id, text, base, took, person)
            done = "submit"
        else:
            done = "save" if desk().save(manuscript_id, text, base, took, person) else "same"
    except ManuscriptNotFoundError:
        abort(404)
    except StaleTextError as error:
        opened = opened_or_404(manuscript_id)
        return manuscript_page(opened, _CONFLICT, str(error), text=text, theirs=error.theirs)
    except HasProblemsError as error:
        opened = opened_or_404(manuscript_id)
        own = desk().render(opened, text)
        own = replace(own, problems=refused_for(own.problems, error.problems))
        return manuscript_page(opened, _REFUSED, str(error), text=text, rendered=own)
    except EditingError as error:
        return manuscript_page(opened_or_404(manuscript_id), _REFUSED, str(error), text=text)
    return redirect(url_for("staff.manuscript", manuscript_id=manuscript_id, done=done), 303)


@allow_roles(*PEOPLE)
def preview_manuscript(manuscript_id: str) -> Response:
    """What the text looks like and what is wrong with it, for the script of the page."""
    opened, text = opened_or_404(manuscript_id), typed_text(request.form)
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        abort(413)
    found = desk().render(opened, text)
    return jsonify(
        away=found.away,
        others=other_writing(opened.place.id),
        html=framed(found.html, opened),
        first=_first_line(text),
        problems=[one.data for one in told(found.problems, text)],
    )


def _first_line(text: str) -> int:
    """Which line of the file is the first of the body, as the page splits them."""
    parts = split_header(text)
    return text.count("\n", 0, len(text) - len(parts[1])) + 1 if parts else 1


@allow_roles(Role.EDITOR)
def manuscript_references(manuscript_id: str) -> Response:
    """Laws, cases and forms to refer to, for the script of the page; links lead from this manuscript."""
    opened = opened_or_404(manuscript_id)
    what, query = request.args.get("what", ""), request.args.get("q", "")[:_LONGEST_QUERY].strip()
    if what not in editing_messages.REFERENCES or not query:
        abort(404)
    found, away = desk().references(opened, what, query)
    return jsonify(away=away, items=[{"label": x.label, "markdown": x.markdown} for x in found])


def take_step(
    manuscript_id: str, take: Callable[[], object], done: str, *, leaves: bool = False
) -> AnyResponse:
    """Take the step and show the manuscript again; the list when it `leaves` nothing to show."""
    try:
        take()
    except ManuscriptNotFoundError:
        abort(404)
    except HasProblemsError as error:
        rendered = Rendered(problems=error.problems)
        return manuscript_page(
            opened_or_404(manuscript_id), _REFUSED, str(error), rendered=rendered
        )
    except StaleTextError as error:
        opened = opened_or_404(manuscript_id)
        seen = desk().branches.text_at(request.form.get("head", ""), opened.place)
        if seen is None or seen == opened.text:
            return manuscript_page(opened, _CONFLICT, str(error))
        return manuscript_page(opened, _CONFLICT, str(error), text=seen, theirs=opened.text)
    except EditingError as error:
        return manuscript_page(opened_or_404(manuscript_id), _REFUSED, str(error))
    if leaves:
        return redirect(url_for("staff.manuscript_list"), 303)
    return redirect(url_for("staff.manuscript", manuscript_id=manuscript_id, done=done), 303)


@allow_roles(Role.EDITOR)
def submit_manuscript(manuscript_id: str) -> AnyResponse:
    """送审 of what is saved. The page saves and submits in one; who sends the step alone is a program."""
    head = request.form.get("head", "")
    return take_step(
        manuscript_id, lambda: desk().submit(manuscript_id, head, current_person()), "submit"
    )


@allow_roles(Role.EDITOR)
def discard_manuscript(manuscript_id: str) -> AnyResponse:
    """放弃."""
    head = request.form.get("head", "")
    return take_step(
        manuscript_id,
        lambda: desk().discard(manuscript_id, head, current_person()),
        "",
        leaves=True,
    )


@allow_roles(Role.MANUSCRIPT_REVIEWER, Role.APPROVER)
def return_manuscript(manuscript_id: str) -> AnyResponse:
    """退回 to whoever wrote it."""
    head, reason = request.form.get("head", ""), request.form.get("reason", "")
    return take_step(
        manuscript_id,
        lambda: desk().give_back(manuscript_id, reason, head, current_person()),
        "return",
    )


@allow_roles(Role.MANUSCRIPT_REVIEWER)
def clear_manuscript(manuscript_id: str) -> AnyResponse:
    """审核通过."""
    head = request.form.get("head", "")
    return take_step(
        manuscript_id, lambda: desk().clear(manuscript_id, head, current_person()), "clear"
    )


def published_step(manuscript_id: str, take: Callable[[], Approved], done: str) -> AnyResponse:
    """Take a step that leads to a release, and say `done`, or that this server made none."""
    made: list[Approved] = []
    answer = take_step(manuscript_id, lambda: made.append(take()), "")
    if not made:
        return answer
    notice = done if made[0].is_asked else messages.MERGED_ONLY
    return manuscript_page(opened_or_404(manuscript_id), notice=notice, took_a_step=True)


@allow_roles(Role.APPROVER)
def approve_manuscript(manuscript_id: str) -> AnyResponse:
    """签发: into main, and to the site."""
    head, person = request.form.get("head", ""), current_person()
    return published_step(
        manuscript_id, lambda: desk().approve(manuscript_id, head, person), messages.APPROVED
    )


@allow_roles(Role.APPROVER)
def urge_manuscript(manuscript_id: str) -> AnyResponse:
    """紧急签发: to the site before the others have signed."""
    head, person = request.form.get("head", ""), current_person()
    return published_step(
        manuscript_id,
        lambda: desk().approve(manuscript_id, head, person, urgent=True),
        messages.URGENT,
    )


@allow_roles(*PEOPLE)
def compare_manuscript(manuscript_id: str) -> Response:
    """The draft beside what is published."""
    opened = opened_or_404(manuscript_id)
    return page(
        "editing/compare.html",
        opened.title,
        e=editing_messages,
        o=opened,
        heading=editing_messages.COMPARE,
        names=(editing_messages.ONLINE, editing_messages.DRAFT),
        rows=compared(opened.online or "", opened.text),
        empty=editing_messages.SAME,
    )


@allow_roles(*PEOPLE)
def manuscript_history(manuscript_id: str) -> Response:
    """Who changed it when, sent it for review, gave it back, signed it."""
    opened = opened_or_404(manuscript_id)
    return page(
        "editing/history.html",
        opened.title,
        e=editing_messages,
        o=opened,
        commits=desk().branches.way(opened),
        changed={one.id for one in desk().branches.history(opened)},
        said_in=said_in,
        step_of=step_of,
        staff_address=ADDRESS,
    )


@allow_roles(*PEOPLE)
def manuscript_change(manuscript_id: str, commit: str) -> Response:
    """What one commit of its history changed."""
    opened = opened_or_404(manuscript_id)
    after = desk().branches.text_at(commit, opened.place)
    if after is None:
        abort(404)
    return page(
        "editing/compare.html",
        opened.title,
        e=editing_messages,
        o=opened,
        heading=editing_messages.SHOW_CHANGE,
        names=(editing_messages.BEFORE, editing_messages.AFTER),
        rows=compared(desk().branches.parent_text(commit, opened.place), after),
        empty=editing_messages.SAME,
    )


_ONE = "/editing/<manuscript_id>"
ROUTES = (
    (_ONE, "manuscript", manuscript, "GET"),
    (f"{_ONE}/save", "save_manuscript", save_manuscript, "POST"),
    (f"{_ONE}/preview", "preview_manuscript", preview_manuscript, "POST"),
    (f"{_ONE}/references", "manuscript_references", manuscript_references, "GET"),
    (f"{_ONE}/submit", "submit_manuscript", submit_manuscript, "POST"),
    (f"{_ONE}/discard", "discard_manuscript", discard_manuscript, "POST"),
    (f"{_ONE}/return", "return_manuscript", return_manuscript, "POST"),
    (f"{_ONE}/clear", "clear_manuscript", clear_manuscript, "POST"),
    (f"{_ONE}/approve", "approve_manuscript", approve_manuscript, "POST"),
    (f"{_ONE}/urgent", "urge_manuscript", urge_manuscript, "POST"),
    (f"{_ONE}/compare", "compare_manuscript", compare_manuscript, "GET"),
    (f"{_ONE}/history", "manuscript_history", manuscript_history, "GET"),
    (f"{_ONE}/history/<commit>", "manuscript_change", manuscript_change, "GET"),
)
