"""What stands between the button and the receipt: proof of work, time, warnings, suggestions."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import html5lib
import pytest
from altcha.v1 import Challenge, solve_challenge

from forms_backend.fields import messages
from forms_backend.matters.intake_service import SubmissionService

URL = "/forms/complaint"


def solve(client: Any, form_id: str = "complaint", **change: object) -> str:
    """A payload as the browser's worker makes it."""
    challenge = client.get(f"/api/challenge/{form_id}").json
    given = Challenge(
        algorithm=challenge["algorithm"],
        challenge=challenge["challenge"],
        max_number=challenge["maxnumber"],
        salt=challenge["salt"],
        signature=challenge["signature"],
    )
    solution = solve_challenge(given)
    assert solution is not None
    kept = {key: challenge[key] for key in ("algorithm", "challenge", "salt", "signature")}
    payload = kept | {"number": solution.number} | change
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.fixture
def strict(make_app, open_browser):
    """A browser before a server that wants time or work."""
    app = make_app(form_min_seconds=4, limit_unproved="2 per hour", limit_hasty="0 per hour")
    return open_browser(app.test_client())


# The receipt


def test_sending_redirects_to_an_address_that_says_nothing(browser, complaint) -> None:
    browser.open_form(URL)
    response = browser.client.post(URL, data=browser.hidden | complaint)
    assert response.status_code == 303
    assert response.headers["Location"] == "/forms/complaint/received"
    cookie = response.headers["Set-Cookie"]
    assert complaint["phone"] not in cookie
    page = browser.get("/forms/complaint/received")
    assert page.status == 200
    code = page.code(1)
    assert code not in cookie
    assert code.replace("-", "") not in cookie
    again = browser.get("/forms/complaint/received")
    assert (again.code(0), again.code(1)) == (page.code(0), code)
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_the_receipt_is_gone_after_half_an_hour_and_in_another_browser(
    app, browser, open_browser, clock, complaint
) -> None:
    browser.fill_in(URL, complaint)
    other = open_browser(app.test_client()).get("/forms/complaint/received")
    assert other.status == 404
    assert messages.RECEIVED_GONE in other.text
    assert browser.get("/forms/consultation/received").status == 404
    clock.move(minutes=31)
    assert browser.get("/forms/complaint/received").status == 404


def test_who_shares_a_computer_can_clear_the_receipt(browser, complaint) -> None:
    receipt = browser.fill_in(URL, complaint)
    token = re.search(r'name="csrf_token" value="([^"]+)"', receipt.text)
    assert token
    browser.client.post("/forms/complaint/received", data={"csrf_token": token[1]})
    assert browser.get("/forms/complaint/received").status == 404


def test_a_forged_session_shows_no_receipt(client, browser, complaint) -> None:
    browser.fill_in(URL, complaint)
    forged = base64.urlsafe_b64encode(b'{"received":{"number":"TS202611-000001"}}').decode()
    client.set_cookie("fabu_session", f"{forged}.aaaa.bbbb")
    assert browser.get("/forms/complaint/received").status == 404


def test_the_same_text_again_says_so(browser, complaint) -> None:
    first = browser.fill_in(URL, complaint)
    again = browser.fill_in(URL, complaint)
    assert messages.RECEIPT_REPEATED in again.text
    assert messages.RECEIPT_REPEATED not in first.text
    assert again.code(1) == first.code(1)
    counted = 'fabu_submissions_total{channel="web",form="complaint"} 1\n'
    assert counted in browser.get("/metrics").text, "nothing new came"


# Work or time


def test_a_solved_challenge_may_be_sent_at_once(strict, complaint) -> None:
    page = strict.fill_in(URL, complaint | {"altcha": solve(strict.client)})
    assert page.code(0) == "TS202611-000001"
    assert 'sender="proved"} 1' in strict.get("/metrics").text


def test_a_challenge_can_be_used_once(strict, complaint) -> None:
    proof = solve(strict.client)
    strict.fill_in(URL, complaint | {"altcha": proof})
    page = strict.fill_in(URL, complaint | {"altcha": proof, "title": "另一件事"})
    assert page.status == 422
    assert messages.FORM_PROOF_USED in page.text
    assert complaint["description"] in page.text


def test_repeating_a_page_with_its_used_challenge_gives_the_same_receipt(strict, complaint) -> None:
    sent = complaint | {"altcha": solve(strict.client)}
    first = strict.fill_in(URL, sent)
    assert strict.send(URL, sent).code(1) == first.code(1)


@pytest.mark.parametrize(
    "change",
    [
        {"number": -1},
        {"signature": "0" * 64},
        {"salt": "aa?expires=9999999999&form=complaint&"},
        {"algorithm": "SHA-1"},
        {"number": "x"},
        {"challenge": ["x"]},
    ],
)
def test_a_wrong_proof_counts_as_none(strict, complaint, change) -> None:
    page = strict.fill_in(URL, complaint | {"altcha": solve(strict.client, **change)})
    assert messages.FORM_TOO_FAST in page.text


