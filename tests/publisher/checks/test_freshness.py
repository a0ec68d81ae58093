from datetime import date

import pytest

from publisher.checks import read_and_check
from tests.publisher.manuscripts import HEARING, POLICY, changed, text_of
from tests.publisher.mini_project import read


@pytest.mark.parametrize(
    ("expires", "stale"),
    [
        ("2026", False),
        ("2026-11", False),
        ("2026-11-20", False),
        ("2026-11-19", True),
        ("2026-10", True),
    ],
)
def test_policy_expires_at_the_end_of_the_period_it_names(check, expires, stale):
    found = check(changed(POLICY, "validity: 有效", f"expires: {expires}\nvalidity: 有效"))
    assert [finding.code for finding in found] == (["T501"] if stale else [])


def test_expired_policy_marked_so_passes(check):
    assert check(changed(POLICY, "validity: 有效", "expires: 2026-10-31\nvalidity: 已失效")) == []


@pytest.mark.parametrize(
    ("day", "state", "stale"),
    [
        (date(2026, 12, 8), "已排期", False),
        (date(2026, 12, 9), "已排期", True),
        (date(2026, 12, 9), "已改期", True),
        (date(2026, 12, 9), "已取消", False),
        (date(2026, 12, 9), "已开庭", False),
    ],
)
def test_hearing_is_past_from_the_next_day_on(check, day, state, stale):
    found = check(changed(HEARING, "state: 已排期", f"state: {state}"), today=day)
    assert [finding.code for finding in found if finding.code != "V953"] == (
        ["T503"] if stale else []
    )


@pytest.mark.parametrize(("status", "codes"), [("published", ["T504"]), ("draft", [])])
def test_only_what_is_published_can_be_ahead_of_time(check, status, codes):
    text = text_of(HEARING).replace("published: 2026-10-15 09:30", "published: 2026-11-21 00:00")
    text = text.replace("status: published", f"status: {status}")
    found = check({HEARING: text})
    assert [finding.code for finding in found if finding.path == HEARING] == codes


def test_column_is_stale_after_the_configured_days(library_ok):
    _, config, _ = read(library_ok)
    last = date(2026, 10, 15)
    for days, stale in ((183, False), (184, True)):
        today = date.fromordinal(last.toordinal() + days)
        found = [f for f in read_and_check(library_ok, config, today)[1] if f.code == "T502"]
        assert bool(found) is stale
        assert len(found) in (0, 6)


def test_update_keeps_a_column_fresh(library_ok):
    path = library_ok.cases / "2026/ld-unsigned.md"
    text = path.read_text(encoding="utf-8")
    text = text.replace("status: published", "updated: 2027-06-01\nstatus: published")
    path.write_text(text, encoding="utf-8")
    _, config, _ = read(library_ok)
    _, found = read_and_check(library_ok, config, date(2027, 6, 2))
    stale = [f.message for f in found if f.code == "T502"]
    assert len(stale) == 5
    assert not any("典型案例" in message for message in stale)
