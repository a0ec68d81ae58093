"""What a report says in words is what its numbers say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms_backend.ledger.actions import Action
from forms_backend.reports.files.plain_files import brief_text
from forms_backend.reports.periods import ReportKind, before, period_with
from forms_backend.reports.replaying import rows_at
from forms_backend.submissions.state import State
from tests.forms_backend.reports.one_matter import (
    HEAD,
    NUMBER,
    OCTOBER,
    at,
    counted,
    due,
    intake,
    journey,
    make,
    october,
    steps,
)
from tests.forms_backend.reports.report_material import event


@pytest.mark.parametrize("kind", ReportKind)
def test_each_kind_says_its_name_its_period_and_the_end_of_the_ledger(kind: ReportKind) -> None:
    period = period_with(kind, october(5))
    report = make((), kind=kind, period=period, before_period=before(kind, period))
    assert kind.label in report.title
    assert HEAD.hash in "".join(report.notes)
    assert f"{period.first} 至 {period.last}" in "".join(report.notes)


def test_a_problem_with_two_reasons_stands_once_in_the_list_of_problems() -> None:
    bounced = [
        *journey()[:4],
        event(NUMBER, Action.BOUNCE, october(6), State.BOUNCED, **due("assign", october(8))),
    ]
    row = at(bounced)
    assert counted(row) >= {"bounced", "overdue"}
    problems = make((row,), kind=ReportKind.TWO_LISTS).tables[0]
    assert [line[0] for line in problems.body] == [NUMBER]


def test_the_text_says_what_the_numbers_say() -> None:
    overdue = at(journey(answer_due=october(6))[:5])
    text = "\n".join(s for section in make((overdue,)).sections for s in section.sentences)
    assert "本期收件 1 件，比上期增加 1 件（上期没有）；" in text
    assert "期初结转 0 件，加本期收件 1 件，减本期办完 0 件，期末在办 1 件。" in text
    assert "期末超期 1 件：区法院 1 件。" in text
    assert "受理及时率 100.0%（1/1）。" in text


def test_a_short_report_says_the_same_in_a_page_of_text() -> None:
    events, intakes = [], []
    for n in range(8):
        number = f"TS202610-{n:06d}"
        unit = ("court", "police", "market", "hrss", "justice", "tax", "housing")[n % 7]
        intakes.append(intake(number=number))
        events += [
            replace(e, number=number, detail={**e.detail, **({"assigned_to": unit} if "assigned_to" in e.detail else {})})
            for e in steps(5)
        ]  # fmt: skip
    report = make(rows_at(intakes, events, OCTOBER.cut))
    text = brief_text(report)
    assert text.startswith("示例区涉企投诉咨询办理情况月报（2026年10月）\n本期收件 8 件")
    assert "按时办结率 0.0%（0/8）" in text
    assert "期末超期 8 件：区法院 2 件、" in text
    assert "，其他 2 个单位 2 件。" in text
    assert len(text) < 400
    assert "期末没有超期件。" in brief_text(make(()))
