"""Calendars as three parsers read them: ours (icalendar), ics and vobject."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ics
import pytest
import vobject
from icalendar import Calendar

from publisher.model.retirement import retire_past_hearings
from publisher.outputs.calendar import calendar_files, write_calendars
from tests.publisher.manuscripts import HEARING, TOPIC, text_of
from tests.publisher.site_project import NOW, with_keys

STARTS = datetime(2026, 12, 8, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
ENDS = datetime(2026, 12, 8, 11, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
TITLE = "某公司诉某公司买卖合同纠纷案旁听庭审"
ONE = "hearings/hearing-sale/hearing.ics"
ALL = "hearings/calendar.ics"


@pytest.fixture
def calendars(published):
    def make(files=None, now=NOW, **keys):
        text = with_keys(text_of(HEARING), **keys)
        library, config = published({HEARING: text} | (files or {}))
        return dict(calendar_files(retire_past_hearings(library, now), config))

    return make


def events(data):
    return Calendar.from_ical(data).walk("VEVENT")


def test_there_is_a_calendar_of_all_of_each_court_and_area_and_of_each_hearing(calendars):
    assert list(calendars()) == [
        ALL,
        "hearings/court/court/calendar.ics",
        "hearings/area/contracts/calendar.ics",
        ONE,
        "topics/calendar.ics",
    ]


def test_icalendar_reads_back_what_was_written(calendars):
    data = calendars()[ONE]
    calendar = Calendar.from_ical(data)
    assert calendar.to_ical() == data
    assert calendar.errors == []
    (event,) = calendar.walk("VEVENT")
    assert event.errors == []
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (STARTS, ENDS)
    assert (str(event["summary"]), str(event["uid"])) == (TITLE, "hearing-sale@www.minghu.gov.cn")
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
    assert str(event["location"]) == "明湖区人民法院第三法庭"
    assert str(event["url"]) == "https://www.minghu.gov.cn/hearings/hearing-sale/"
    assert "地点：明湖区人民法院第三法庭\n" in str(event["description"])
    assert [alarm.decoded("trigger") for alarm in event.walk("VALARM")] == [
        -timedelta(days=1),
        -timedelta(hours=2),
    ]
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Asia/Shanghai"
    assert zone.to_tz().utcoffset(datetime(2026, 12, 8)) == timedelta(hours=8)


def test_ics_reads_it(calendars):
    (event,) = ics.Calendar(calendars()[ONE].decode()).events
    assert (event.begin.datetime, event.end.datetime) == (STARTS, ENDS)
    assert (event.name, event.uid) == (TITLE, "hearing-sale@www.minghu.gov.cn")
    assert event.location == "明湖区人民法院第三法庭"
    assert {alarm.trigger for alarm in event.alarms} == {-timedelta(days=1), -timedelta(hours=2)}


def test_vobject_reads_it_and_finds_it_valid(calendars):
    calendar = vobject.readOne(calendars()[ONE].decode())
    assert calendar.validate(raiseException=True)
    event = calendar.vevent
    assert event.dtstart.value.astimezone(UTC) == STARTS.astimezone(UTC)
    assert event.dtend.value.astimezone(UTC) == ENDS.astimezone(UTC)
    assert (event.summary.value, event.sequence.value) == (TITLE, "0")
    assert event.valarm_list[0].trigger.value == -timedelta(days=1)
    again = vobject.readOne(calendar.serialize()).vevent
    assert again.dtstart.value.astimezone(UTC) == STARTS.astimezone(UTC)


def test_change_keeps_the_uid_and_grows_the_sequence(calendars):
    (before,) = events(calendars()[ALL])
    (after,) = events(
        calendars(starts="2026-12-09 14:00", ends="2026-12-09 16:00", state="已改期", sequence="1")[
            ALL
        ]
    )
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]
    assert after.decoded("dtstart").date() == date(2026, 12, 9)
    assert str(after["status"]) == "CONFIRMED"


def test_cancelled_hearing_stays_as_cancelled_and_reminds_nobody(calendars):
    files = calendars(state="已取消", sequence="1")
    for path in (ALL, ONE):
        (event,) = events(files[path])
        assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)
        assert str(event["summary"]).startswith("【已取消】")
        assert event.walk("VALARM") == []
    vobject.readOne(files[ONE].decode()).validate(raiseException=True)


def test_hearing_that_is_over_leaves_no_word_and_the_calendar_stays(calendars):
    files = calendars(state="已开庭")
    assert set(files) == {
        ALL,
        "hearings/court/court/calendar.ics",
        "hearings/area/contracts/calendar.ics",
        "topics/calendar.ics",
    }
    assert events(files[ALL]) == []
    assert "某公司" not in files[ALL].decode()


def test_subscribed_calendar_says_its_address_and_how_often_to_ask(calendars):
    text = calendars()[ALL].decode().replace("\r\n ", "")
    assert "SOURCE;VALUE=URI:https://www.minghu.gov.cn/hearings/calendar.ics\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n" in text
    assert "METHOD:PUBLISH\r\n" in text


def test_lines_are_folded_at_75_octets_and_end_with_crlf(calendars):
    for data in calendars().values():
        lines = data.split(b"\r\n")
        assert lines[-1] == b""
        assert max(map(len, lines)) <= 75
        assert b"\n" not in data.replace(b"\r\n", b"")


def test_two_builds_give_the_same_bytes(calendars):
    assert calendars() == calendars(now=NOW + timedelta(days=3))


@pytest.mark.parametrize(
    ("day", "first"),
    [("04-26", date(2026, 4, 26)), ("12-04", date(2026, 12, 4)), ("02-29", date(2024, 2, 29))],
)
def test_campaign_days_come_back_every_year(calendars, day, first):
    data = calendars({TOPIC: with_keys(text_of(TOPIC), campaign_day=f'"{day}"')})[
        "topics/calendar.ics"
    ]
    (event,) = events(data)
    assert event.decoded("dtstart") == first
    assert event["rrule"]["freq"] == ["YEARLY"]
    assert event.decoded("dtend") - first == timedelta(days=1)
    (read,) = ics.Calendar(data.decode()).events
    assert read.all_day
    assert vobject.readOne(data.decode()).vevent.dtstart.value == first


def test_topic_without_a_day_is_not_in_the_calendar(calendars):
    files = calendars({TOPIC: with_keys(text_of(TOPIC), campaign_day=None)})
    assert events(files["topics/calendar.ics"]) == []


def test_written_files_are_the_ones_reported(published, tmp_path):
    library, config = published()
    written = write_calendars(library, config, tmp_path)
    assert sorted(written) == sorted(
        p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.ics")
    )
