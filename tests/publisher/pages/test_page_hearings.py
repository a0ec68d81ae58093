from datetime import datetime, timedelta

import pytest

from publisher.model.fields import CHINA
from publisher.model.retirement import retire_past_hearings
from publisher.pages.hearings import (
    LATEST_PAST,
    copied_text,
    hearing_facts,
    hearing_pages,
    schedule_row,
)
from publisher.pages.parts.card import Cards
from tests.publisher.manuscripts import HEARING, text_of
from tests.publisher.site_project import NOW, with_keys


def hearing(identifier, day, state="已排期", hour=9, **keys):
    start, end = f"{day} {hour:02d}:30", f"{day} {hour + 2:02d}:30"
    before = (datetime.fromisoformat(day) - timedelta(days=3)).strftime("%Y-%m-%d")
    text = with_keys(
        text_of(HEARING),
        **(
            {
                "id": identifier,
                "title": f"庭审{identifier}",
                "starts": start,
                "ends": end,
                "book_until": f"{before} 17:00",
                "state": state,
            }
            | keys
        ),
    )
    return {f"content/hearings/{identifier}.md": text}


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)


def jobs_of(published, *files, now=NOW, **site):
    merged = {HEARING: with_keys(text_of(HEARING), status="draft")}
    for more in files:
        merged |= more
    library, config = published(merged, **site)
    return list(hearing_pages(retire_past_hearings(library, now), config, Cards(), now))


def job_at(jobs, output):
    return next(job for job in jobs if job.output == output)


def schedule(published, *files, now=NOW):
    context = jobs_of(published, *files, now=now)[0].context
    months = [(month, [row["card"].id for row in rows]) for month, rows in context["months"]]
    return months, [row["card"].id for row in context["past"]], context


def test_hearings_ahead_stand_by_month_and_past_ones_newest_first(published):
    months, past, _ = schedule(
        published,
        hearing("h-jan", "2027-01-06"),
        hearing("h-dec-b", "2026-12-22"),
        hearing("h-dec-a", "2026-12-02"),
        hearing("h-sep", "2026-09-16", "已开庭"),
        hearing("h-oct", "2026-10-22", "已取消"),
    )
    assert months == [("2026年12月", ["h-dec-a", "h-dec-b"]), ("2027年1月", ["h-jan"])]
    assert past == ["h-oct", "h-sep"]


@pytest.mark.parametrize(
    ("state", "now", "ahead", "is_open"),
    [
        ("已排期", "2026-11-20 09:00", True, True),
        ("已改期", "2026-11-20 09:00", True, True),
        ("已排期", "2026-11-20 11:29", True, True),
        ("已排期", "2026-11-20 11:30", False, False),
        ("已取消", "2026-11-20 09:00", True, False),  # still listed, so that nobody goes there
        ("已开庭", "2026-11-20 10:00", False, False),
    ],
)
def test_at_a_fixed_clock(published, state, now, ahead, is_open):
    months, past, context = schedule(published, hearing("h", "2026-11-20", state), now=at(now))
    assert (bool(months), bool(past)) == (ahead, not ahead)
    rows = [row for _, rows in context["months"] for row in rows] + list(context["past"])
    assert rows[0]["open"] is is_open


def test_every_hearing_is_listed_once(published):
    days = [f"2026-{month:02d}-{day:02d}" for month in (9, 11, 12) for day in (3, 19, 20, 21)]
    files = [
        hearing(f"h{n}", day, state)
        for n, (day, state) in enumerate(
            zip(days, ["已排期", "已改期", "已取消", "已开庭"] * 3, strict=True)
        )
    ]
    jobs = jobs_of(published, *files, page_size=5)
    ahead = [row["card"].id for _, rows in jobs[0].context["months"] for row in rows]
    past = [
        row["card"].id
        for job in jobs
        if job.output.startswith("hearings/past/")
        for row in job.context["rows"]
    ]
    assert sorted(ahead + past) == sorted(f"h{n}" for n in range(12))
    assert [row["card"].id for row in jobs[0].context["past"]] == past[:LATEST_PAST]
    assert {job.output for job in jobs if "past" in job.output} == {
        "hearings/past/index.html",
        "hearings/past/page/2/index.html",
    }


