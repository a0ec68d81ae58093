"""Filters, search, steps on several matters and sessions, as people meet them without JavaScript."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import html5lib
import pytest

from forms_backend.accounts.repository import hash_token
from forms_backend.accounts.service import StaffService
from forms_backend.accounts.tables import StaffSession
from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.office_files.spreadsheets import MEDIA_TYPE
from forms_backend.staff import messages
from forms_backend.staff.access import COOKIE
from forms_backend.staff.matters import list_messages
from forms_backend.staff.matters.list_query import page_numbers, read_list_query
from forms_backend.submissions.channel import Channel
from tests.forms_backend.staff.conftest import PASSWORD, act


@pytest.fixture
def intake(sign_in):
    return sign_in("shouli", "zhengfawei", Role.INTAKE)


def post(browser: Any, url: str, page: str = "/staff/items", **data: Any) -> Any:
    """Send a form of `page` with its token; redirects are not followed."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).text)
    assert token
    return browser.client.post(url, data={"csrf_token": token[1], **data})


def shown(page: Any) -> list[str]:
    return re.findall(r'class="number"><a href="/staff/items/([^"?]+)', page.text)


@pytest.fixture
def submit(parts, complaint):
    def send(**changes: Any) -> str:
        form = parts.ground.forms["complaint"]
        return (
            parts[SubmissionService].accept(form, complaint | changes, channel=Channel.WEB).number
        )

    return send


# Filters


def test_filters_narrow_the_list_and_say_so(intake, number) -> None:
    page = intake.get("/staff/items?list=unit&kind=complaint.enforcement&channel=web&sort=newest")
    assert shown(page) == [number]
    assert list_messages.FILTERED_TOTAL.format(total=1) in page.text
    assert '<option value="complaint.enforcement" selected>' in page.text
    nothing = intake.get("/staff/items?list=unit&kind=complaint.payment")
    assert shown(nothing) == []
    assert list_messages.FILTER_EMPTY in nothing.text
    for one in (page, nothing):
        html5lib.HTMLParser(strict=True).parse(one.text)


def test_what_no_page_links_to_is_not_found(intake) -> None:
    for query in ("state=x", "light=x", "channel=x", "sort=x", "list=x", "s=x", "page=0"):
        assert intake.get(f"/staff/items?{query}").status == 404, query


def test_a_date_that_is_none_is_named_and_left_out(intake, number) -> None:
    for value in ("20.11.2026", "0001-01-01", "9999-12-31", "2026-02-30", "\x00"):
        page = intake.get("/staff/items", query_string={"list": "unit", "to": value})
        assert page.status == 200, value
        assert list_messages.DATE_WRONG in page.text
        assert shown(page) == [number]


def test_a_filter_is_saved_used_and_deleted_without_what_was_searched_for(intake, number) -> None:
    answer = post(intake, "/staff/filters", list="all", kind="complaint", s="secret", name="投诉")
    assert answer.status_code == 303
    page = intake.get("/staff/items")
    link = re.search(r'<li><a href="([^"]+)">投诉</a>', page.text)
    assert link
    assert link[1].replace("&amp;", "&") == "/staff/items?list=all&kind=complaint"
    assert shown(intake.get(link[1].replace("&amp;", "&"))) == [number]
    twice = post(intake, "/staff/filters", list="all", name="投诉")
    assert twice.status_code == 422
    target = re.search(r'action="(/staff/filters/\d+/delete)"', page.text)
    assert target
    assert post(intake, target[1]).status_code == 303
    assert "投诉</a>" not in intake.get("/staff/items").text


