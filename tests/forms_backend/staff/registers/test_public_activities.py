"""活动 on the site: marked, approved by another person, without personal data, and as they are now."""

from __future__ import annotations

import io

import html5lib
import pytest
from icalendar import Calendar

from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.registers import calendar
from forms_backend.registers.calendar import CalendarService
from tests.forms_backend.attachments.sample_files import photo_with_place

PLAN = {
    "title": "劳动用工合规讲座", "kind": "lecture", "held_on": "2026-12-03", "time": "下午 2:30",
    "point": "park", "place": "园区会议室", "open_to": "everybody", "responsible_unit": "court",
    "summary": "联系人王五 13800138000",
}  # fmt: skip
LIST = "/staff/registers/activities"


@pytest.fixture
def handler(sign_in):
    return sign_in("ban1", "court", Role.HANDLER)


@pytest.fixture
def supervisor(sign_in):
    return sign_in("duban1", "zhengfawei", Role.SUPERVISOR)


def planned(browser, **changes) -> str:
    browser.open_form(f"{LIST}/new")
    page = browser.send(LIST, PLAN | changes)
    return page.response.headers.get("Location") or page.response.request.path


def publish(browser, entry: str, **inputs):
    browser.open_form(entry)
    return browser.send(f"{entry}/public", {"version": "1"} | inputs)


@pytest.fixture
def visitor(app, open_browser):
    return open_browser(app.test_client())


def test_what_was_approved_is_on_the_site_until_it_changes(
    handler, supervisor, visitor, parts
) -> None:
    entry = planned(handler)
    assert "等核准" in handler.get(entry).text
    assert "劳动用工合规讲座" not in visitor.get("/activities").text
    assert publish(handler, entry).status == 403, "承办人 may not approve"
    assert publish(supervisor, entry).status in (200, 303)
    page = visitor.get("/activities")
    for text in ("劳动用工合规讲座", "讲座", "下午 2:30", "园区会议室", "主办"):
        assert text in page.text
    assert "王五" not in page.text
    html5lib.HTMLParser(strict=True).parse(supervisor.get(entry).text)
    (found,) = visitor.get("/activities/activities.json").response.get_json()["activities"]
    assert (found["day"], found["cancelled"]) == ("2026-12-03", False)
    assert "13800138000" not in str(found)
    calendar = Calendar.from_ical(visitor.get("/activities/activities.ics").response.data)
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == PLAN["title"]
    handler.open_form(f"{entry}/change")
    assert handler.send(entry, PLAN | {"version": "1", "place": "区法院"}).status in (200, 303)
    assert "劳动用工合规讲座" not in visitor.get("/activities").text
    assert "等再核准" in supervisor.get(entry).text
    assert publish(supervisor, entry).status == 409, "the words that were seen are not these"
    assert publish(supervisor, entry, version="2").status in (200, 303)
    assert "区法院" in visitor.get("/activities").text
    handler.open_form(entry)
    handler.send(f"{entry}/steps/cancel", {"version": "2", "note": "场地不够"})
    assert "已取消" in visitor.get("/activities").text
    assert publish(supervisor, entry, version="3", end="1").status in (200, 303)
    assert "劳动用工合规讲座" not in visitor.get("/activities").text
    assert parts[LedgerService].verify().is_intact


@pytest.mark.parametrize(
    ("changes", "inputs", "status", "said"),
    [
        ({"open_to": "nobody"}, {}, 422, "没有选公开"),
        ({"place": "找 13800138000 带路"}, {}, 422, "手机号"),
        ({"place": "找 13800138000 带路"}, {"looked": "1"}, 422, "手机号"),
        ({"place": "园区大道 3 号 2 栋 501 室"}, {"looked": "1"}, 200, "已公开"),
    ],
)
def test_what_may_not_go_out_does_not(
    handler, supervisor, visitor, changes, inputs, status, said
) -> None:
    entry = planned(handler, **changes)
    page = publish(supervisor, entry, **inputs)
    assert (200 if page.status == 303 else page.status) == status
    assert said in (page.text if status != 200 else supervisor.get(entry).text)
    assert (PLAN["title"] in visitor.get("/activities").text) is (status == 200)


