"""附件 of an answer: sent with it, unticked in the next version, fetched by the visitor once told."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.roles import Role
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.submissions.channel import Channel
from tests.forms_backend.attachments.sample_files import pdf
from tests.forms_backend.staff.conftest import act

ANSWER = "诉求：合并检查。结论：已合并，明细见附件。"


@pytest.fixture
def told(parts: Any, complaint: dict[str, Any]) -> tuple[str, str]:
    """Number and query code."""
    form = parts.ground.forms["complaint"]
    receipt = parts[SubmissionService].accept(form, complaint, channel=Channel.WEB)
    return receipt.number, receipt.query_code


def submit(browser: Any, number: str, *names: str, **inputs: Any) -> Any:
    files = [(io.BytesIO(pdf()), name) for name in names]
    sent = inputs | {"answer": ANSWER} | ({"files": files} if files else {})
    return act(browser, number, "submit_answer", **sent)


def test_what_goes_with_an_answer_reaches_the_visitor_once_it_was_told(
    sign_in, told, parts, browser
) -> None:
    number, code = told
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    handler = sign_in("chengban", "court", Role.HANDLER)
    reviewer = sign_in("shenhe", "court", Role.REVIEWER)
    for action, inputs in (
        ("register", {}), ("accept", {}), ("assign", {"unit": "court", "basis": "审判事项"}),
    ):  # fmt: skip
        assert act(intake, number, action, **inputs).status == 303
    assert act(handler, number, "take").status == 303
    assert submit(handler, number, "草稿.pdf", "明细.pdf").status == 303
    assert act(reviewer, number, "return_answer", text="去掉草稿").status == 303

    page = handler.get(f"/staff/items/{number}")
    ids = dict(re.findall(r'id="had-([0-9]+)"[^>]*> <label[^>]*>([^<]+)<', page.text))
    assert sorted(ids.values()) == ["明细.pdf", "草稿.pdf"]
    kept = next(key for key, name in ids.items() if name == "明细.pdf")
    refused = act(
        handler, number, "submit_answer", answer="", kept_with_answer=kept,
        files=[(io.BytesIO(pdf()), "补充.pdf")],
    )  # fmt: skip
    assert refused.status == 422
    token = re.search(r'name="files\.kept"[^>]*value="([^"]+)"', refused.text)
    assert token  # the file that was chosen need not be chosen again
    assert re.findall(r'id="had-([0-9]+)" value="[0-9]+" checked', refused.text) == [kept]
    again = {"kept_with_answer": kept, "files.kept": token[1]}
    assert submit(handler, number, **again).status == 303

    pair = {"number": number, "query_code": code}
    assert "明细.pdf" not in browser.fill_in("/status", pair).text  # not told yet
    assert act(reviewer, number, "approve_answer").status == 303
    assert act(handler, number, "deliver", channel="site").status == 303
    shown = browser.fill_in("/status", pair).text
    links = dict(re.findall(r'action="(/status/files/[0-9]+)".*?下载 ([^（]+)（', shown, re.DOTALL))
    assert sorted(links.values()) == ["明细.pdf", "补充.pdf"]
    assert "已收到您的附件" not in shown
    first = next(iter(links))
    assert browser.send(first, pair).response.data == pdf()
    assert browser.send(first, pair | {"query_code": "0000-0000-0000-0000"}).status == 404
    inside = next(key for key, name in ids.items() if name == "草稿.pdf")
    assert browser.send(f"/status/files/{inside}", pair).status == 404
    assert not parts[AttachmentService].of_visitor(number)
