"""`/staff/filings`: what a unit owes and what was filed to it, one filing, its steps, the sums."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from district.registers.filing_models import FilingRule
from forms_backend.filings import messages as texts
from forms_backend.filings.due import Asked, Due, report_kind
from forms_backend.filings.reading import FilingReader
from forms_backend.filings.rules import Step, may_receive
from forms_backend.filings.service import TEXT_INPUT, FilingService
from forms_backend.filings.summary import summary_file, summary_paper
from forms_backend.identity.actors import staff_actor
from forms_backend.identity.errors import (
    InvalidInputError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.reports.editions import TEXT_LENGTH
from forms_backend.reports.files.formats import FORMATS
from forms_backend.reports.periods import period_label, weekday_name
from forms_backend.staff.access import WORKERS, allow_roles, current_person
from forms_backend.staff.downloads import download
from forms_backend.staff.rendering import actor_name, unit_name
from forms_backend.staff.rendering import page as staff_page
from forms_backend.web.context import ground, part

SHOWN_DONE = 10
"""Of what a unit handed in, the newest; all of a period stand on its page."""
OF_ITS_UNIT = "报送的单位、它的上级"


def due_text(due: Due) -> str:
    """When it is due, whether the day moved, and that it may move yet."""
    wording = texts.DUE_MOVED if due.has_moved else texts.DUE
    said = wording.format(day=due.on, weekday=weekday_name(due.on), named=due.named)
    return texts.DUE_PROVISIONAL.format(due=said, sure=due.sure_on) if due.is_provisional else said


def kind_label(asked: Asked) -> str:
    return report_kind(asked.kind).label


def asked_period(asked: Asked) -> str:
    return period_label(report_kind(asked.kind), asked.period)


def filing_page(template: str, title: str, status: int = 200, **context: object) -> Response:
    """A page of this folder: `f` are the texts of filings."""
    return staff_page(
        template,
        title,
        status,
        f=texts,
        due_text=due_text,
        kind_label=kind_label,
        asked_period=asked_period,
        **context,
    )


def _asked(kind: str, last: str) -> Asked:
    """The period of an address; 404 for none."""
    try:
        day = date.fromisoformat(last)
    except ValueError:
        abort(404)
    return part(FilingService).asked(kind, day)


@allow_roles(*WORKERS)
def filing_list() -> Response:
    """What the person's unit has to file, then what is filed to those whom the person sees."""
    person, reader = current_person(), part(FilingReader)
    return filing_page(
        "filings.html",
        texts.TITLE,
        own=reader.own(person, SHOWN_DONE),
        received=reader.received(person),
        is_defined=reader.is_defined(),
    )


@allow_roles(*WORKERS)
def filing_period(kind: str, last: str) -> Response:
    """Who filed for one period, who did not, and the sums."""
    return _period_page(_asked(kind, last))


def _period_page(asked: Asked, status: int = 200, notice: str = "") -> Response:
    person, reader = current_person(), part(FilingReader)
    groups = [
        (
            one,
            reader.summaries(person, asked, one.parent),
            may_receive(person, one.parent),
        )
        for one in reader.period(person, asked)
    ]
    return filing_page(
        "filing_period.html",
        texts.PERIOD_TITLE.format(kind=kind_label(asked), period=asked_period(asked)),
        status,
        asked=asked,
        groups=groups,
        notice=notice,
    )


@allow_roles(*WORKERS)
def filing(kind: str, last: str, unit: str) -> Response:
    """One filing: figures, texts, steps, and the form for what the person may do."""
    return _filing_page(_asked(kind, last), unit)


def _filing_page(
    asked: Asked,
    unit: str,
    status: int = 200,
    *,
    tried: str = "",
    typed: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    notice: str = "",
) -> Response:
    view = part(FilingReader).open(current_person(), asked, unit)
    rule = part(FilingService).rule(asked.kind)
    lost = {}
    if tried and Step(tried) not in view.steps:  # somebody was faster: its form is not shown
        lost = _written(rule, typed or {})
        if not notice:
            status, notice, problems = 403, texts.NOT_ALLOWED, {}
    before = view.filed.texts or {} if view.filed else {}
    kept = {f"{TEXT_INPUT}{key}": text for key, text in before.items()}
    title = texts.FILING_TITLE.format(
        unit=unit_name(unit), kind=kind_label(asked), period=asked_period(asked)
    )
    return filing_page(
        "filing.html",
        title,
        status,
        asked=asked,
        view=view,
        rule=rule,
        step=Step,
        text_input=TEXT_INPUT,
        typed=typed if typed is not None else kept,
        tried=tried,
        problems=problems or {},
        notice=notice,
        lost=lost,
        longest=TEXT_LENGTH,
        differences=view.filed.figures.differences(view.now) if view.filed else (),
    )


