"""/calendar/calendar.ics as two parsers read it."""

from datetime import UTC, date, datetime

import pytest
import vobject
from icalendar import Calendar

from publisher.model.publicity import load_publicity
from publisher.outputs.calendar import campaign_calendar
from publisher.outputs.publicity_calendar import publicity_calendar, write_publicity_calendar


@pytest.fixture
def made(library_ok, published):
    def make(old="", new=""):
        library, config = published()
        file = library_ok.content / "calendar.yml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")
        return publicity_calendar(library, config, load_publicity(library_ok.content, config))

    return make


def by_uid(data):
    return {str(e["UID"]): e for e in Calendar.from_ical(data).walk("VEVENT")}


def test_days_of_every_year_and_single_events_stand_in_one_calendar(made):
    events = by_uid(made())
    assert set(events) == {
        "law-day-day@www.minghu.gov.cn",
        "calendar-lecture@www.minghu.gov.cn",
        "calendar-open-day@www.minghu.gov.cn",
    }
    day = events["law-day-day@www.minghu.gov.cn"]
    assert day["RRULE"].to_ical() == b"FREQ=YEARLY"
    assert day.decoded("DTSTART") == date(2026, 12, 4)
    lecture = events["calendar-lecture@www.minghu.gov.cn"]
    assert lecture.decoded("DTSTART").astimezone(UTC) == datetime(2026, 12, 10, 6, 30, tzinfo=UTC)
    assert lecture["LOCATION"] == "政务服务中心"
    assert lecture["URL"] == "https://www.minghu.gov.cn/faqs/faq-delivery/"
    open_day = events["calendar-open-day@www.minghu.gov.cn"]
    assert open_day.decoded("DTEND") == date(2026, 9, 16)
    assert open_day["URL"] == "https://www.minghu.gov.cn/calendar/"


def test_a_moved_event_keeps_its_uid_and_a_cancelled_one_says_so(made):
    events = by_uid(made("    note: 先到先坐。\n", "    sequence: 2\n    cancelled: true\n"))
    lecture = events["calendar-lecture@www.minghu.gov.cn"]
    assert (lecture["SEQUENCE"], lecture["STATUS"]) == (2, "CANCELLED")
    assert lecture["SUMMARY"] == "【已取消】货款怎么催"


def test_invented_events_say_so_in_the_calendar_too(made):
    events = by_uid(made("    note: 先到先坐。\n", "    example: true\n"))
    assert events["calendar-lecture@www.minghu.gov.cn"]["SUMMARY"].startswith("【示例】")


def test_a_second_parser_reads_it_and_two_runs_give_the_same_bytes(made):
    data = made()
    assert data == made()
    found = vobject.readOne(data.decode())
    assert len(found.contents["vevent"]) == 3


def test_the_file_is_written_where_the_page_says(library_ok, published, tmp_path):
    library, config = published()
    calendar = load_publicity(library_ok.content, config)
    assert write_publicity_calendar(library, config, calendar, tmp_path) == [
        "calendar/calendar.ics"
    ]
    assert by_uid((tmp_path / "calendar/calendar.ics").read_bytes())


def test_a_campaign_day_is_the_same_event_in_both_calendars(made, published):
    library, config = published()
    topics = [(e, e.meta) for e in library.entries if e.kind.value == "topic"]
    assert set(by_uid(campaign_calendar(config, topics))) <= set(by_uid(made()))
