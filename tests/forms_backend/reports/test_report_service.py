"""Reports over real databases: reproducible, handed in once, indicators kept with their history."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from district import load_site_config
from forms_backend.identity.errors import InvalidInputError
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.reports.errors import ReportError
from forms_backend.reports.files.plain_files import to_csv, to_json
from forms_backend.reports.periods import ReportKind, last_complete
from forms_backend.reports.service import ReportService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.grounds import parts_with_reports
from tests.reference import SITE_CONFIG

MONTHLY = ReportKind.MONTHLY
GOOD = {"value": "89.5", "measured_on": "2026-10-31", "source": "区法院 10 月司法统计"}


@pytest.fixture
def config():
    return load_site_config(SITE_CONFIG)


@pytest.fixture
def reports(database, casework_rules, clock, tmp_path):
    def build() -> ReportService:
        return parts_with_reports(database, clock, tmp_path, casework_rules)[ReportService]

    return build


@pytest.fixture
def november(service, forms, complaint, clock):
    """Two complaints of November, and December has come."""
    numbers = [
        service.accept(forms["complaint"], complaint | {"title": t}, channel=Channel.WEB).number
        for t in ("三个月内重复检查同一事项", "四个月内重复检查同一事项")
    ]
    clock.move(days=12)
    return numbers


def digest(reports, **more) -> str:
    period = last_complete(MONTHLY, date(2026, 12, 2))
    return hashlib.sha256(to_json(reports().report(MONTHLY, period, **more))).hexdigest()


def test_a_report_says_the_same_whenever_it_is_made(
    reports, november, service, forms, complaint, clock
) -> None:
    first = digest(reports)
    clock.move(days=40)
    service.accept(forms["complaint"], complaint | {"title": "后来的事"}, channel=Channel.WEB)
    service.reveal(november[0], actor="cli:test")
    assert digest(reports) == first


def test_the_service_that_remembers_says_the_same_as_a_fresh_one(
    reports, november, service, clock
) -> None:
    one = reports()
    period = last_complete(MONTHLY, date(2026, 12, 2))
    before = to_json(one.report(MONTHLY, period))
    service.reveal(november[0], actor="cli:test")
    assert (
        to_json(one.report(MONTHLY, period)) == before == to_json(reports().report(MONTHLY, period))
    )


def test_no_personal_data_is_in_a_report(reports, november, complaint) -> None:
    report = reports().report(MONTHLY, last_complete(MONTHLY, date(2026, 12, 2)))
    text = (to_json(report) + to_csv(report)).decode()
    assert november[0] in text
    for key in ("name", "phone", "email", "firm", "uscc", "title", "description", "wishes"):
        assert complaint[key] not in text


def test_a_received_matter_is_overdue_once_its_first_day_is_over(reports, november) -> None:
    report = reports().report(MONTHLY, last_complete(MONTHLY, date(2026, 12, 2)))
    assert "期末超期 2 件：区委政法委 2 件。" in report.sections[3].sentences


def test_the_head_in_the_report_is_that_of_the_end_of_the_period(
    reports, november, database, service
) -> None:
    with database.read() as session:
        head = session[LedgerRepository].head()
    service.reveal(november[0], actor="cli:test")
    report = reports().report(MONTHLY, last_complete(MONTHLY, date(2026, 12, 2)))
    assert f"第 {head.sequence} 条，SHA256 {head.hash}" in "".join(report.notes)


def test_a_period_that_is_not_over_and_an_unknown_unit_are_refused(reports, november) -> None:
    december = last_complete(MONTHLY, date(2027, 1, 2))
    with pytest.raises(ReportError, match="2026-12-31 才结束"):
        reports().report(MONTHLY, december)
    with pytest.raises(ReportError, match="nobody"):
        reports().report(MONTHLY, last_complete(MONTHLY, date(2026, 12, 2)), "nobody")


def test_handing_in_is_noted_once_with_what_was_handed_in(reports, november, database) -> None:
    period = last_complete(MONTHLY, date(2026, 12, 2))
    reports().mark_issued(MONTHLY, period, actor="staff:duban")
    issue = reports().issue_of(MONTHLY, period)
    assert issue is not None
    assert (issue.by, issue.digest) == ("staff:duban", digest(reports))
    assert [line.standing.value for line in reports().agenda() if line.kind is MONTHLY] == ["done"]
    with pytest.raises(ReportError, match="已经标记"):
        reports().mark_issued(MONTHLY, period, actor="staff:other")
    with database.read() as session:
        ledger = session[LedgerRepository]
        assert [e.action for e in ledger.latest(1)] == [Action.REPORT_ISSUED.value]
        assert ledger.verify().is_intact


def test_indicator_values_are_added_never_changed(reports, clock, database) -> None:
    key = "simplified-procedure"
    reports().enter_value(key, GOOD, actor="staff:duban")
    clock.move(hours=1)
    reports().enter_value(key, GOOD | {"value": "88"}, actor="staff:other")
    older = GOOD | {"value": "10", "measured_on": "2026-09-30"}
    reports().enter_value(key, older, actor="staff:other")
    line = next(line for line in reports().board() if line.key == key)
    assert [v.hundredths for v in line.values] == [8800, 8950, 1000]
    assert line.values[1].entered_by == "staff:duban"
    with pytest.raises(InvalidInputError):
        reports().enter_value(key, {}, actor="staff:duban")
    with pytest.raises(KeyError):
        reports().enter_value("nothing", GOOD, actor="staff:duban")
    with database.read() as session:
        assert len(session[LedgerRepository].latest(9)) == 3


def test_public_statistics_hold_back_what_is_too_small(
    reports, service, forms, complaint, clock
) -> None:
    assert reports().public_statistics(date(2026, 12, 1))["months"] == []
    for n in range(2):
        service.accept(forms["complaint"], complaint | {"title": f"第{n}件"}, channel=Channel.WEB)
    clock.move(days=12)
    assert reports().public_statistics(date(2026, 12, 2))["months"] == []
    service.accept(forms["complaint"], complaint | {"title": "又一件"}, channel=Channel.WEB)
    clock.move(days=31)
    [month] = reports().public_statistics(date(2027, 1, 2))["months"]
    assert (month["first"], month["last"]) == ("2026-11-01", "2026-12-31")
    assert month["total"]["received"] == 3


def test_a_cut_that_is_not_used_any_more_is_forgotten(reports, november) -> None:
    one = reports()
    start = last_complete(MONTHLY, date(2026, 12, 2)).cut
    for days in range(20):
        one.rows(start - timedelta(days=days))
    assert len(one._kept) == 16
