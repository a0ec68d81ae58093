"""Registers as people use them: enter, list, step with evidence, and what strangers see."""

from __future__ import annotations

import io

import html5lib
import openpyxl
import pytest

from forms_backend.identity.roles import Role
from tests.forms_backend.attachments.sample_files import photo_with_place
from tests.forms_backend.registers.conftest import TASK

REGISTERS = "/staff/registers"


@pytest.fixture
def supervisor(sign_in):
    return sign_in("duban1", "zhengfawei", Role.SUPERVISOR)


@pytest.fixture
def handler(sign_in):
    return sign_in("ban1", "court", Role.HANDLER)


def address(page) -> str:
    """Where a redirect leads, followed or not."""
    return page.response.headers.get("Location") or page.response.request.path


@pytest.fixture
def task(supervisor) -> str:
    supervisor.open_form(f"{REGISTERS}/tasks/new")
    return address(supervisor.send(f"{REGISTERS}/tasks", TASK))


def test_a_task_is_entered_listed_done_with_a_photo_and_cleared(supervisor, handler, task) -> None:
    overview = handler.get(REGISTERS)
    assert "任务与整改" in overview.text
    assert "企业法治体检" in overview.text
    listed = handler.get(f"{REGISTERS}/tasks")
    assert TASK["title"] in listed.text
    assert task in listed.text
    handler.open_form(task)
    photo = photo_with_place()
    page = handler.send(
        f"{task}/steps/report",
        {"version": "1", "note": "已办结 12 件", "files": (io.BytesIO(photo), "现场.jpg")},
    )
    assert page.status in (200, 303), page.text
    supervisor.open_form(task)
    shown = supervisor.get(task)
    assert "现场.jpg" in shown.text
    assert "待销号" in shown.text
    html5lib.HTMLParser(strict=True).parse(shown.text)
    stored = supervisor.get(f"{task}/files/1")
    assert stored.response.headers["Content-Disposition"].startswith("attachment")
    assert b"GPS" not in stored.response.data
    assert b"Exif" not in stored.response.data
    cleared = supervisor.send(f"{task}/steps/close", {"version": "2", "note": "核对无误"})
    assert cleared.status in (200, 303), cleared.text
    over = supervisor.get(f"{REGISTERS}/tasks?list=over")
    assert "已销号" in over.text
    for url in (REGISTERS, f"{REGISTERS}/tasks", f"{REGISTERS}/tasks/new", f"{REGISTERS}/pairs"):
        html5lib.HTMLParser(strict=True).parse(supervisor.get(url).text)


def test_mistakes_stand_at_their_inputs_and_what_was_typed_stays(supervisor) -> None:
    supervisor.open_form(f"{REGISTERS}/tasks/new")
    page = supervisor.send(f"{REGISTERS}/tasks", TASK | {"due": "明天", "owner": ""})
    assert page.status == 422
    assert 'id="due-error"' in page.text
    assert 'id="owner-error"' in page.text
    assert TASK["measure"] in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)


def test_a_refused_step_keeps_its_note_and_its_file(handler, task) -> None:
    handler.open_form(task)
    page = handler.send(
        f"{task}/steps/report",
        {
            "version": "7",
            "note": "写了很久的说明",
            "files": (io.BytesIO(photo_with_place()), "a.jpg"),
        },
    )
    assert page.status == 409
    assert "写了很久的说明" in page.text
    assert 'name="files.kept"' in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    page = handler.send(f"{task}/steps/report", {"version": "1", "note": ""})
    assert page.status == 422
    assert 'id="note-report-error"' in page.text
    assert "要有佐证材料" in page.text
    page = handler.send(f"{task}/steps/close", {"version": "1", "note": "x"})
    assert page.status == 403


def test_a_change_is_made_and_a_stale_one_is_not(supervisor, task) -> None:
    supervisor.open_form(f"{task}/change")
    page = supervisor.send(task, TASK | {"version": "9", "owner": "赵六"})
    assert page.status == 409
    assert "赵六" in page.text
    assert supervisor.send(task, TASK | {"version": "1", "owner": "赵六"}).status in (200, 303)
    assert "赵六" in supervisor.get(task).text


def test_other_units_and_other_registers_do_not_find_it(sign_in, supervisor, task) -> None:
    stranger = sign_in("min1", "police", Role.HANDLER)
    assert stranger.get(task).status == 404
    assert TASK["title"] not in stranger.get(f"{REGISTERS}/tasks?list=all").text
    assert supervisor.get(task.replace("/tasks/", "/pairs/")).status == 404
    assert supervisor.get(f"{REGISTERS}/nothing").status == 404
    reviewer = sign_in("shen1", "court", Role.REVIEWER)
    assert reviewer.get(f"{REGISTERS}/tasks/new").status == 403


def test_a_workbook_is_imported_or_told_by_cell(supervisor) -> None:
    head = ["事项", "清单", "责任人", "措施", "完成期限", "责任单位"]
    right = ["清理未结案件", "任务清单", "王五", "逐案清理", "2026-12-10", "区法院"]
    page = send_book(supervisor, head, right, [*right[:4], "=TODAY()", "区法院"])
    assert page.status == 422
    assert "E3：这一格是公式" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert "清理未结案件" not in supervisor.get(f"{REGISTERS}/tasks").text
    assert send_book(supervisor, head, right, right).status in (200, 303)
    assert supervisor.get(f"{REGISTERS}/tasks").text.count("清理未结案件") == 2
    book = supervisor.get(f"{REGISTERS}/tasks/export.xlsx").response.data
    assert openpyxl.load_workbook(io.BytesIO(book)).active["B2"].value == "清理未结案件"
    assert supervisor.get(f"{REGISTERS}/tasks/template.xlsx").status == 200
    supervisor.open_form(f"{REGISTERS}/tasks/import")
    assert supervisor.send(f"{REGISTERS}/tasks/import", {}).status == 422


def send_book(browser, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    browser.open_form(f"{REGISTERS}/tasks/import")
    return browser.send(f"{REGISTERS}/tasks/import", {"file": (stream, "任务.xlsx")})


def test_cases_are_drawn_on_a_page_that_says_how_to_check(supervisor, handler) -> None:
    url = f"{REGISTERS}/reviews/sample"
    supervisor.open_form(url)
    assert supervisor.send(url, {"unit": "", "items": "甲\n甲", "seed": ""}).status == 422
    cases = "\n".join(f"（2026）示0101刑初{n}号" for n in range(30))
    drawn = supervisor.send(url, {"unit": "police", "items": cases, "seed": "开奖号 0912"})
    assert drawn.status in (200, 303)
    page = supervisor.get(url)
    assert "fabu register draw" in page.text
    assert "开奖号 0912" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
    assert supervisor.get(f"{REGISTERS}/reviews").text.count("刑初") == 3
    assert handler.get(url).status == 403
    assert supervisor.get(f"{REGISTERS}/tasks/sample").status == 404


def test_targets_stand_on_the_dashboard(supervisor) -> None:
    page = supervisor.get("/staff/dashboard")
    assert "企业法治体检" in page.text
    assert "任务与整改" in page.text
    html5lib.HTMLParser(strict=True).parse(page.text)