@pytest.mark.parametrize("proof", ["", "x", "e30=", "bnVsbA==", "W10=", "\x00", "é", "A" * 5000])
def test_what_is_no_proof_is_no_error(strict, complaint, proof) -> None:
    assert strict.fill_in(URL, complaint | {"altcha": proof}).status == 422


def test_a_proof_of_another_form_or_too_old_counts_as_none(strict, clock, complaint) -> None:
    other = strict.fill_in(URL, complaint | {"altcha": solve(strict.client, "consultation")})
    assert messages.FORM_TOO_FAST in other.text
    proof = solve(strict.client)
    clock.move(hours=2, seconds=1)
    assert messages.FORM_TOO_FAST in strict.fill_in(URL, complaint | {"altcha": proof}).text


def test_without_javascript_time_is_enough_and_nothing_typed_is_lost(
    strict, clock, complaint
) -> None:
    page = strict.fill_in(URL, complaint)
    assert page.status == 422
    assert messages.FORM_TOO_FAST in page.text
    assert complaint["description"] in page.text
    kept = re.search(r'name="page_time" value="([^"]+)"', page.text)
    assert kept
    assert kept[1] == strict.hidden["page_time"]
    clock.move(seconds=4)
    assert strict.send(URL, complaint).code(0) == "TS202611-000001"


@pytest.mark.parametrize("stamp", [None, "forged", "", "\x00", "W10.x"])
def test_a_page_that_is_too_old_or_not_ours_is_renewed(strict, clock, complaint, stamp) -> None:
    strict.open_form(URL)
    clock.move(hours=24, seconds=1)
    if stamp is not None:
        strict.hidden["page_time"] = stamp
    page = strict.send(URL, complaint)
    assert page.status == 422
    assert messages.FORM_PAGE_OLD in page.text
    renewed = re.search(r'name="page_time" value="([^"]+)"', page.text)
    assert renewed
    clock.move(seconds=5)
    strict.hidden["page_time"] = renewed[1]
    assert strict.send(URL, complaint).code(0) == "TS202611-000001"


def test_a_stamp_of_another_form_is_not_taken(strict, clock, complaint) -> None:
    strict.open_form("/forms/consultation")
    clock.move(seconds=10)
    assert messages.FORM_PAGE_OLD in strict.send(URL, complaint).text


def test_without_work_a_slower_limit_applies(strict, clock, complaint) -> None:
    pages = []
    for n in range(3):
        strict.open_form(URL)
        clock.move(seconds=5)
        pages.append(strict.send(URL, complaint | {"title": f"第{n}件事"}))
    assert [page.status for page in pages] == [200, 200, 429]
    assert messages.FORM_TOO_MANY in pages[-1].text
    assert complaint["description"] in pages[-1].text
    assert int(pages[-1].response.headers["Retry-After"]) > 0
    proved = strict.send(URL, complaint | {"altcha": solve(strict.client), "title": "第三件事"})
    assert proved.status == 200


def test_a_form_has_a_limit_over_all_addresses(make_app, open_browser, complaint) -> None:
    app = make_app(limit_form="1 per hour")
    one, other = open_browser(app.test_client()), open_browser(app.test_client())
    assert one.fill_in(URL, complaint).status == 200
    other.client.environ_base["REMOTE_ADDR"] = "10.0.0.9"
    later = complaint | {"title": "另一件事"}
    assert other.fill_in(URL, later).status == 429
    other.open_form(URL)
    proved = other.send(URL, later | {"altcha": solve(other.client)})
    assert proved.status == 200, "who brings a proof is not shut out"
    assert other.fill_in("/forms/consultation", {}).status == 422


def test_programs_prove_too_or_go_slower(make_app, complaint) -> None:
    client = make_app(limit_unproved="1 per hour").test_client()

    def post(title: str, **headers: str):
        return client.post(
            "/api/forms/complaint", json=complaint | {"title": title}, headers=headers
        )

    assert post("第一件").status_code == 201
    refused = post("第二件")
    assert (refused.status_code, refused.json["code"]) == (429, "too_many_requests")
    proof = solve(client)
    proved = post("第二件", Altcha=proof, **{"Idempotency-Key": "program-1"})
    assert proved.status_code == 201
    again = post("第二件", Altcha=proof, **{"Idempotency-Key": "program-1"})
    assert (again.status_code, again.json) == (201, proved.json)
    replayed = post("第三件", Altcha=proof)
    assert (replayed.status_code, replayed.json["code"]) == (422, "proof_used")


def test_a_challenge_is_for_a_form_that_exists(client) -> None:
    assert client.get("/api/challenge/none").status_code == 404
    assert client.post("/api/challenge/complaint").status_code == 405


