"""The page of public statistics: there when the file is, and what it says."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import html5lib
import pytest

from district import ConfigError
from publisher.model.statistics import FILE_NAME, load_statistics
from publisher.pages.statistics import FULL, statistics_page
from tests.publisher.site_project import build


def counts(received: int, answered: int, on_time: int, satisfied: int, **more: Any) -> dict:
    """`satisfied` of as many that gave a rating, plus one third who did not like it."""
    return {
        "received": received,
        "answered": answered,
        "dated": answered,
        "on_time": on_time,
        "rated": satisfied * 4 // 3,
        "satisfied": satisfied,
        **more,
    }


RECORD = {
    "version": 1,
    "as_of": "2026-10-31",
    "smallest": 3,
    "months": [
        {
            "first": "2026-08-01",
            "last": "2026-09-30",
            "total": counts(10, 5, 4, 3),
            "units": [counts(10, 5, 4, 3, unit="区法院")],
        },
        {
            "first": "2026-10-01",
            "last": "2026-10-31",
            "total": counts(20, 10, 9, 0),
            "units": [counts(15, 6, 6, 0, unit="区法院"), counts(5, 4, 3, 0, unit="其他单位")],
        },
    ],
}


def save(folder, record: object):
    (folder / FILE_NAME).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return folder


def test_without_the_file_or_with_no_month_in_it_there_are_no_statistics(tmp_path) -> None:
    assert load_statistics(tmp_path) is None
    empty = {"version": 1, "as_of": None, "smallest": 3, "months": []}
    assert load_statistics(save(tmp_path, empty)) is None


def test_the_newest_month_stands_first_and_bars_share_one_scale(tmp_path, config) -> None:
    job = statistics_page(load_statistics(save(tmp_path, RECORD)), config)
    assert [line.label for line in job.context["months"]] == ["2026年10月", "2026年8—9月"]
    assert [(b.received_length, b.answered_length) for b in job.context["bars"]] == [
        (FULL // 2, FULL // 4),
        (FULL, FULL // 2),
    ]
    october = job.context["tables"][0]
    assert [line.label for line in october.lines] == ["区法院", "其他单位"]
    assert (october.total.on_time, october.total.satisfied) == ("90.0%（9/10）", "—")


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (("months", 0, "total", "received"), 11, "相加与 total 不一致"),
        (("months", 0, "last"), "2026-10-05", "不重叠"),
        (("months", 0, "total", "on_time"), 6, "部分大于整体"),
        (("smallest",), 4, "应合并后再公布"),
        (("version",), 2, "version"),
        (("months", 1, "units", 0, "name"), "张三", "没有这一项"),
    ],
)
def test_a_file_changed_by_hand_is_refused(tmp_path, place, value, says) -> None:
    record = deepcopy(RECORD)
    *path, last = place
    target: Any = record
    for step in path:
        target = target[step]
    target[last] = value
    with pytest.raises(ConfigError, match=says):
        load_statistics(save(tmp_path, record))


def test_the_page_is_there_from_the_first_day_and_says_what_the_file_says(library_ok) -> None:
    site = library_ok.root / "site"
    build(library_ok)
    page = (site / "statistics/index.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "还没有公布过统计" in page
    assert "<table" not in page
    save(library_ok.content, RECORD)
    build(library_ok)
    page = (site / "statistics/index.html").read_text(encoding="utf-8")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "90.0%（9/10）" in page
    assert "style=" not in page
    for other in ("policies/index.html", "sitemap/index.html"):
        assert 'href="../statistics/"' in (site / other).read_text(encoding="utf-8")
    assert "statistics/" in (site / "sitemap.xml").read_text(encoding="utf-8")
    (library_ok.content / FILE_NAME).unlink()
    build(library_ok)
    assert "还没有公布过统计" in (site / "statistics/index.html").read_text(encoding="utf-8")


def test_a_mistake_in_the_indicators_is_a_finding(check) -> None:
    bad = "indicators:\n  a-b: {label: 甲, unit: nobody, target: 5, measure: 乙, basis: 丙}\n"
    [finding] = [f for f in check({"site_config/indicators.yml": bad}) if f.code == "P703"]
    assert (finding.path, finding.line) == ("site_config/indicators.yml", 2)
    assert "“nobody”不在 units.yml 中" in finding.message
