"""Filing, returning, summing: over real databases, with everybody's view of it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from docx import Document
from sqlalchemy import select

from district.casework.retention import RecordKind, load_retention
from forms_backend.attachments.service import AttachmentService
from forms_backend.filings.messages import TEXTS_GONE
from forms_backend.filings.reading import FilingReader
from forms_backend.filings.reminders import waiting_lines
from forms_backend.filings.rules import FilingState, Step, Timing
from forms_backend.filings.service import FilingService
from forms_backend.filings.summary import summary_file, summary_paper
from forms_backend.filings.tables import FilingStep
from forms_backend.identity.errors import (
    InvalidInputError,
    MatterNotFoundError,
    NotAllowedError,
    StaleMatterError,
)
from forms_backend.keeping.retention import RetentionService
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.notices.digest import digest_text
from forms_backend.reports.periods import ReportKind, period_with
from forms_backend.reports.service import ReportService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.filings.conftest import PROCURATOR
from tests.forms_backend.office import (
    HANDLER,
    INTAKE,
    POLICE,
    REVIEWER,
    SUPERVISOR,
    TO_HANDLING,
)
from tests.forms_backend.office_files.gb9704 import problems as gb9704_problems

FRIDAY = date(2026, 11, 20)
TEXTS = {"text_practice": "一是逐件研究。\n二是张三丰的事已办结。", "text_plans": "继续压实责任。"}


@pytest.fixture
def week(parts):
    """The week that ended on Thursday 19 November."""
    return parts[FilingService].asked("weekly", date(2026, 11, 19))


def file(parts, week, person=HANDLER, unit="court", *, version=0, typed=None, seen=None) -> None:
    service = parts[FilingService]
    service.submit(
        person, week, unit, TEXTS if typed is None else typed, version=version,
        seen=service.figures(week, unit).digest if seen is None else seen,
    )  # fmt: skip


def test_a_filing_goes_up_comes_back_and_is_summed(parts, week, database, clock) -> None:
    service, reader = parts[FilingService], parts[FilingReader]
    [owed] = [one for one in reader.own(HANDLER, 10) if one.asked.period == week.period]
    assert (owed.state, owed.timing) == (FilingState.MISSING, Timing.WAITING)
    file(parts, week)
    view = reader.open(REVIEWER, week, "court")
    assert view.filed.texts["practice"].startswith("一是逐件研究")
    assert view.steps == frozenset()  # it is submitted: nothing left for the unit
    assert reader.open(SUPERVISOR, week, "court").steps == {Step.RETURN}
    service.give_back(SUPERVISOR, week, "court", {"note": "写明数据来源"}, version=1)
    back = reader.open(HANDLER, week, "court")
    assert (back.returned_note, back.steps) == ("写明数据来源", {Step.SUBMIT})
    file(parts, week, version=2)
    assert service.sum_up(SUPERVISOR, week, "zhengfawei") == 1
    view = reader.open(HANDLER, week, "court")
    assert view.standing.state is FilingState.SUMMED
    assert [one.step for one in view.history] == [Step.SUBMIT, Step.RETURN, Step.SUBMIT, Step.SUM]
    with database.read() as work:
        events = [e for e in work[LedgerRepository].latest(20) if "filing" in e.action]
        assert {e.action for e in events} == {
            Action.FILING_SUBMITTED.value, Action.FILING_RETURNED.value,
            Action.FILINGS_SUMMED.value, Action.FILING_READ.value,
        }  # fmt: skip
        assert "张三丰" not in "".join(e.detail for e in events)
        row = work.scalars(select(FilingStep).order_by(FilingStep.id)).first()
        assert "张三丰".encode() not in row.payload
        assert work[LedgerRepository].verify().is_intact


def test_figures_are_those_of_the_report_and_bound_to_the_filing(
    parts, office, service, forms, complaint, clock
) -> None:
    numbers = [
        service.accept(forms["complaint"], complaint | {"title": t}, channel=Channel.WEB).number
        for t in ("三个月内重复检查", "四个月内重复检查")
    ]
    for number in numbers:
        office.go(number, *TO_HANDLING)
    clock.move(days=7)
    week = parts[FilingService].asked("weekly", date(2026, 11, 26))
    figures = parts[FilingService].figures(week, "court")
    report = parts[ReportService].report(ReportKind.WEEKLY, week.period, "court")
    for name, value in report.key_figures.items():
        plain = name.removeprefix("其中：")
        if plain in figures.shown:
            assert figures.shown[plain].split("（")[0] == value.split("（")[0], name
    assert figures.counts["received"] == figures.counts["open"] == 2
    above = parts[FilingService].figures(week, "zhengfawei")
    assert above.counts["received"] == 2  # what is below counts above
    with pytest.raises(InvalidInputError) as caught:
        file(parts, week, seen="0" * 64)
    assert set(caught.value.problems) == {"figures"}
    file(parts, week)
    filed = parts[FilingReader].open(HANDLER, week, "court").filed
    assert filed.figures == figures
    assert filed.head_sequence == parts[ReportService].head_before(week.period.cut).sequence
    assert len(filed.head_hash) == 64


def test_everybody_does_and_sees_what_is_theirs(parts, week) -> None:
    service, reader = parts[FilingService], parts[FilingReader]
    for person, unit in ((POLICE, "court"), (SUPERVISOR, "court"), (HANDLER, "police")):
        with pytest.raises(NotAllowedError):
            file(parts, week, person, unit)
    with pytest.raises(MatterNotFoundError):
        file(parts, week, INTAKE, "market")  # files to nobody
    file(parts, week)
    for person in (HANDLER, REVIEWER, PROCURATOR, POLICE):
        with pytest.raises(NotAllowedError):
            service.give_back(person, week, "court", {"note": "退"}, version=1)
        with pytest.raises(NotAllowedError):
            service.sum_up(person, week, "zhengfawei")
    for person in (PROCURATOR, POLICE):
        with pytest.raises(MatterNotFoundError):
            reader.open(person, week, "court")
        assert reader.received(person) == ()
    assert {one.parent for one in reader.received(INTAKE)} == {"zhengfawei"}
    service.sum_up(INTAKE, week, "zhengfawei")
    with pytest.raises(MatterNotFoundError):
        reader.summary(HANDLER, week, "zhengfawei", 1)
    assert reader.summaries(HANDLER, week, "zhengfawei") == ()


def test_mistakes_are_told_all_at_once_and_nothing_is_written(parts, week) -> None:
    with pytest.raises(InvalidInputError) as caught:
        file(parts, week, typed={"text_practice": " ", "text_plans": "长" * 3001})
    assert set(caught.value.problems) == {"text_practice", "text_plans"}
    file(parts, week)
    with pytest.raises(InvalidInputError):
        parts[FilingService].give_back(SUPERVISOR, week, "court", {"note": " "}, version=1)
    with pytest.raises(StaleMatterError):
        parts[FilingService].give_back(SUPERVISOR, week, "court", {"note": "退"}, version=7)
    with pytest.raises(NotAllowedError):
        file(parts, week, version=1)
    for kind, last in (
        ("weekly", "2026-11-18"), ("weekly", "2026-11-26"), ("weekly", "2026-10-29"),
        ("yearly", "2025-12-31"), ("daily", "2026-11-19"),
    ):  # fmt: skip
        with pytest.raises(MatterNotFoundError):
            parts[FilingService].asked(kind, date.fromisoformat(last))


def summary_of(parts, week, version: int) -> bytes:
    found = parts[FilingReader].summary(SUPERVISOR, week, "zhengfawei", version)
    labels = parts[FilingService].rule(week.kind).texts
    name = parts[ReportService].labels.unit
    return summary_file(summary_paper(found, labels, name, name, str, ""), found.at)


def said_in(paper: bytes) -> str:
    return "\n".join(p.text for p in Document(io.BytesIO(paper)).paragraphs if p.text)


def test_the_sum_names_who_is_missing_and_is_made_again_the_same(parts, week, database) -> None:
    service, reader = parts[FilingService], parts[FilingReader]
    with pytest.raises(InvalidInputError):
        service.sum_up(SUPERVISOR, week, "zhengfawei")
    file(parts, week)
    service.sum_up(SUPERVISOR, week, "zhengfawei")

    def paper(version: int) -> bytes:
        return summary_of(parts, week, version)

    first = paper(1)
    assert gb9704_problems(first) == []
    joined = said_in(first)
    assert "没有报的 4 个：区检察院、区公安分局、区司法局、区信访局。" in joined
    assert "（一）区法院" in joined
    assert "二是张三丰的事已办结。" in joined
    tables = [[c.text for c in t._cells] for t in Document(io.BytesIO(first)).tables]
    assert any("合计" in one for one in tables)
    file(parts, week, POLICE, "police", typed={"text_practice": "警企联络。"})
    assert service.sum_up(SUPERVISOR, week, "zhengfawei") == 2
    assert paper(1) == first
    lines = reader.summaries(SUPERVISOR, week, "zhengfawei")
    assert [(one.version, one.count, len(one.missing)) for one in lines] == [(2, 2, 3), (1, 1, 4)]
    with pytest.raises(MatterNotFoundError):
        reader.summary(SUPERVISOR, week, "zhengfawei", 3)


def test_who_is_missing_is_reminded_and_reported(parts, week, clock, database) -> None:
    reader = parts[FilingReader]
    file(parts, week)
    assert not reader.waiting(POLICE).missing
    assert "要报送" not in "".join(waiting_lines(reader.waiting(HANDLER)))
    clock.move(days=3)  # Monday
    with database.read() as work:
        owed, received = reader.told_in(work, POLICE, FRIDAY + timedelta(days=3))
        from forms_backend.filings.reminders import filing_sections

        name = parts[ReportService].labels.unit
        today = FRIDAY + timedelta(days=3)
        mine = digest_text(filing_sections(POLICE, owed, received, today, name), today, name)
        owed, received = reader.told_in(work, SUPERVISOR, today)
        theirs = digest_text(filing_sections(SUPERVISOR, owed, received, today, name), today, name)
        owed, received = reader.told_in(work, REVIEWER, today)
        calm = filing_sections(REVIEWER, owed, received, today, name)
    assert "2026-11-20 前报给区委政法委（逾期）" in mine
    assert "下级没有报的" in theirs
    assert "区检察院、区公安分局" in theirs
    assert "下级报来、还没有汇总的" in theirs
    assert "2026年11月13日至11月19日" not in "".join(line for s in calm for line in s.lines)
    waiting = reader.waiting(SUPERVISOR)
    assert (waiting.owed, waiting.to_sum) == (0, 1)
    assert waiting.missing == len(reader.late())
    clock.move(days=12)
    report = parts[ReportService].report(
        ReportKind.MONTHLY, period_with(ReportKind.MONTHLY, date(2026, 11, 1))
    )
    section = report.sections[-1]
    assert section.key == "filings"
    lines = {line[0]: line[1:] for line in section.tables[0].plain_rows}
    # Weeks that fell due on 6, 13, 20 and 27 November; the month is due in December.
    assert lines["区法院"] == (4, 1, 0, 3, "25.0%")
    assert lines["区公安分局"] == (4, 0, 0, 4, "0.0%")
    again = parts[ReportService].report(
        ReportKind.BULLETIN, period_with(ReportKind.BULLETIN, date(2026, 11, 1))
    )
    assert again.sections[-1].key == "filings"
    file(parts, week, POLICE, "police")  # late, and after the end of November
    assert (
        parts[ReportService]
        .report(ReportKind.MONTHLY, period_with(ReportKind.MONTHLY, date(2026, 11, 1)))
        .sections
        == report.sections
    )


def test_what_was_written_goes_when_its_time_is_over(parts, week, database, clock) -> None:
    file(parts, week)
    parts[FilingService].sum_up(SUPERVISOR, week, "zhengfawei")
    assert "没有写。" in said_in(summary_of(parts, week, 1))  # nobody wrote of 存在困难
    keeping = RetentionService(
        database, parts.ground.cipher, load_retention(), parts[AttachmentService], clock
    )
    clock.move(days=5 * 366)
    assert keeping.erase_records(actor="system")[RecordKind.FILINGS] == 2  # submitted, summed
    assert keeping.due_records()[RecordKind.FILINGS] == 0
    view = parts[FilingReader].open(HANDLER, week, "court")
    assert view.filed.texts is None
    assert view.filed.figures.counts["received"] == 0
    again = said_in(summary_of(parts, week, 1))
    assert "没有写。" not in again
    assert again.count(TEXTS_GONE) == len(parts[FilingService].rule(week.kind).texts)
    with database.read() as work:
        assert work[LedgerRepository].verify().is_intact
