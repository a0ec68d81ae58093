"""content/calendar.yml: what an editor may write, and when an event is over."""

from datetime import date, datetime

import pytest

from district import ConfigError
from publisher.model.fields import CHINA
from publisher.model.publicity import NO_EVENTS, load_publicity

HEAD = "updated: 2026-11-01\nevents:\n"
LECTURE = """  - id: lecture
    title: 讲座
    kind: 讲座
    organiser: 明湖区司法局
    starts: 2026-12-10 14:30
    ends: 2026-12-10 16:30
"""
VISITS = """  - id: visits
    title: 走访周
    kind: 走访
    organiser: 明湖区司法局
    date: 2026-12-01
    until: 2026-12-05
"""


@pytest.fixture
def load(tmp_path, config):
    def read(text):
        (tmp_path / "calendar.yml").write_text(text, encoding="utf-8")
        return load_publicity(tmp_path, config)

    return read


def test_without_the_file_there_are_no_events(tmp_path, config):
    assert load_publicity(tmp_path, config) is NO_EVENTS


def test_events_stand_in_the_order_of_their_time(load):
    calendar = load(HEAD + LECTURE + VISITS)
    assert [event.id for event in calendar.events] == ["visits", "lecture"]
    assert calendar.updated == date(2026, 11, 1)
    assert calendar.events[1].organiser.key == "justice"


@pytest.mark.parametrize(
    ("moment", "over"),
    [
        ((2026, 12, 5, 23, 59), [False, False]),
        ((2026, 12, 6, 0, 0), [True, False]),
        ((2026, 12, 10, 16, 29), [True, False]),
        ((2026, 12, 10, 16, 30), [True, True]),
    ],
)
def test_an_event_is_over_after_its_last_day_or_minute(load, moment, over):
    now = datetime(*moment, tzinfo=CHINA)
    assert [event.is_over(now) for event in load(HEAD + LECTURE + VISITS).events] == over


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (LECTURE.replace("    ends: 2026-12-10 16:30\n", ""), "一起写"),
        (LECTURE.replace("16:30", "14:30"), "晚于 starts"),
        (LECTURE + "    date: 2026-12-10\n", "时间写一种"),
        (LECTURE + "    until: 2026-12-11\n", "until 与 date 一起用"),
        (VISITS.replace("2026-12-05", "2026-11-30"), "until 早于 date"),
        (VISITS.replace("2026-12-01", "12-01"), "YYYY-MM-DD"),
        (LECTURE.replace("14:30", "下午"), "YYYY-MM-DD HH:MM"),
        (LECTURE.replace("kind: 讲座", "kind: 讲课"), "宣传日、走访、讲座"),
        (LECTURE.replace("明湖区司法局", "司法所"), "不在 units.yml"),
        (LECTURE.replace("id: lecture", "id: 讲座"), "小写字母"),
        (LECTURE + LECTURE, "id 重复：lecture"),
    ],
)
def test_a_mistake_is_named(load, text, says):
    with pytest.raises(ConfigError, match=says):
        load(HEAD + text)


def test_a_file_that_is_no_mapping_is_a_mistake_not_an_error(load):
    with pytest.raises(ConfigError, match="updated 和 events"):
        load("- 2026-12-04\n")
