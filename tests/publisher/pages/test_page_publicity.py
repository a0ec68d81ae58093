"""The publicity calendar: what lies ahead by month, what was by year, three on the home page."""

from datetime import date, datetime

import pytest

from publisher.model.fields import CHINA
from publisher.model.publicity import load_publicity
from publisher.pages.home import home_page
from publisher.pages.parts.card import Cards
from publisher.pages.publicity import calendar_pages, next_day, occasions_ahead
from tests.publisher.site_project import NOW

EXTRA = """  - id: fair
    title: 普法市集
    kind: 其他活动
    date: 2026-11-18
    until: 2026-11-20
    organiser: 明湖区司法局
    example: true
  - id: night
    title: 夜间值守
    kind: 走访
    starts: 2026-12-31 20:00
    ends: 2027-01-01 08:00
    organiser: 明湖区司法局
    cancelled: true
"""


@pytest.fixture
def shown(library_ok, published):
    def make(extra="", now=NOW):
        library, config = published()
        file = library_ok.content / "calendar.yml"
        file.write_text(file.read_text(encoding="utf-8") + extra, encoding="utf-8")
        return library, config, load_publicity(library_ok.content, config), now

    return make


def test_campaign_days_and_events_stand_together_by_month(shown):
    library, config, calendar, now = shown(EXTRA)
    main, *_ = calendar_pages(library, config, calendar, now)
    assert [(title, [row.id for row in rows]) for _, title, rows in main.context["months"]] == [
        ("2026年11月", ["fair"]),
        ("2026年12月", ["law-day", "lecture", "night"]),
    ]


def test_what_is_over_moves_to_the_page_of_its_year(shown):
    library, config, calendar, now = shown(EXTRA, datetime(2027, 1, 1, 9, 0, tzinfo=CHINA))
    main, *years = calendar_pages(library, config, calendar, now)
    assert main.context["years"] == ((2026, "calendar/2026/", 4),)
    assert [job.output for job in years] == ["calendar/2026/index.html"]
    rows = [row.id for _, _, group in years[0].context["months"] for row in group]
    assert rows == ["open-day", "fair", "lecture", "night"]
    ahead = [row for _, _, group in main.context["months"] for row in group]
    assert [(row.id, row.first) for row in ahead] == [("law-day", date(2027, 12, 4))]


def test_rows_say_when_where_and_what_is_cancelled_or_invented(shown):
    library, _, calendar, now = shown(EXTRA)
    rows = {row.id: row for row in occasions_ahead(library, calendar, now)}
    lecture = rows["lecture"]
    assert (lecture.time, lecture.weekday, lecture.place) == (
        "14:30–16:30",
        "星期四",
        "政务服务中心",
    )
    assert lecture.url == "faqs/faq-delivery/"
    assert rows["fair"].time == "11月18日–11月20日"
    assert [badge.text for badge in rows["fair"].badges] == ["其他活动", "示例"]
    assert rows["night"].time == "12月31日 20:00–1月1日 08:00"
    assert not rows["night"].is_open
    assert "已取消" in [badge.text for badge in rows["night"].badges]


def test_home_page_shows_the_next_three(shown):
    library, config, calendar, now = shown(EXTRA)
    context = home_page(library, config, Cards(), now, calendar=calendar).context
    assert [row.id for row in context["occasions"]] == ["fair", "law-day", "lecture"]


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        ("12-04", date(2026, 12, 4), date(2026, 12, 4)),
        ("12-04", date(2026, 12, 5), date(2027, 12, 4)),
        ("02-29", date(2026, 1, 1), date(2028, 2, 29)),
        ("02-29", date(2096, 3, 1), date(2104, 2, 29)),
    ],
)
def test_a_day_of_the_year_comes_next_on(day, today, expected):
    assert next_day(day, today) == expected