# Warnings and suggestions


def test_an_id_number_is_warned_of_once_and_can_still_be_sent(browser, parts, complaint) -> None:
    text = "对方身份证号是11010519491231002X，电话13900139000，请核实一下情况。"
    page = browser.fill_in(URL, complaint | {"description": text})
    assert page.status == 422
    line = messages.FORM_WARN_LINE.format(label="事情经过", kinds="身份证号、他人的手机号")
    assert f'<a href="#field-description">{line}</a>' in page.text
    assert messages.FORM_WARN_KEEP in page.text
    assert text in page.text
    assert parts[SubmissionService].list_latest(1) == []
    html5lib.HTMLParser(strict=True).parse(page.text)
    kept = browser.send(URL, complaint | {"description": text, "keep_personal_data": "y"})
    assert kept.code(0) == "TS202611-000001"


def test_ones_own_phone_in_the_text_is_no_reason_to_warn(browser, complaint) -> None:
    text = f"请打我的电话{complaint['phone']}，任何时间都可以。"
    assert browser.fill_in(URL, complaint | {"description": text}).status == 200


def test_suggestions_without_javascript_keep_what_was_typed(browser, parts, complaint) -> None:
    title = "企业拖欠工资，法院判决支付劳动报酬"
    typed = complaint | {"title": title, "email": "wrong@", "step": "suggest"}
    page = browser.fill_in(URL, typed)
    assert page.status == 200
    links = re.findall(r'<li><a href="(/cases/ld-\d+/)" target="_blank" rel="noopener">', page.text)
    assert len(links) == 5
    assert 'value="wrong@"' in page.text
    assert page.summary() == {}
    assert parts[SubmissionService].list_latest(1) == []
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_no_suggestion_is_said_and_a_dead_search_stops_nothing(
    browser, make_app, open_browser, tmp_path, complaint
) -> None:
    empty = browser.fill_in(URL, {"step": "suggest"})
    assert messages.FORM_SUGGEST_NONE in empty.text
    dead = open_browser(make_app(index_dir=tmp_path / "none").test_client())
    page = dead.fill_in(URL, complaint | {"step": "suggest"})
    assert page.status == 200
    assert messages.FORM_SUGGEST_NONE in page.text


def test_suggestions_while_typing_are_asked_for_without_an_address(client) -> None:
    url = "/api/suggestions"
    found = client.post(url, json={"title": "企业拖欠工资", "description": 5, "x": ["y"]})
    assert found.status_code == 200
    assert len(found.json["hits"]) == 5
    assert found.json["hits"][0]["url"].startswith("/cases/ld-")
    assert found.json["hits"][0]["kind"] == "典型案例"
    assert client.post(url, json={"title": "短"}).json == {"hits": []}
    assert client.post(url, data="title=企业拖欠工资").status_code == 415
    assert client.post(url, data="[", content_type="application/json").status_code == 400
    assert client.get(url).status_code == 405


def test_forms_without_a_question_offer_no_suggestions(browser) -> None:
    assert messages.FORM_SUGGEST_BUTTON not in browser.get("/forms/legal-service-visit").text


def test_the_first_button_of_the_page_sends(browser) -> None:
    """Enter in a field presses the first button of a form."""
    root = html5lib.parse(browser.get(URL).text, namespaceHTMLElements=False)
    buttons = [node for node in root.iter("button") if node.get("type") == "submit"]
    assert buttons[0].get("name") is None


# Paper


def test_the_paper_form_is_offered_where_the_site_has_it(browser, site_dir) -> None:
    assert messages.FORM_PAPER not in browser.get(URL).text
    paper = site_dir / "downloads/forms/complaint.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF-1.7")
    link = '<a href="/downloads/forms/complaint.pdf">'
    assert link in browser.get(URL).text
    assert link in browser.get("/forms/").text


def test_a_stopped_database_offers_the_paper_forms(
    make_app, open_browser, complaint, site_dir
) -> None:
    paper = site_dir / "downloads/forms/complaint.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF-1.7")
    app = make_app(database_url="postgresql://nobody@127.0.0.1:1/none")
    page = open_browser(app.test_client()).fill_in(URL, complaint)
    assert page.status == 503
    assert '<a href="/downloads/forms/complaint.pdf">投诉举报</a>' in page.text


def test_a_hasty_page_or_two_go_through(make_app, open_browser, complaint) -> None:
    """Browsers and password managers fill in forms at once; a program does so all the time."""
    app = make_app(form_min_seconds=4, limit_hasty="2 per hour", limit_unproved="9 per hour")
    browser = open_browser(app.test_client())
    statuses = []
    for number in range(3):
        browser.open_form(URL)
        typed = complaint | {"title": f"第 {number} 件事，货款没有付"}
        statuses.append(browser.send(URL, typed).status)
    assert statuses == [200, 200, 422]
