"""附件 of an answer: sent with it, unticked in the next version, fetched by the visitor once told."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest

from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.roles import Role
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.ledger.service import LedgerService
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


@pytest.fixture
def in_hand(sign_in: Any, told: tuple[str, str]) -> tuple[Any, Any]:
    """A browser of who has the matter in hand, and one of the reviewer."""
    number, _ = told
    intake = sign_in("shouli", "zhengfawei", Role.INTAKE)
    for action, inputs in (
        ("register", {}), ("accept", {}), ("assign", {"unit": "court", "basis": "审判事项"}),
    ):  # fmt: skip
        assert act(intake, number, action, **inputs).status == 303
    handler = sign_in("chengban", "court", Role.HANDLER)
    assert act(handler, number, "take").status == 303
    return handler, sign_in("shenhe", "court", Role.REVIEWER)


def ticks(browser: Any, number: str) -> dict[str, tuple[str, bool]]:
    """Of each file that may go along: its id, and whether it is ticked."""
    page = browser.get(f"/staff/items/{number}").text
    found = re.findall(r'id="had-([0-9]+)" value="[0-9]+"( checked)?> <label[^>]*>([^<]+)<', page)
    return {name: (key, bool(checked)) for key, checked, name in found}


def test_what_goes_with_an_answer_reaches_the_visitor_once_it_was_told(
    in_hand, told, parts, browser
) -> None:
    (handler, reviewer), (number, code) = in_hand, told
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


def events(parts: Any, number: str) -> list[tuple[str, int]]:
    """Of each event about files: what it was, and how many it names."""
    with parts.ground.database.read() as work:
        found = [(e.action, e.detail) for e in work[LedgerRepository].events_of(number)]
    about = ("files_shared", "files_held_back")
    return [(action, detail.count('"file_')) for action, detail in found if action in about]


def test_what_was_unticked_is_told_and_may_be_ticked_again(in_hand, told, parts, clock) -> None:
    (handler, reviewer), (number, _) = in_hand, told
    assert submit(handler, number, "草稿.pdf", "明细.pdf").status == 303
    assert act(reviewer, number, "return_answer", text="去掉草稿").status == 303
    had = ticks(handler, number)
    assert {name: ticked for name, (_, ticked) in had.items()} == {
        "草稿.pdf": True,
        "明细.pdf": True,
    }
    kept, draft = had["明细.pdf"][0], had["草稿.pdf"][0]
    assert submit(handler, number, kept_with_answer=kept).status == 303
    assert events(parts, number) == [("files_shared", 2), ("files_held_back", 1)]
    assert act(reviewer, number, "return_answer", text="草稿还是附上").status == 303
    assert ticks(handler, number) == {"草稿.pdf": (draft, False), "明细.pdf": (kept, True)}
    before = clock()
    clock.move(minutes=10)
    assert submit(handler, number, kept_with_answer=[kept, draft]).status == 303
    assert events(parts, number)[2:] == [("files_shared", 1)]
    names = [
        [one.name for one in parts[AttachmentService].of_answer(number, at)]
        for at in (before, clock())
    ]
    assert [sorted(some) for some in names] == [["明细.pdf"], ["明细.pdf", "草稿.pdf"]], (
        "what is ticked again is for nobody who was answered before"
    )
    assert not parts[AttachmentService].of_visitor(number)
    assert parts[LedgerService].verify().is_intact