def _written(rule: FilingRule, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed into either form, by the label of its input."""
    labels = {f"{TEXT_INPUT}{key}": label for key, label in rule.texts.items()}
    labels["note"] = texts.RETURN_NOTE
    return {label: typed[key] for key, label in labels.items() if typed.get(key, "").strip()}


@allow_roles(*WORKERS, narrower=OF_ITS_UNIT)
def submit_filing(kind: str, last: str, unit: str) -> AnyResponse:
    """Hand it in, or the form again with every mistake and all that was typed."""
    asked = _asked(kind, last)
    version = request.form.get("version", 0, type=int)
    try:
        part(FilingService).submit(
            current_person(),
            asked,
            unit,
            request.form,
            version=version,
            seen=request.form.get("seen", ""),
        )
    except (InvalidInputError, NotAllowedError, StaleMatterError) as error:
        return _again(asked, unit, Step.SUBMIT, error)
    return redirect(url_for("staff.filing", kind=kind, last=last, unit=unit), 303)


@allow_roles(*WORKERS, narrower=OF_ITS_UNIT)
def return_filing(kind: str, last: str, unit: str) -> AnyResponse:
    """Give it back with the reason."""
    asked = _asked(kind, last)
    version = request.form.get("version", 0, type=int)
    try:
        part(FilingService).give_back(current_person(), asked, unit, request.form, version=version)
    except (InvalidInputError, NotAllowedError, StaleMatterError) as error:
        return _again(asked, unit, Step.RETURN, error)
    return redirect(url_for("staff.filing_period", kind=kind, last=last), 303)


def _again(asked: Asked, unit: str, step: Step, error: Exception) -> Response:
    """The page with what was typed and why it did not go through."""
    status, notice, problems = 422, "", {}
    if isinstance(error, NotAllowedError):
        status, notice = 403, texts.NOT_ALLOWED
    elif isinstance(error, StaleMatterError):
        status, notice = 409, texts.STALE
    elif isinstance(error, InvalidInputError):
        problems = dict(error.problems)
        notice = problems.pop("figures", "")
        status = 409 if notice else 422
    return _filing_page(
        asked,
        unit,
        status,
        tried=step.value,
        typed=request.form,
        problems=problems,
        notice=notice,
    )


@allow_roles(*WORKERS, narrower=OF_ITS_UNIT)
def sum_filings(kind: str, last: str) -> AnyResponse:
    """One paper of what was filed to the person's unit."""
    asked, person = _asked(kind, last), current_person()
    try:
        part(FilingService).sum_up(person, asked, person.unit)
    except NotAllowedError:
        return _period_page(asked, 403, texts.NOT_ALLOWED)
    except InvalidInputError as error:
        return _period_page(asked, 422, "".join(error.problems.values()))
    return redirect(url_for("staff.filing_period", kind=kind, last=last), 303)


@allow_roles(*WORKERS, narrower=OF_ITS_UNIT)
def filing_summary(kind: str, last: str, parent: str, version: int) -> Response:
    """A sum as .docx."""
    asked, service = _asked(kind, last), part(FilingService)
    found = part(FilingReader).summary(current_person(), asked, parent, version)
    config = ground().config

    def full_name(key: str) -> str:
        unit = config.unit(key)
        return unit.name if unit else key

    paper = summary_paper(
        found,
        service.rule(asked.kind).texts,
        unit_name,
        full_name,
        lambda login: actor_name(staff_actor(login)),
        service.parent_of(parent),
    )
    name = f"{asked.kind.value}-{last}-{parent}-{version}.docx"
    return download(summary_file(paper, found.at), FORMATS["docx"].mime_type, name)


ROUTES = (
    ("/filings", "filing_list", filing_list, "GET"),
    ("/filings/<kind>/<last>", "filing_period", filing_period, "GET"),
    ("/filings/<kind>/<last>", "sum_filings", sum_filings, "POST"),
    ("/filings/<kind>/<last>/<unit>", "filing", filing, "GET"),
    ("/filings/<kind>/<last>/<unit>", "submit_filing", submit_filing, "POST"),
    ("/filings/<kind>/<last>/<unit>/return", "return_filing", return_filing, "POST"),
    (
        "/filings/<kind>/<last>/<parent>/summary-<int:version>.docx",
        "filing_summary",
        filing_summary,
        "GET",
    ),
)
