"""Staff see what was attached, fetch it byte for byte, and leave a trace."""

from __future__ import annotations

import hashlib
import io
import re
from typing import Any

import pytest

from forms_backend.attachments import messages
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.roles import Role
from forms_backend.ledger.service import LedgerService
from forms_backend.web.security import DOWNLOAD_SECURITY_POLICY
from tests.forms_backend.attachments.sample_files import pdf

NUMBER = "TS202611-000001"
NAME = "合同 <b>'第一页.pdf"


@pytest.fixture
def attached(app: Any, open_browser: Any, complaint: dict[str, Any]) -> str:
    """A complaint with one file; the path of its download."""
    browser = open_browser(app.test_client())
    page = browser.fill_in("/forms/complaint", complaint | {"files": [(io.BytesIO(pdf()), NAME)]})
    assert page.code(0) == NUMBER
    return f"/staff/items/{NUMBER}/attachments/1"


def test_the_list_names_type_size_and_digest(sign_in, attached) -> None:
    page = sign_in("shouli", "zhengfawei", Role.INTAKE).get(f"/staff/items/{NUMBER}")
    assert "合同 _b_&#39;第一页.pdf" in page.text
    assert hashlib.sha256(pdf()).hexdigest() in page.text
    assert f"PDF · {messages.size_text(len(pdf()))} · 收到来件时上传" in page.text
    assert f'href="{attached}"' in page.text
    assert "<b>'" not in page.text


def test_the_file_comes_as_it_was_and_is_never_shown(sign_in, attached, parts) -> None:
    response = sign_in("shouli", "zhengfawei", Role.INTAKE).get(attached).response
    assert response.get_data() == pdf()
    headers = response.headers
    assert headers["Content-Disposition"] == (
        f'attachment; filename="{NUMBER}-1.pdf"; '
        "filename*=UTF-8''%E5%90%88%E5%90%8C%20_b_%27%E7%AC%AC%E4%B8%80%E9%A1%B5.pdf"
    )
    assert headers["Content-Security-Policy"] == DOWNLOAD_SECURITY_POLICY
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert (headers["Content-Type"], headers["Content-Length"]) == (
        "application/pdf",
        str(len(pdf())),
    )
    lines, report = parts[LedgerService].audit(10, actor="cli:test")
    (line,) = [line for line in lines if line.action.value == "attachment_read"]
    assert (line.number, line.actor) == (NUMBER, "staff:shouli")
    assert hashlib.sha256(pdf()).hexdigest() in line.detail
    assert "合同" not in line.detail
    assert report.is_intact


@pytest.mark.parametrize(
    ("unit", "role"),
    [("court", Role.HANDLER), ("police", Role.INTAKE), ("zhengfawei", Role.ADMINISTRATOR)],
)
def test_who_may_not_see_the_matter_gets_nothing(sign_in, attached, unit, role) -> None:
    response = sign_in("fremd", unit, role).get(attached).response
    assert response.status_code in (403, 404)
    assert pdf() not in response.get_data()


@pytest.mark.parametrize("path", ["2", "0", "-1", "x", "99999999999999999999", "1/../2"])
def test_no_other_id_leads_to_a_file(sign_in, attached, path: str) -> None:
    browser = sign_in("shouli", "zhengfawei", Role.INTAKE)
    assert browser.get(f"/staff/items/{NUMBER}/attachments/{path}").status == 404


def test_a_damaged_file_is_said_and_not_sent(sign_in, attached, tmp_path) -> None:
    (path,) = (p for p in (tmp_path / "var/attachments/stored").rglob("*") if p.is_file())
    path.write_bytes(path.read_bytes()[:-1])
    page = sign_in("shouli", "zhengfawei", Role.INTAKE).get(attached)
    assert page.status == 500
    assert messages.UNREADABLE_TEXT in page.text
    assert "Content-Disposition" not in page.response.headers


def test_who_writes_down_for_a_visitor_can_add_files(sign_in, parts, complaint) -> None:
    browser = sign_in("shouli", "zhengfawei", Role.INTAKE)
    page = browser.open_form("/staff/intake/complaint")
    assert 'id="field-files"' in page.text
    taken = {"intake-source": "window", "intake-received_on": "2026-11-20", "intake-told": "orally"}
    sources = re.findall(r'<option value="(\w+)">', page.text.split('name="intake-source"')[1])
    data = complaint | taken | {"intake-source": sources[0]}
    page = browser.send(
        "/staff/intake/complaint", data | {"files": [(io.BytesIO(pdf()), "收据.pdf")]}
    )
    assert page.status == 201, page.summary()
    (view,) = parts[AttachmentService].of_number(NUMBER)
    assert view.name == "收据.pdf"
    lines, _ = parts[LedgerService].audit(10, actor="cli:test")
    assert [e.actor for e in lines if e.action.value == "attached"] == ["staff:shouli"]
