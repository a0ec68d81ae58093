"""Files on the forms and in supplements, as a visitor without JavaScript sends them."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.service import AttachmentService
from forms_backend.fields.messages import ERRORS
from forms_backend.ledger.actions import Action
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.matters.service import MatterService
from tests.forms_backend.attachments.sample_files import EXECUTABLE, pdf, photo_with_place
from tests.forms_backend.browsing import Page
from tests.forms_backend.office import INTAKE, TO_DELIVERED

URL = "/forms/complaint"
NUMBER = "TS202611-000001"
PDF = ("合同.pdf", pdf())


def files(*sent: tuple[str, bytes]) -> dict[str, Any]:
    return {"files": [(io.BytesIO(content), name) for name, content in sent]}


def kept(page: Any) -> list[str]:
    """The tokens of the files that the page offers to keep."""
    found = re.findall(
        r'<input type="checkbox" name="files.kept"[^>]*value="([^"]+)" checked>', page.text
    )
    return [html.unescape(token) for token in found]


def on_disk(tmp_path: Path) -> dict[str, int]:
    root = tmp_path / "var" / "attachments"
    return {
        part: sum(path.is_file() for path in (root / part).rglob("*"))
        for part in ("staging", "stored", "moving")
    }


def test_the_form_says_what_may_be_uploaded_and_what_to_hide(browser) -> None:
    page = browser.get(URL)
    assert 'enctype="multipart/form-data"' in page.text
    assert messages.LIMITS.format(files=5, megabytes=20) in page.text
    assert messages.HINT.format(accepted=messages.ACCEPTED) in page.text
    assert re.search(
        r'<input type="file" name="files" id="field-files" multiple accept="\.pdf,', page.text
    )
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_files_come_with_the_submission_and_stand_on_the_receipt(
    browser, parts, complaint, tmp_path
) -> None:
    page = browser.fill_in(URL, complaint | files(PDF, ("现场.jpg", photo_with_place())))
    assert page.code(0) == NUMBER
    assert "合同.pdf（PDF，" in page.text
    assert "现场.jpg（JPEG 图片，" in page.text
    views = parts[AttachmentService].of_number(NUMBER)
    assert [view.name for view in views] == ["合同.pdf", "现场.jpg"]
    assert on_disk(tmp_path) == {"staging": 0, "stored": 2, "moving": 0}
    record = parts[SubmissionService].reveal(NUMBER, actor="test")
    assert {a.key: a.display for a in record.answers}["files"] == "合同.pdf、现场.jpg"


def test_a_mistake_elsewhere_keeps_the_files(browser, parts, complaint, tmp_path) -> None:
    page = browser.fill_in(URL, complaint | {"title": ""} | files(PDF))
    assert page.status == 422
    assert list(page.summary()) == ["title"]
    assert "保留“合同.pdf”（PDF，" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    (token,) = kept(page)
    page = browser.send(URL, complaint | {"files.kept": [token]} | files(("二.pdf", pdf(b"/B 2"))))
    assert page.code(0) == NUMBER
    names = [view.name for view in parts[AttachmentService].of_number(NUMBER)]
    assert names == ["合同.pdf", "二.pdf"]
    assert on_disk(tmp_path) == {"staging": 0, "stored": 2, "moving": 0}


def test_a_kept_file_can_be_left_out(browser, parts, complaint) -> None:
    browser.fill_in(URL, complaint | {"title": ""} | files(PDF))
    assert browser.send(URL, complaint).code(0) == NUMBER
    assert parts[AttachmentService].of_number(NUMBER) == ()


def test_a_refused_file_is_named_at_its_field_and_the_others_are_kept(browser, complaint) -> None:
    page = browser.fill_in(URL, complaint | files(PDF, ("发票.pdf", EXECUTABLE)))
    assert page.status == 422
    said = messages.NOT_ACCEPTED.format(what=messages.EXECUTABLE)
    assert html.unescape(page.error_at("files")) == f"“发票.pdf”：{said}"
    assert list(page.summary()) == ["files"]
    assert len(kept(page)) == 1


def test_too_many_files_are_named(browser, complaint) -> None:
    sent = [(f"{n}.pdf", pdf(b"/N %d" % n)) for n in range(7)]
    page = browser.fill_in(URL, complaint | files(*sent))
    assert page.error_at("files") == messages.TOO_MANY.format(files=5, names="“5.pdf”、“6.pdf”")
    assert len(kept(page)) == 5


def post_large(browser: Any, fields: dict[str, str], content: bytes) -> Any:
    """The body made here: the test client would leave a temporary file of its own behind."""
    head = b"--b\r\nContent-Disposition: form-data; name="
    parts = [head + f'"{k}"\r\n\r\n{v}\r\n'.encode() for k, v in (browser.hidden | fields).items()]
    parts += [head + b'"files"; filename="a.pdf"\r\n\r\n', content, b"\r\n--b--\r\n"]
    kind = "multipart/form-data; boundary=b"
    return Page(browser.client.post(URL, data=b"".join(parts), content_type=kind))


def test_a_file_over_its_limit_costs_nothing_else(browser, complaint, tmp_path) -> None:
    browser.open_form(URL)
    page = post_large(browser, complaint, pdf() + bytes(21 * 1024 * 1024))
    assert page.status == 422
    assert page.error_at("files") == f"“a.pdf”：{messages.TOO_LARGE.format(megabytes=20)}"
    assert 'value="张三丰"' in page.text
    assert on_disk(tmp_path)["staging"] == 0


def test_more_than_twice_of_all_limits_is_refused_unread(browser, complaint) -> None:
    browser.open_form(URL)
    page = Page(
        browser.client.post(
            URL,
            data=b"--b",
            content_type="multipart/form-data; boundary=b",
            environ_overrides={"CONTENT_LENGTH": str(201 * 1024 * 1024)},
        )
    )
    assert page.status == 413
    assert ERRORS["payload_too_large"][1] in page.text


@pytest.mark.parametrize("url", ["/status", "/forms/health-check-booking", "/staff/sign-in"])
def test_where_no_files_are_taken_the_small_limit_stays(browser, url: str) -> None:
    browser.open_form(URL)
    page = browser.send(url, files(("a.pdf", bytes(400_000))))
    assert page.status == 413
    assert ERRORS["payload_too_large"][1] in page.text


def test_text_is_not_held_in_memory_without_limit(browser, complaint) -> None:
    page = browser.fill_in(URL, complaint | {"description": "x" * 200_000} | files(PDF))
    assert page.status == 413


def test_names_lead_nowhere_and_are_escaped(browser, parts, complaint, tmp_path) -> None:
    name = "../../<script>alert(1)<／script>.pdf"
    page = browser.fill_in(URL, complaint | {"title": ""} | files((name, pdf())))
    assert "<script>alert" not in page.text
    assert "_script_alert(1)" in page.text
    assert sorted(p.name for p in tmp_path.rglob("*") if "script" in p.name) == []


def test_reloading_keeps_files_once_and_another_file_is_another_submission(
    browser, parts, complaint, tmp_path
) -> None:
    first = browser.fill_in(URL, complaint | files(PDF))
    assert browser.send(URL, complaint | files(PDF)).code(0) == first.code(0)
    other = browser.send(URL, complaint | files(("合同.pdf", pdf(b"/New 1"))))
    assert other.code(0) != first.code(0)
    assert on_disk(tmp_path) == {"staging": 0, "stored": 2, "moving": 0}


def test_old_forged_and_used_tokens_ask_to_choose_again(browser, complaint, clock) -> None:
    page = browser.fill_in(URL, complaint | {"title": ""} | files(PDF))
    (token,) = kept(page)
    again = messages.CHOOSE_AGAIN.format(hours=2)
    for wrong in (token[:-4] + "AAAA", "x", token + "=" * 3000):
        page = browser.send(URL, complaint | {"files.kept": wrong})
        assert (page.status, page.error_at("files")) == (422, again)
    assert browser.send(URL, complaint | {"files.kept": token}).code(0) == NUMBER
    changed = complaint | {"wishes": "另外还请书面答复。", "files.kept": token}
    page = browser.send(URL, changed)
    assert (page.status, page.error_at("files")) == (422, again)
    clock.move(hours=3)
    page = browser.send(URL, changed)
    assert page.error_at("files") == again


def test_a_question_that_was_not_asked_keeps_no_file(make_app, open_browser, tmp_path) -> None:
    """Files of a field that takes none are not looked at."""
    browser = open_browser(make_app().test_client())
    data = {"data": "x"} | {"other": [(io.BytesIO(pdf()), "a.pdf")]}
    assert browser.fill_in(URL, data).status == 422
    assert not (tmp_path / "var" / "attachments").exists()


def test_without_csrf_token_nothing_is_taken_in(browser, complaint, tmp_path) -> None:
    browser.open_form(URL)
    browser.hidden["csrf_token"] = "forged"
    page = browser.send(URL, complaint | files(PDF))
    assert page.status == 400
    assert page.error_at("files") == messages.CHOOSE_AGAIN_EXPIRED
    assert on_disk(tmp_path)["staging"] == 0


def test_a_broken_body_leaves_nothing(browser, client, tmp_path) -> None:
    browser.open_form(URL)
    body = (
        b'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n'
        + browser.hidden["csrf_token"].encode()
        + b'\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
        + pdf()
        + bytes(200_000)
    )
    response = client.post(URL, data=body, content_type="multipart/form-data; boundary=b")
    assert response.status_code in (400, 422)
    assert on_disk(tmp_path) == {"staging": 0, "stored": 0, "moving": 0}


def test_the_sweep_comes_by_itself(browser, complaint, clock, tmp_path) -> None:
    browser.fill_in(URL, complaint | {"title": ""} | files(PDF))
    assert on_disk(tmp_path)["staging"] == 1
    clock.move(hours=3)
    browser.get("/healthz")
    assert on_disk(tmp_path)["staging"] == 0


def test_the_interface_for_programs_takes_no_files_and_says_so(client, complaint, parts) -> None:
    url = "/api/forms/complaint"
    response = client.post(url, json=complaint | {"files": ["JVBERi0="]})
    assert response.status_code == 422
    assert response.json["code"] == "attachments_not_accepted"
    assert response.json["errors"] == {"files": [messages.NOT_BY_API]}
    assert client.post(url, data=files(PDF)).status_code == 415
    assert parts[SubmissionService].list_latest(10) == []
    assert client.post(url, json=complaint | {"files": None}).status_code == 201


def test_a_full_disk_keeps_what_was_typed(browser, complaint, monkeypatch) -> None:
    monkeypatch.setattr("forms_backend.attachments.store.MAX_STAGED_BYTES", 10)
    page = browser.fill_in(URL, complaint | files(PDF))
    assert (page.status, page.error_at("files")) == (422, f"“合同.pdf”：{messages.STORAGE_DOWN}")
    assert 'value="张三丰"' in page.text


# 补正


@pytest.fixture
def asked(browser, parts, complaint) -> dict[str, str]:
    """Number and code of a complaint whose sender was asked for more."""
    page = browser.fill_in(URL, complaint)
    pair = {"number": page.code(0), "query_code": page.code(1)}
    for person, action in (TO_DELIVERED[0], (INTAKE, Action.ASK_SUPPLEMENT)):
        version = parts[MatterService].open(person, pair["number"]).version
        parts[MatterService].act(person, pair["number"], action, version, {"text": "请补充合同"})
    return pair


def supply(browser: Any, pair: dict[str, str], **data: Any) -> Any:
    page = browser.fill_in("/status", pair)
    version = re.search(r'name="version" value="(\d+)"', page.text)
    known = pair | {"version": version[1] if version else "0"}
    return browser.send("/status/supply", known | data)


def test_a_supplement_brings_files(browser, parts, asked, tmp_path) -> None:
    assert 'id="supply-files"' in browser.fill_in("/status", asked).text
    page = supply(browser, asked, text="见附件", **files(PDF))
    assert page.status == 200
    assert "已收到您的附件" in page.text
    (view,) = parts[AttachmentService].of_number(NUMBER)
    assert (view.name, view.came) == ("合同.pdf", Action.SUPPLY)
    assert on_disk(tmp_path) == {"staging": 0, "stored": 1, "moving": 0}
    assert supply(browser, asked, text="再来", **files(PDF)).status == 409
    assert on_disk(tmp_path) == {"staging": 0, "stored": 1, "moving": 0}


def test_a_mistake_in_a_supplement_keeps_text_and_files(browser, parts, asked) -> None:
    page = supply(browser, asked, text="", **files(PDF))
    assert page.status == 422
    (token,) = kept(page)
    html5lib.HTMLParser(strict=True).parse(page.text)
    page = supply(browser, asked, text="见附件，还有照片", **{"files.kept": token},
                  **files(("a.exe", EXECUTABLE)))  # fmt: skip
    assert page.status == 422
    assert "见附件，还有照片</textarea>" in page.text
    assert "“a.exe”：" in page.text
    assert supply(browser, asked, text="见附件", **{"files.kept": token}).status == 200
    assert len(parts[AttachmentService].of_number(NUMBER)) == 1


def test_who_has_not_the_code_uploads_nothing(browser, asked, tmp_path) -> None:
    wrong = asked | {"query_code": "0000-0000-0000-0000"}
    assert supply(browser, wrong, text="x", **files(PDF)).status == 404
    assert not (tmp_path / "var" / "attachments").exists()


@pytest.mark.parametrize(("parts", "status"), [(100, 422), (400, 413)])
def test_a_body_of_many_small_parts_is_refused_before_it_costs(
    browser, parts: int, status: int
) -> None:
    """Each part costs the parser far more than its bytes; werkzeug by itself takes a thousand."""
    browser.open_form(URL)
    fields = {f"x{n}": "y" for n in range(parts)} | {"title": ""}
    assert post_large(browser, fields, b"%PDF").status == status
