"""导入 Word: looked at like any upload, converted behind the socket, and told whole."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from forms_backend.attachments.errors import ScannerUnavailableError
from forms_backend.attachments.service import AttachmentService
from forms_backend.manuscripts.originals import KIND_NAMES, OriginalsDesk
from forms_backend.staff.editing import import_pages
from forms_backend.web.context import parts_of
from publisher.importing.forms import KINDS
from tests.forms_backend.manuscripts.newsroom import EDITOR, REVIEWER, preview_at
from tests.publisher.importing.office_files import TEXTS, document, write_docx

URL = "/staff/editing/import"
TEXT = "---\nid: {id}\ntitle: 供货案\nstatus: draft\n---\n\n## 基本案情\n\n【待填】\n"


def row(identifier="gong-huo", **more):
    return {
        "id": identifier,
        "path": f"cases_library/2026/{identifier}.md",
        "title": "供货案",
        "text": TEXT.format(id=identifier),
        "pictures": [],
        "proposals": [
            {"key": "cause", "value": "买卖合同纠纷", "origin": "标题", "confidence": "较有把握"}
        ],
        "missing": ["裁判结果"],
        "told": ["有 1 条批注，没有带入"],
        "findings": ["x.md:3: C214 还有【待填】"],
        "duplicates": ["cases_library/2026/ld-wage.md（有 70% 相同）"],
        "redaction": "-张三\n+张某",
    } | more


def word_file():
    document, sent = Document(), BytesIO()
    document.add_heading("基本案情", 1)
    document.add_paragraph("某公司供货。")
    document.save(sent)
    return sent.getvalue()


def send(editor, data=None, name="供货案.docx", **fields):
    editor.open_form(URL)
    return editor.send(URL, {"original": (BytesIO(data or word_file()), name), **fields})


def incoming(app) -> list[Path]:
    return list((parts_of(app)[OriginalsDesk]._folder).glob("*"))


def test_a_word_file_becomes_drafts_and_all_of_it_is_told(app, room, editor, tmp_path):
    cause = {"name": "cause", "label": "案由（填这一栏）", "type": "text"}
    kinds = [{"kind": "case", "fields": [cause]}]
    answer = {"ok": True, "drafts": [row(), row("gong-huo-2")], "kinds": kinds}
    with preview_at(tmp_path / "p.sock", answer) as questions:
        page = send(editor, kind="case")
    assert page.status == 201
    for words in (
        "得到 2 篇草稿",
        "买卖合同纠纷",
        "裁判结果",
        "没有带入",
        "C214",
        "70% 相同",
        "+张某",
        "填 1 处",
        "案由（填这一栏）",
    ):
        assert words in page.text
    question, asked_for_labels = questions
    assert asked_for_labels["op"] == "models"
    assert (question["op"], question["kind"], question["taken"]) == ("import", "case", ["ld-wage"])
    assert Path(question["file"]).name == "供货案.docx"
    assert incoming(app) == []
    opened = room.branches.open("gong-huo")
    assert (opened.text, opened.online) == (TEXT.format(id="gong-huo"), None)
    assert opened.last.author.email == "bianji@staff.invalid"
    assert "gong-huo-2" in editor.get("/staff/editing").text


def test_several_files_at_once_are_one_list_and_one_that_fails_stops_none(room, editor, tmp_path):
    def answer(question):
        name = Path(question["file"]).stem
        if name == "b":
            return {"ok": False, "message": "文件里没有内容"}
        return {"ok": True, "drafts": [row(f"{name}-1", title=f"{name} 案")]}

    sent = [(BytesIO(word_file()), f"{name}.docx") for name in "abc"] + [(BytesIO(b"x"), "旧.doc")]
    editor.open_form(URL)
    with preview_at(tmp_path / "p.sock", answer):
        page = editor.send(URL, {"original": sent})
        only_bad = editor.send(URL, {"original": [(BytesIO(b"x"), n) for n in ("d.doc", "e.doc")]})
    assert page.status == 201
    assert "导入了 2 个文件，得到 2 篇草稿，都还没有送审；另有 2 个没有导入" in page.text
    for words in ("a 案", "c 案", "文件里没有内容", "b.docx", "旧.doc", "另存为 .docx"):
        assert words in page.text
    assert {one.place.id for one in room.branches.drafts()} == {"a-1", "c-1"}
    assert only_bad.status == 422
    assert "2 个文件都没有导入" in only_bad.text


def test_more_files_than_are_taken_at_once_are_named(editor, tmp_path, monkeypatch):
    small = write_docx(tmp_path / "x.docx", document(TEXTS[0], "bold")).read_bytes()
    sent = [(BytesIO(small), f"{n}.docx") for n in range(21)]
    editor.open_form(URL)
    with preview_at(
        tmp_path / "p.sock",
        lambda one: {"ok": True, "drafts": [row("n" + Path(one["file"]).stem)]},
    ):
        page = editor.send(URL, {"original": sent})
        monkeypatch.setattr(import_pages, "LONGEST", -1)
        late = send(editor, name="late.docx")
    assert "20.docx" in page.text
    assert "一次最多 20 个文件" in page.text
    assert page.text.count("填 1 处") == 20
    assert "没有来得及导入" in late.text


def test_what_was_left_out_is_told_in_the_draft_until_it_is_online(room, editor, tmp_path):
    quoted = "第一个案例之前的 9 字没有带入：“张三说“还钱”，李四没有……”"
    told = [*row()["told"], quoted]
    with preview_at(tmp_path / "p.sock", {"ok": True, "drafts": [row(told=told)]}):
        send(editor)
    page = editor.get("/staff/editing/gong-huo").text
    for words in (
        "缺少段落：裁判结果",
        "有 1 条批注，没有带入",
        "9 字没有带入",
        "可能与已有的稿件重复",
    ):
        assert words in page
    for words in ("张三", "还钱", "李四"):
        assert words not in page


REFUSED = (
    [row(path="site_config/people.yml")],
    [row(path="content/pages/x.md")],
    [row(path="../x.md")],
    [row(text="没有头信息")],
    [row(text=5)],
    [row(), row("ld-wage")],
    [row(), row(pictures=["../../secret.png"])],
    [row(pictures=["1.png"])],
    [row(pictures=["1.svg"])],
    [5],
    [],
    None,
)


@pytest.mark.parametrize("drafts", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_draft_of_ours_leaves_nothing(app, room, editor, tmp_path, drafts):
    with preview_at(tmp_path / "p.sock", {"ok": True, "drafts": drafts}):
        page = send(editor)
    assert page.status == 422
    assert room.branches.drafts() == []
    assert room.published("site_config/people.yml")
    assert incoming(app) == []


def test_why_nothing_came_of_it_is_said(editor, tmp_path):
    with preview_at(tmp_path / "p.sock", {"ok": False, "message": "文件里没有内容"}):
        assert "文件里没有内容" in send(editor).text
    assert "没有导入" in send(editor).text  # nobody answers
    assert "另存为 .docx" in send(editor, name="旧稿.doc").text
    assert send(editor, data=b"%PDF-1.4 x").status == 422
    assert send(editor, kind="hearing").status == 422
    editor.open_form(URL)
    assert "请选择" in editor.send(URL, {}).text


def test_a_word_file_is_scanned(app, editor, monkeypatch):
    class Scanner:
        def scan(self, _stream):
            raise ScannerUnavailableError

    monkeypatch.setattr(parts_of(app)[AttachmentService], "_scanner", Scanner())
    assert str(ScannerUnavailableError()) in send(editor).text


def test_pictures_come_into_the_draft(room, tmp_path):
    class Preview:
        def drafts_of(self, file, _kind, _taken):
            (file.parent / "gong-huo").mkdir()
            (file.parent / "gong-huo/1.png").write_bytes(b"\x89PNG")
            return [row(pictures=["1.png"])]

    desk = OriginalsDesk(room.desk, Preview(), tmp_path)
    (draft,) = desk.take_in("../../供货:案?.docx", BytesIO(b"x"), "", EDITOR)
    opened = room.branches.open("gong-huo")
    assert draft.unfilled == 1
    assert room.branches.names_in(opened, "content/assets/gong-huo/") == {"1.png"}


def test_only_editors_import(room, tmp_path, sign_in):
    class Preview:
        def drafts_of(self, *_):
            return [row()]

    with pytest.raises(Exception, match="不能新建"):
        OriginalsDesk(room.desk, Preview(), tmp_path).take_in("a.docx", BytesIO(b""), "", REVIEWER)


def test_both_sides_know_the_same_kinds():
    assert tuple(kind.value for kind in KINDS) == KIND_NAMES
