import io
import json

import pytest

from publisher import progress
from publisher.parallel import map_in_processes
from publisher.progress import Report, as_lines, as_object, followed


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    """Seconds that a test sets."""
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(progress, "_processor_seconds", lambda: 2 * now[0])
    return now


def test_stages_follow_each_other_and_have_their_times(clock):
    with followed() as told:
        progress.stage("读入")
        clock[0] += 3
        progress.stage("写网页")
        clock[0] += 4
    assert [(p.name, p.seconds, p.processor) for p in told.report.phases] == [
        ("读入", 3, 6),
        ("写网页", 4, 8),
    ]


def test_a_terminal_is_told_what_how_many_and_how_long(clock):
    screen = Terminal()
    with followed(screen):
        progress.stage("写网页")
        clock[0] += 10
        progress.done(250, 1000)
        progress.done(260, 1000)  # so soon after the last line that nobody could read it
    lines = screen.getvalue().split("\r")
    assert "写网页……" in lines
    assert "写网页：250 / 1,000，还要 30 秒" in lines
    assert not any("260" in line for line in lines)
    assert lines[-1] == ""  # the line is cleared for what is said next


def test_without_a_terminal_nothing_is_told(clock):
    screen = io.StringIO()
    with followed(screen):
        progress.stage("写网页")
        clock[0] += 10
        progress.done(1, 2)
    assert screen.getvalue() == ""


def test_nobody_need_listen():
    progress.stage("写网页")
    progress.done(1, 2)
    progress.pages({"a.html": 1.0}, 0, 0)


@pytest.mark.parametrize("parallel_from", [2, 1000])
def test_work_on_several_cores_tells_how_far_it_is(parallel_from):
    told = []
    found = map_in_processes(
        str, range(200), parallel_from=parallel_from, told=lambda *far: told.append(far)
    )
    assert found == list(map(str, range(200)))
    assert told == sorted(told)
    assert told[-1] == (200, 200)


def test_the_report_names_the_slowest_pages():
    with followed() as told:
        progress.stage("写网页")
        progress.pages({f"cases/{n}/index.html": n / 1000 for n in range(9)}, 12_000, 3)
    text = "\n".join(as_lines(told.report))
    assert "稿件网页：新写 9，未变 12,000，移除 3" in text
    assert "最慢的网页：cases/8/index.html 8 毫秒，cases/7/index.html 7 毫秒" in text
    found = as_object(told.report)
    assert [one["page"] for one in found["slowest"]][:2] == [
        "cases/8/index.html",
        "cases/7/index.html",
    ]
    assert found["peak_memory_mb"] > 10
    assert json.loads(json.dumps(found)) == found


def test_a_report_of_nothing_says_so():
    assert "最慢" not in "\n".join(as_lines(Report()))