@pytest.mark.parametrize(
    ("current", "last", "shown_numbers"),
    [(1, 1, [1]), (1, 9, [1, 2, 3, None, 9]), (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
     (9, 9, [1, None, 7, 8, 9]), (3, 4, [1, 2, 3, 4])],
)  # fmt: skip
def test_page_numbers(current: int, last: int, shown_numbers: list[int | None]) -> None:
    assert page_numbers(current, last) == shown_numbers


def test_links_keep_the_filters_and_begin_on_the_first_page() -> None:
    query = read_list_query({"list": "all", "unit": "court", "page": "3", "s": "abc"})
    assert query.parameters() == {"list": "all", "unit": "court", "s": "abc"}
    assert query.parameters(page=4, unit=None) == {"list": "all", "s": "abc", "page": 4}


def test_pages_link_to_each_other(intake, submit, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [submit(title=f"第{n}件") for n in range(3)]
    monkeypatch.setattr("forms_backend.staff.matters.list_pages.PAGE_SIZE", 2)
    first = intake.get("/staff/items?list=unit")
    assert shown(first) == numbers[:2]
    following = re.search(r'rel="next" href="([^"]+)"', first.text)
    assert following
    second = intake.get(following[1].replace("&amp;", "&"))
    assert shown(second) == numbers[2:]
    assert 'rel="prev"' in second.text


# Search


def test_words_lead_to_results_and_stand_in_no_address(intake, number, complaint) -> None:
    answer = post(intake, "/staff/items/search", q="张三丰")
    assert answer.status_code == 303
    target = answer.headers["Location"]
    assert "张" not in target
    assert "%" not in target
    page = intake.get(target)
    assert shown(page) == [number]
    assert list_messages.SEARCH_RESULT.format(text="张三丰", total=1) in page.text
    assert complaint["description"] not in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_the_results_of_one_are_not_those_of_another(intake, sign_in, number) -> None:
    target = post(intake, "/staff/items/search", q="张三丰").headers["Location"]
    other = sign_in("duban", "zhengfawei", Role.SUPERVISOR)
    assert other.get(target).status == 404


def test_a_number_is_opened_and_nothing_is_asked_back(intake, sign_in, number) -> None:
    assert post(intake, "/staff/items/search", q=number).headers["Location"].endswith(number)
    assert post(intake, "/staff/items/search", q=" ，").status_code == 422
    stranger = sign_in("li", "court", Role.HANDLER)
    answer = post(stranger, "/staff/items/search", q=number)
    assert shown(stranger.get(answer.headers["Location"])) == []


def test_markup_in_a_search_is_shown_as_text(intake) -> None:
    answer = post(intake, "/staff/items/search", q='"><script>alert(1)</script>')
    page = intake.get(answer.headers["Location"])
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


# Several at once


@pytest.fixture
def accepted(intake, submit) -> list[str]:
    numbers = [submit(title=f"第{n}件") for n in range(2)]
    for one in numbers:
        act(intake, one, "register")
        act(intake, one, "accept")
    return numbers


def test_what_was_ticked_goes_to_one_unit_and_each_is_told(intake, accepted, number) -> None:
    page = intake.get("/staff/items?list=unit&select=page")
    ticked = re.findall(r'name="item" value="([^"]+)"[^>]* checked', page.text)
    assert sorted(item.split(".")[0] for item in ticked) == sorted([*accepted, number])
    items = [item for item in ticked if not item.startswith(number)]
    act(intake, accepted[1], "note", text="刚刚补了一条")
    answer = post(
        intake,
        "/staff/items/assign",
        item=[*items, f"{number}.1", "nonsense"],
        unit="court",
        basis="属于审判事项",
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert list_messages.RESULTS_LEAD.format(done=1, left=2) in text
    for outcome in ("done", "stale", "not_allowed"):
        assert list_messages.OUTCOMES[outcome] in text
    html5lib.HTMLParser(strict=True).parse(text)
    assert post(intake, "/staff/items/assign", unit="court").status_code == 422


def test_proposals_are_shown_with_reasons_and_accepted(intake, accepted, complaint) -> None:
    page = intake.get("/staff/items?list=unit")
    items = re.findall(r'name="item" value="([^"]+)"', page.text)
    preview = post(intake, "/staff/items/proposals", item=items).get_data(as_text=True)
    assert list_messages.ACCEPT_ALL.format(count=2) in preview
    assert "区信访局" in preview
    assert complaint["description"] not in preview
    html5lib.HTMLParser(strict=True).parse(preview)
    one = post(intake, "/staff/items/accept-proposals", item=items[:1]).get_data(as_text=True)
    assert list_messages.RESULTS_LEAD.format(done=1, left=0) in one
    again = post(intake, "/staff/items/proposals", item=items).get_data(as_text=True)
    assert list_messages.PROPOSAL_NONE in again
    assert list_messages.ACCEPT_ALL.format(count=1) in again
    assert post(intake, "/staff/items/proposals").status_code == 422


def test_who_cannot_assign_is_offered_no_unit(sign_in, intake, accepted) -> None:
    handler = sign_in("li", "petition", Role.HANDLER)
    items = re.findall(r'name="item" value="([^"]+)"', intake.get("/staff/items").text)
    post(intake, "/staff/items/accept-proposals", item=items)
    page = handler.get("/staff/items")
    assert len(shown(page)) == 2
    assert 'id="bulk-unit"' not in page.text
    assert re.findall(
        r'<option value="(\w+)">',
        page.text.partition('id="bulk-step"')[2].partition("</select>")[0],
    ) == ["take", "bounce", "note"]
    assert post(handler, "/staff/items/assign", item=items).status_code == 403


# Sessions


def test_a_person_sees_and_ends_own_sessions(app, parts, intake, open_browser) -> None:
    other = open_browser(app.test_client())
    first = parts[StaffService].resume(intake.client.get_cookie(COOKIE, path="/staff").value)
    with parts.ground.database.write() as session:
        session.add(
            StaffSession(
                staff_id=first.person.id,
                token_hash=hash_token("other"),
                created_at=parts.ground.clock(),
                seen_at=parts.ground.clock(),
            )
        )
    other.client.set_cookie(COOKIE, "other", path="/staff")
    page = intake.get("/staff/sessions")
    before = page.text.count("/end")
    assert page.text.count(list_messages.SESSION_THIS) == 1
    html5lib.HTMLParser(strict=True).parse(page.text)
    ending = re.findall(r'action="(/staff/sessions/\d+/end)"', page.text)
    assert other.get("/staff/items").status == 200
    assert post(intake, ending[0]).status_code == 303
    assert other.get("/staff/items").status == 303
    assert intake.get("/staff/sessions").text.count("/end") == before - 1


def test_nobody_ends_the_session_of_another(sign_in, intake) -> None:
    own = re.findall(r'action="(/staff/sessions/\d+/end)"', intake.get("/staff/sessions").text)
    other = sign_in("li", "court", Role.HANDLER)
    assert post(other, own[0]).status_code == 303
    assert intake.get("/staff/items").status == 200


def test_the_administrator_ends_all_and_resets_a_lost_second_factor(
    app, parts, sign_in, intake, open_browser
) -> None:
    admin = sign_in("admin", "zhengfawei", Role.ADMINISTRATOR)
    accounts, own = "/staff/accounts", {"own_password": PASSWORD}
    html5lib.HTMLParser(strict=True).parse(admin.get(accounts).text)
    assert post(admin, f"{accounts}/shouli/end-sessions", accounts).status_code == 200
    assert intake.get("/staff/items").status == 303
    answer = post(admin, f"{accounts}/shouli/reset-totp", accounts, **own).get_data(as_text=True)
    password = re.search(r"一次性密码：(\S+?)。", answer)
    assert password
    back = open_browser(app.test_client())
    old = {"login": "shouli", "password": PASSWORD, "code": ""}
    assert post(back, "/staff/sign-in", "/staff/sign-in", **old).status_code == 403
    new = old | {"password": password[1]}
    assert post(back, "/staff/sign-in", "/staff/sign-in", **new).status_code == 303
    assert "/staff/password" in back.get("/staff/items").response.headers["Location"]
    for login in ("admin", "nobody", "shouli"):  # the own, an unknown, one without a factor
        assert post(admin, f"{accounts}/{login}/reset-totp", accounts, **own).status_code == 422
    assert post(admin, f"{accounts}/nobody/end-sessions", accounts).status_code == 422
    events = [line.action.value for line in parts[LedgerService].audit(50, actor="cli:test")[0]]
    assert events.count("session_ended") == 1
    assert events.count("second_factor_reset") == 1


# Columns, file, print, steps


def test_columns_are_chosen_and_remembered(intake, number, complaint) -> None:
    assert complaint["title"] in intake.get("/staff/items?list=unit").text
    answer = post(intake, "/staff/items/columns", column=["unit", "state"], list="unit")
    assert answer.headers["Location"].endswith("/staff/items?list=unit&page=1")
    for _ in range(2):
        page = intake.get("/staff/items?list=unit")
        assert complaint["title"] not in page.text
        headings = re.findall(r'scope="col">(?:<a [^>]+>)?([^<]+)', page.text)
        assert headings == ["选择", "灯", "编号", "状态", "单位"]
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_a_list_is_a_workbook_without_formulas(intake, submit) -> None:
    submit(title="=HYPERLINK(1)")
    submit(title="另一件", category="payment")
    answer = post(intake, "/staff/items/export", list="unit", kind="complaint.enforcement")
    assert answer.mimetype == MEDIA_TYPE
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    assert "'=HYPERLINK(1)" in texts
    assert "另一件" not in texts


def test_several_are_printed_each_on_a_sheet(intake, number, submit, complaint) -> None:
    other = submit(title="另一件")
    page = post(intake, "/staff/items/print", item=[f"{number}.1", f"{other}.1", "TS202611-9.1"])
    text = page.get_data(as_text=True)
    assert text.count('<article class="printed">') == 2
    assert complaint["description"] in text
    html5lib.HTMLParser(strict=True).parse(text)
    assert post(intake, "/staff/items/print").status_code == 422


def test_a_step_on_many_is_told_for_each(intake, number, submit) -> None:
    items = [f"{number}.1", f"{submit(title='另一件')}.7"]
    text = post(intake, "/staff/items/steps", step="register", item=items).get_data(as_text=True)
    assert list_messages.RESULTS_LEAD.format(done=1, left=1) in text
    for step in ("", "nonsense", "approve_answer"):
        answer = post(intake, "/staff/items/steps", step=step, item=items)
        assert answer.status_code == 422
        assert list_messages.STEP_UNKNOWN in answer.get_data(as_text=True)


def test_after_a_step_the_next_of_the_list_opens(intake, number, submit) -> None:
    second = submit(title="第二件")
    listed = intake.get("/staff/items?list=mine&task=register&sort=oldest")
    link = re.search(rf'href="(/staff/items/{number}\?[^"]+)"', listed.text)
    assert link
    page = intake.open_form(link[1].replace("&amp;", "&"))
    assert messages.NEXT_ITEM in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    target = re.search(rf'action="(/staff/items/{number}/register\?[^"]+)"', page.text)
    assert target
    answer = intake.send(target[1].replace("&amp;", "&"), {})
    assert answer.status == 303
    assert f"/staff/items/{second}?" in answer.response.headers["Location"]
    shown_next = intake.get(answer.response.headers["Location"])
    assert messages.DONE_OF.format(what="登记", number=number) in shown_next.text
    last = intake.open_form(f"/staff/items/{second}?list=mine&task=register&sort=oldest")
    assert messages.NEXT_ITEM not in last.text
    for broken in ("?list=nonsense", "?list=all&s=x"):
        assert intake.get(f"/staff/items/{number}{broken}").status == 200