def test_a_day_that_passed_does_not_say_that_it_was_held(handler, supervisor, visitor) -> None:
    entry = planned(handler, held_on="2026-11-12", people="4321")
    assert publish(supervisor, entry).status in (200, 303)
    assert PLAN["title"] not in visitor.get("/activities").text
    handler.open_form(entry)
    photo = {"version": "1", "files": (io.BytesIO(photo_with_place()), "a.jpg")}
    assert handler.send(f"{entry}/steps/hold", photo).status in (200, 303)
    page = visitor.get("/activities").text
    assert PLAN["title"] in page.partition("已经举办")[2]
    assert "4321" not in page


@pytest.mark.parametrize("who_wrote", ["first", "last", "between"])
def test_nobody_approves_the_own_words(sign_in, handler, supervisor, visitor, who_wrote) -> None:
    entry = planned(supervisor if who_wrote == "first" else handler)
    if who_wrote != "first":
        supervisor.open_form(f"{entry}/change")
        supervisor.send(entry, PLAN | {"version": "1", "title": "督办岗写的标题"})
    if who_wrote == "between":
        handler.open_form(f"{entry}/change")
        handler.send(entry, PLAN | {"version": "2", "title": "督办岗写的标题", "summary": "无"})
    version = str({"first": 1, "last": 2, "between": 3}[who_wrote])
    assert "要由另一人办" in publish(supervisor, entry, version=version).text
    other = sign_in("duban2", "zhengfawei", Role.SUPERVISOR)
    assert publish(other, entry, version=version).status in (200, 303)
    assert entry.rpartition("/")[2] in visitor.get("/activities").text


def test_a_register_without_a_calendar_has_nothing_to_approve(supervisor) -> None:
    supervisor.open_form("/staff/registers/pairs/new")
    assert supervisor.send("/staff/registers/activities/PF202611-000009/public", {}).status == 404


def on_site(visitor) -> list[tuple[str, str]]:
    found = visitor.get("/activities/activities.json").response.get_json()["activities"]
    return [(one["day"][5:], one["title"]) for one in found]


def test_what_was_held_or_changed_takes_no_place_from_what_is_coming(
    handler, supervisor, visitor, monkeypatch
) -> None:
    """Two of each direction, the nearest; an approval that no longer holds is none of them."""
    monkeypatch.setattr(calendar, "MOST_SHOWN", 2)
    for day in ("11-05", "11-06", "11-07", "12-03", "12-04", "12-05"):
        entry = planned(handler, held_on=f"2026-{day}", title=day)
        assert publish(supervisor, entry).status in (200, 303)
        if day in ("11-07", "12-03"):
            handler.open_form(f"{entry}/change")
            handler.send(entry, PLAN | {"version": "1", "held_on": f"2026-{day}", "title": "改"})
    assert [day for day, _ in on_site(visitor)] == ["11-05", "11-06", "12-04", "12-05"]


def test_an_entry_is_decrypted_once_for_all_who_read_it(
    handler, supervisor, visitor, parts, monkeypatch
) -> None:
    entry = planned(handler)
    assert publish(supervisor, entry).status in (200, 303)
    first = on_site(visitor)
    monkeypatch.setattr(parts[CalendarService], "_cipher", None)
    assert on_site(visitor) == first
    assert len(first) == 1


def test_readings_are_counted_as_searches(make_app, open_browser) -> None:
    browser = open_browser(make_app(limit_search="3 per minute").test_client())
    asked = ["/activities", "/activities/activities.json", "/activities/activities.ics"]
    assert [browser.get(one).status for one in (*asked, *asked)] == [200] * 3 + [429] * 3