def test_filters_are_plain_pages_that_show_what_they_say(published):
    jobs = jobs_of(
        published,
        hearing("h-sale", "2026-12-02"),
        hearing(
            "h-labour",
            "2027-01-06",
            cause="劳动合同纠纷",
            areas="[劳动用工]",
            industries="[住宿餐饮]",
        ),
        hearing("h-held", "2026-10-06", "已开庭", areas="[劳动用工]"),
    )
    facets = {
        facet.label: [(value.label, value.count, value.url) for value in facet.values]
        for facet in jobs[0].context["facets"]
    }
    assert facets == {
        "月份": [
            ("2026年12月", 1, "hearings/month/2026-12/"),
            ("2027年1月", 1, "hearings/month/2027-01/"),
        ],
        "法院": [("区法院", 2, "hearings/court/court/")],
        "领域": [
            ("合同交易", 1, "hearings/area/contracts/"),
            ("劳动用工", 1, "hearings/area/labour/"),
        ],
        "案由": [
            ("合同、准合同纠纷", 1, "hearings/cause/contract/"),
            ("劳动争议、人事争议、新就业形态用工纠纷", 1, "hearings/cause/labour/"),
        ],
        "行业": [("住宿餐饮", 1, "hearings/industry/catering/")],
    }
    for values in facets.values():
        for _, count, url in values:
            context = job_at(jobs, f"{url}index.html").context
            assert sum(len(rows) for _, rows in context["months"]) == count == context["total"]
    shown = job_at(jobs, "hearings/area/labour/index.html").context
    assert [row["card"].id for _, rows in shown["months"] for row in rows] == ["h-labour"]
    assert shown["calendar"] == "hearings/area/labour/calendar.ics"
    assert (
        job_at(jobs, "hearings/cause/labour/index.html").context["calendar"]
        == "hearings/calendar.ics"
    )


@pytest.mark.parametrize(
    ("now", "upcoming", "bookable"),
    [
        ("2026-12-04 17:00", True, True),
        ("2026-12-04 17:01", True, False),
        ("2026-12-08 11:29", True, False),
    ],
)
def test_how_to_come_is_shown_until_booking_closes(published, now, upcoming, bookable):
    library, config = published()
    job = job_at(
        list(hearing_pages(library, config, Cards(), at(now))), "hearings/hearing-sale/index.html"
    )
    assert (job.context["is_upcoming"], job.context["takes_bookings"]) == (upcoming, bookable)


@pytest.mark.parametrize(
    ("state", "now", "title", "summary"),
    [
        (
            "已排期",
            "2026-12-08 11:30",
            "买卖合同纠纷（2026年12月8日）",
            "案由：买卖合同纠纷。本场庭审已于2026年12月8日开庭，案情介绍已撤下。",
        ),
        (
            "已开庭",
            "2026-12-08 10:00",
            "买卖合同纠纷（2026年12月8日）",
            "案由：买卖合同纠纷。本场庭审已于2026年12月8日开庭，案情介绍已撤下。",
        ),
        (
            "已取消",
            "2026-12-09 10:00",
            "买卖合同纠纷（2026年12月8日，已取消）",
            "案由：买卖合同纠纷。本场庭审原定2026年12月8日开庭，已取消，案情介绍已撤下。",
        ),
    ],
)
def test_hearing_that_is_over_leaves_cause_and_date(published, state, now, title, summary):
    library, config = published({HEARING: with_keys(text_of(HEARING), state=state)})
    retired = retire_past_hearings(library, at(now))
    entry = retired.by_id["hearing-sale"]
    assert (entry.reading.text, entry.meta.title, entry.meta.summary) == ("", title, summary)
    job = job_at(
        list(hearing_pages(retired, config, Cards(), at(now))), "hearings/hearing-sale/index.html"
    )
    assert job.template == "hearing_retired.html"
    assert [fact.label for fact in job.context["facts"]] == ["案由", "法院", "开庭日期"]
    assert library.by_id["hearing-sale"].digest not in {e.digest for e in retired.entries}


def test_hearing_ahead_is_not_retired(published):
    library, _ = published()
    assert retire_past_hearings(library, NOW) == library


def test_row_of_the_schedule(published):
    library, _ = published()
    entry = library.by_id["hearing-sale"]
    row = schedule_row(entry, entry.meta, Cards(), NOW)
    assert (row["month"], row["day"], row["weekday"], row["time"]) == (
        12,
        8,
        "星期二",
        "09:30–11:30",
    )
    assert (row["place"], row["seats"], row["book_until"]) == (
        "区法院第三法庭",
        30,
        "2026-12-04 17:00",
    )
    assert row["datetime"] == "2026-12-08T09:30:00+08:00"


def test_facts_of_a_hearing(published):
    library, _ = published({HEARING: with_keys(text_of(HEARING), directions="从东门进")})
    shown = {f.label: f.values[0][0] for f in hearing_facts(library.by_id["hearing-sale"].meta)}
    assert shown["开庭时间"] == "2026-12-08（星期二） 09:30–11:30"
    assert shown["预约截止"] == "2026-12-04 17:00"
    assert shown["怎么走"] == "从东门进"


def test_text_to_copy_says_when_and_where(published):
    library, config = published()
    entry = library.by_id["hearing-sale"]
    assert copied_text(config, entry, entry.meta).split("\n") == [
        "某公司诉某公司买卖合同纠纷案旁听庭审",
        "时间：2026年12月8日（星期二）09:30–11:30",
        "地点：明湖区人民法院第三法庭",
        "到场：09:00 前到登记处，带有效身份证件",
        "联系：区法院 0571-86543211",
        "详情：https://www.minghu.gov.cn/hearings/hearing-sale/",
    ]
