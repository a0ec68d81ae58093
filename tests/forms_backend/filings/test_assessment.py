"""考评: points by every source, each with its evidence; files; points given by hand."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from fractions import Fraction
from random import Random

import openpyxl
import pytest
from docx import Document

from district.registers.filing_models import Assessment, Point
from forms_backend.filings import assessment_messages as texts
from forms_backend.filings.assessment_files import Results, results_word, results_workbook
from forms_backend.filings.assessment_service import AssessmentService
from forms_backend.filings.due import Asked, Due
from forms_backend.filings.rules import Timing
from forms_backend.filings.scoring import Mark, Material, Result, Score, decimal, ranked, result
from forms_backend.filings.service import FilingService
from forms_backend.filings.views import UnitCount
from forms_backend.identity.errors import InvalidInputError, NotAllowedError
from forms_backend.registers.repository import Fact
from forms_backend.reports.figures import figures_of
from forms_backend.reports.periods import ReportKind, period_with
from forms_backend.reports.replaying import rows_at
from tests.forms_backend.filings.conftest import PROCURATOR
from tests.forms_backend.office import INTAKE, SUPERVISOR
from tests.forms_backend.office_files.gb9704 import problems as gb9704_problems
from tests.forms_backend.reports.report_material import START, life

QUARTER = period_with(ReportKind.QUARTERLY, date(2026, 9, 1))
MOMENT = datetime(2026, 9, 3, tzinfo=UTC)


def lives() -> tuple:
    chosen = Random(7)
    picks = [[chosen.randrange(1_000) for _ in range(14)] for _ in range(200)]
    made = [life(f"TS202609-{n:06}", START, one) for n, one in enumerate(picks)]
    events = sorted((e for _, own in made for e in own), key=lambda e: e.at)
    return rows_at([intake for intake, _ in made], events, QUARTER.cut)


FIGURES = figures_of(lives(), QUARTER)


def week(last: str, timing: Timing) -> tuple[Asked, Timing]:
    from district.registers.filing_models import FilingKind

    period = period_with(ReportKind.WEEKLY, date.fromisoformat(last))
    return Asked(FilingKind.WEEKLY, period, Due(period.last, period.last, period.last)), timing


def fact(number: str, state: str, day: str) -> Fact:
    when = date.fromisoformat(day)
    return Fact(number, "activities", "court", state, when, None, MOMENT, MOMENT, "{}")


def material(**more) -> Material:
    given = {
        "period": QUARTER,
        "figures": FIGURES,
        "filings": UnitCount(
            "court",
            (week("2026-09-03", Timing.IN_TIME), week("2026-09-10", Timing.LATE),
             week("2026-09-17", Timing.MISSING), week("2026-09-24", Timing.IN_TIME)),
        ),
        "entries": [
            fact("PF202609-000001", "held", "2026-09-02"),
            fact("PF202609-000002", "planned", "2026-09-02"),
            fact("PF202606-000001", "held", "2026-06-30"),
        ],
        "marks": {"hand": Mark(75, "9 月 8 日抽查记录第 3 号", "duban", MOMENT)},
    }  # fmt: skip
    return Material(**(given | more))


def point(**more) -> Point:
    return Point.model_validate({"name": "一项", "score": 10, **more})


def score(one: Point, about: Material | None = None, key: str = "hand") -> Score:
    table = Assessment(name="考评", points={key: one})
    return result("court", table, about or material()).scores[key]


def test_a_rate_gives_all_at_full_none_at_none_and_evenly_between() -> None:
    rate = FIGURES.rates["accept_timely"]
    assert rate.value is not None
    assert 0 < rate.value < 1
    found = score(point(rate="accept_timely"))
    assert found.value == 10 * rate.value
    assert rate.text in found.reason
    missed = {row.intake.number for row in rate.whole} - {row.intake.number for row in rate.part}
    named = {one for one in found.evidence if one.startswith("TS")}
    assert named
    assert named <= missed
    above = int(rate.value * 100) + 1
    assert score(point(rate="accept_timely", none=above)).value == 0
    assert score(point(rate="accept_timely", full=above - 1, none=0)).value == 10
    repeat = FIGURES.rates["repeat"]
    less = score(point(rate="repeat", full=0, none=100))
    assert less.value == 10 * (1 - repeat.value)
    repeated = {row.intake.number for row in repeat.part}
    assert {one for one in less.evidence if one.startswith("TS")} <= repeated


def test_who_had_no_case_is_not_put_down_for_it() -> None:
    empty = material(figures=figures_of((), QUARTER), filings=None, entries=())
    for one in (point(rate="on_time"), point(count="overdue"), point(filings=["weekly"])):
        assert score(one, empty).value == 10
    assert "按满分计" in score(point(rate="satisfied"), empty).reason


def test_a_count_takes_points_off_down_to_none() -> None:
    rows = FIGURES.counted["overdue"]
    assert 0 < len(rows) < 10
    found = score(point(count="overdue", each=1))
    assert found.value == 10 - len(rows)
    assert score(point(count="overdue", each=1000)).value == 0


def test_filings_and_registers_give_points_with_what_they_came_from() -> None:
    filed = score(point(filings=["weekly"], none=0))
    assert filed.value == 5
    late, missing = filed.evidence
    assert late.endswith("（迟报）")
    assert missing.endswith("（逾期未报）")
    assert score(point(filings=["monthly"])).reason == texts.NO_FILINGS_DUE
    held = score(point(register="activities", states=["held"], goal=4))
    assert (held.value, held.evidence) == (Fraction(10, 4), ("PF202609-000001",))


def test_what_is_given_by_hand_has_its_evidence_and_is_missing_until_then() -> None:
    given = score(point(by_hand=True))
    assert (given.value, given.reason) == (Fraction(15, 2), "9 月 8 日抽查记录第 3 号")
    assert given.mark.login == "duban"
    waits = score(point(by_hand=True), material(marks={}))
    assert (waits.value, waits.text) == (None, "未评")


def test_places_are_shared_and_a_decimal_is_rounded_as_people_do() -> None:
    def of(unit: str, value: Fraction) -> Result:
        return Result(unit, {"a": Score(value, "")})

    placed = ranked([of("a", Fraction(1)), of("b", Fraction(3)), of("c", Fraction(1))])
    assert [(place, one.unit) for place, one in placed] == [(1, "b"), (2, "a"), (2, "c")]
    assert [decimal(Fraction(*pair)) for pair in ((1, 20), (2, 3), (10, 1))] == [
        "0.1", "0.7", "10.0",
    ]  # fmt: skip


@pytest.fixture
def assessing(parts, clock) -> AssessmentService:
    clock.move(days=50)  # January: the fourth quarter is over
    return parts[AssessmentService]


TYPED = {"unit": "court", "point": "inspection", "mark": "8.5", "evidence": "暗访张三丰反映，属实"}


def test_points_of_the_reference_project_over_real_databases(assessing, database) -> None:
    period = assessing.latest()
    assert period == period_with(ReportKind.QUARTERLY, date(2026, 11, 1))
    results = assessing.results(period)
    assert {one.unit for _, one in results} == {
        "court", "procuratorate", "police", "justice", "petition",
    }  # fmt: skip
    assert not any(one.is_complete for _, one in results)
    assessing.give(SUPERVISOR, period, TYPED | {"mark": "3"})
    assessing.give(SUPERVISOR, period, TYPED)
    court = next(one for _, one in assessing.results(period) if one.unit == "court")
    assert court.scores["inspection"].value == Fraction(17, 2)
    assert court.scores["inspection"].reason == TYPED["evidence"]
    filed = court.scores["filings"]
    # Weeks and the months of November that fell due by the end of December; nothing was filed.
    assert filed.value == 0
    assert filed.evidence
    assert all("逾期未报" in one for one in filed.evidence)
    for person in (INTAKE, PROCURATOR):
        with pytest.raises(NotAllowedError):
            assessing.give(person, period, TYPED)
    with pytest.raises(InvalidInputError) as caught:
        assessing.give(
            SUPERVISOR, period, {"unit": "market", "point": "told", "mark": "1.55", "evidence": ""}
        )
    assert set(caught.value.problems) == {"unit", "point", "mark", "evidence"}
    with pytest.raises(InvalidInputError) as caught:
        assessing.give(SUPERVISOR, period, TYPED | {"mark": "10.5"})
    assert set(caught.value.problems) == {"mark"}


def test_both_files_hold_every_point_with_its_evidence(assessing, parts) -> None:
    period = assessing.latest()
    assessing.give(SUPERVISOR, period, TYPED | {"evidence": "=1+1 抽查记录"})
    name = parts[FilingService].config.unit
    results = Results(
        assessing.assessment, assessing.results(period), "2026年第四季度", period.last, "区委政法委"
    )

    def short(key: str) -> str:
        return name(key).short

    word = results_word(results, short)
    assert gb9704_problems(word) == []
    assert word == results_word(results, short)
    said = "\n".join(p.text for p in Document(io.BytesIO(word)).paragraphs)
    assert texts.INCOMPLETE in said
    book = results_workbook(results, short)
    assert book == results_workbook(results, short)
    opened = openpyxl.load_workbook(io.BytesIO(book))
    scores, evidence = (list(opened[one].iter_rows(values_only=True)) for one in opened.sheetnames)
    assert len(scores) == 1 + 5
    assert len([line for line in evidence[1:] if line[2]]) == 5 * len(assessing.assessment.points)
    for key in assessing.assessment.points.values():
        assert key.name in said
        assert any(line[1] == key.name for line in evidence)
    [hand] = [line for line in evidence if line[0] == "区法院" and line[1] == "暗访抽查"]
    assert hand[3] == 8.5
    assert hand[4] == "'=1+1 抽查记录"


def test_a_row_of_the_workbook_holds_each_number_of_the_evidence() -> None:
    """A cell holds 32,767 characters; what is longer was left out without a word."""
    table = Assessment(name="考评", points={"late": point(count="overdue", basis="方案第三条")})
    numbers = tuple(f"TS202609-{n:06}" for n in range(3_000))
    scores = {"late": Score(Fraction(0), "超期 3000 件", numbers)}
    results = Results(table, ((1, Result("court", scores)),), "第三季度", QUARTER.last, "政法委")
    opened = openpyxl.load_workbook(io.BytesIO(results_workbook(results, str)))
    first, second, *rest = list(opened[opened.sheetnames[1]].iter_rows(values_only=True))[1:]
    assert first == ("court", "一项", 10, 0, "超期 3000 件", numbers[0], "方案第三条")
    assert (second[:2], second[5]) == (("court", "一项"), numbers[1])
    assert not any(second[2:5])
    assert [line[5] for line in rest] == list(numbers[2:])
