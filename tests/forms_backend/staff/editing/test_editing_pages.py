"""编辑 in a browser without JavaScript: what its pages show, and what must not happen."""

from __future__ import annotations

import hashlib
import html
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from district.signoff.ssh_signature import public_line
from forms_backend.attachments.errors import RefusedFileError, ScannerUnavailableError
from forms_backend.attachments.service import AttachmentService
from forms_backend.identity.roles import Role
from forms_backend.manuscripts.desk import EditingDesk
from forms_backend.manuscripts.preview import DUES
from forms_backend.staff.access import declared_access
from forms_backend.staff.editing.editing_messages import CALENDAR_KINDS
from forms_backend.web.context import parts_of
from tests.forms_backend.manuscripts.newsroom import CASE, TEXT, preview_at
from tests.forms_backend.staff.editing.conftest import SIGNING_KEY
from tests.forms_backend.staff.editing.driving import ONE, SECOND, step, typed
from tests.forms_backend.staff.test_staff_access import staff_routes

PAGE = '<!doctype html><html><head><title>x</title></head><body><p id="seen">预览</p></body></html>'


@pytest.fixture
def without_key(app):
    """The zone as it is before `fabu init` has made the key."""
    del parts_of(app)._by_class[EditingDesk]


def test_what_cannot_be_saved_is_still_in_the_page(editor):
    page = step(editor, "save", header="", body="忘了头信息，但写了很多")
    assert page.status == 422
    assert "忘了头信息，但写了很多" in page.text


def test_a_reason_leads_back_to_the_editor(editor, reviewer):
    step(editor, "save", **typed(SECOND))
    step(editor, "save", then="submit", **typed(SECOND))
    assert step(reviewer, "return", reason="").status == 422
    step(reviewer, "return", reason="数额<i>不对")
    page = editor.get(ONE).text
    assert "退回：数额&lt;i&gt;不对" in page
    assert "<i>不对" not in page


def test_comparison_and_history_show_markup_as_text(room, editor):
    step(editor, "save", **typed(SECOND + "\n<script>alert(1)</script>\n"))
    for url in (f"{ONE}/compare", f"{ONE}/history"):
        page = editor.get(url)
        assert page.status == 200
        assert "<script>alert" not in page.text
    compared = editor.get(f"{ONE}/compare").text
    assert "<mark>改过</mark>" in compared
    change = re.search(rf'href="({ONE}/history/\w+)"', editor.get(f"{ONE}/history").text)[1]
    assert "<mark>" in editor.get(change).text
    assert editor.get(f"{ONE}/history/--help").status == 404
    assert editor.get(f"{ONE}/history/{'0' * 40}").status == 404


def test_a_title_with_markup_is_text(room, editor):
    step(editor, "save", **typed(TEXT.replace("欠薪一案", "<script>x</script>")))
    for url in ("/staff/editing", ONE):
        assert "<script>x" not in editor.get(url).text


def test_findings_and_preview_come_from_the_process(editor, tmp_path):
    edit = {"line": 4, "was": ["甲"], "now": ["乙"]}
    finding = {"code": "C203", "level": "error", "line": 4, "message": "<b>日期</b>", "mend": "改",
               "edit": edit}  # fmt: skip
    rows = ({"line": 0}, {"was": []}, {"now": ["甲\n乙"]}, {"now": 1})
    wrong = [{**finding, "edit": {**edit, **one}} for one in rows]
    answer = {"ok": True, "html": PAGE, "findings": [finding, *wrong, "x", {"line": "y"}]}
    with preview_at(tmp_path / "p.sock", answer):
        page = editor.open_form(ONE)
        assert "第 4 行" in page.text
        assert "<b>日期" not in page.text
        frame = re.search(r"<iframe[^>]*>", page.text)[0]
        assert 'sandbox="allow-same-origin"' in frame
        source = html.unescape(re.search(r'srcdoc="([^"]*)"', frame)[1])
        assert '<head><base href="/cases/ld-wage/">' in source
        told = editor.send(f"{ONE}/preview", typed(SECOND)).response.json
    assert told["problems"][0]["line"] == 4
    assert [one["edit"] for one in told["problems"][:6]] == [edit, *[None] * 5]
    assert told["first"] == SECOND.split("\n").index("---", 1) + 2
    assert told["html"] == source


MODELS = {
    "ok": True,
    "kinds": [
        {
            "kind": "case",
            "fields": [
                {"name": "title", "label": "标题", "type": "text", "required": True},
                {"name": "areas", "label": "领域", "type": "list",
                 "choices": [{"value": "labour", "label": "劳动<b>"}, {"value": "tax", "label": "税"}]},
                {"name": "review", "label": "三审", "type": "text"},
                {"name": "../x", "label": "x", "type": "text"},
                {"name": "status", "label": "状态", "type": "choice"},
                {"name": "source.name", "label": "来源", "type": "text"},
                {"name": "steps", "label": "步骤", "type": "list", "fields": [{"name": "text"}]},
            ],
        }
    ],
}  # fmt: skip


def test_front_matter_is_a_form_where_the_models_are_known(room, editor, tmp_path):
    with preview_at(tmp_path / "p.sock", MODELS):
        page = editor.open_form(ONE).text
        assert re.findall(r'name="field\.([\w.]+)"', page) == [
            "title",
            "areas",
            "areas",
            "source.name",
        ]
        assert "劳动&lt;b&gt;" in page
        fields = {"was.one.title": "欠薪一案", "field.title": "欠薪：一案 #2",
                  "was.many.areas": "", "field.areas": ["labour", "tax"],
                  "was.one.source.name": "", "field.source.name": "区法院, 立案庭"}  # fmt: skip
        step(editor, "save", **typed(SECOND), **fields)
    kept = room.branches.open("ld-wage").text
    assert 'title: "欠薪：一案 #2"\nstatus: published\n' in kept
    assert 'areas: [labour, tax]\nsource: {name: "区法院, 立案庭"}\n---\n' in kept
    assert kept.endswith(SECOND.rpartition("---")[2])


def test_a_new_draft_that_nobody_wants_is_given_up(editor):
    editor.fill_in("/staff/editing/new", {"kind": "policy", "identifier": "ld-nobody"})
    page = editor.get("/staff/editing/ld-nobody")
    assert "放弃这篇草稿" in page.text
    head = re.findall(r'name="head" value="(\w+)"', page.text)[0]
    gone = editor.send("/staff/editing/ld-nobody/discard", {"head": head})
    assert (gone.status, gone.response.headers["Location"]) == (303, "/staff/editing")
    assert editor.get("/staff/editing/ld-nobody").status == 404
    assert "没有在办的草稿" in editor.get("/staff/editing").text


def test_references_are_looked_up_in_the_process(editor, tmp_path):
    url = f"{ONE}/references"
    answer = {
        "ok": True,
        "items": [{"label": "民法典第577条", "markdown": "《民法典》第577条"}, {}, 1],
    }
    with preview_at(tmp_path / "p.sock", answer) as questions:
        told = editor.get(f"{url}?what=law&q=577").response.json
    assert told["items"] == answer["items"][:1]
    with preview_at(tmp_path / "p.sock", {"ok": True, "html": "", "problem": "做不成网页"}):
        assert "做不成网页" in editor.get(ONE).text
    assert questions == [{"op": "references", "query": "577", "what": "law", "path": CASE}]
    assert "暂时不可用" in editor.get(f"{url}?what=law&q=577").response.json["away"]
    assert editor.get(f"{url}?what=people&q=577").status == 404
    assert editor.get("/staff/editing/nobody/references?what=law&q=577").status == 404


@pytest.mark.parametrize(
    "answer", [b"", b"nonsense\n", b"[1]\n", b"\xff\n", {"ok": False, "message": "<b>没好"}, {}]
)
def test_without_a_preview_everything_else_works(room, editor, tmp_path, answer):
    with preview_at(tmp_path / "p.sock", answer):
        page = step(editor, "save", **typed(SECOND))
    assert "已保存" in page.text
    assert "稿件不受影响" in page.text or "&lt;b&gt;没好" in page.text
    assert "预览暂时不可用" in editor.get(ONE).text


def test_a_picture_loses_what_the_camera_wrote(room, editor, approver):
    picture, sent = Image.new("RGB", (8, 8), "red"), BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    picture.save(sent, "JPEG", exif=exif)
    assert b"secret place" in sent.getvalue()
    editor.open_form(ONE)
    page = editor.send(f"{ONE}/picture", {"picture": (BytesIO(sent.getvalue()), "../../张三.jpg")})
    assert page.status == 201
    assert "![【待填】](../../content/assets/ld-wage/01.jpg)" in page.text
    opened = room.branches.open("ld-wage")
    kept = room.branches._repository.text(opened.head, "content/assets/ld-wage/01.jpg")
    assert kept.startswith(b"\xff\xd8")
    assert b"secret place" not in kept
    step(editor, "save", **typed(SECOND))
    step(editor, "save", then="submit", **typed(SECOND))
    assert "content/assets/ld-wage/01.jpg</li>" in approver.get(ONE).text
    editor.open_form(ONE)
    refused = editor.send(f"{ONE}/picture", {"picture": (BytesIO(b"%PDF-1.4 x"), "a.pdf")})
    assert refused.status == 422


@pytest.mark.parametrize("error", [RefusedFileError("有病毒"), ScannerUnavailableError()])
def test_a_picture_is_scanned(app, room, editor, monkeypatch, error):
    class Scanner:
        def scan(self, _stream):
            raise error

    monkeypatch.setattr(parts_of(app)[AttachmentService], "_scanner", Scanner())
    sent = BytesIO()
    Image.new("RGB", (8, 8), "red").save(sent, "PNG")
    editor.open_form(ONE)
    page = editor.send(f"{ONE}/picture", {"picture": (BytesIO(sent.getvalue()), "a.png")})
    assert page.status == 422
    assert str(error) in page.text
    assert room.branches.drafts() == []


def test_new_manuscripts(room, editor):
    wrong = editor.fill_in("/staff/editing/new", {"kind": "policy", "identifier": "../x"})
    assert wrong.status == 422
    assert 'value="../x"' in wrong.text
    made = editor.fill_in("/staff/editing/new", {"kind": "policy", "identifier": "new-rule"})
    assert made.status == 303
    assert "编写中" in editor.get("/staff/editing/new-rule").text


@pytest.mark.parametrize("role", Role)
def test_editing_and_casework_know_nothing_of_each_other(app, sign_in, number, role):
    browser = sign_in("someone", "court", role)
    for method, url, endpoint in staff_routes(app):
        is_editing = url.startswith("/staff/editing") and "assets" not in url
        if method != "GET" or not (is_editing or url.startswith(("/staff/items", "/staff/visits"))):
            continue
        status = browser.get(url).status
        if is_editing != role.works_on_manuscripts:
            assert status in (
                (403,) if is_editing or role.works_on_manuscripts else (200, 403, 404)
            )
        assert declared_access(app, endpoint).roles, url
    offered = browser.get("/staff/sessions").text.partition("<main")[0]
    assert ('href="/staff/editing"' in offered) == role.works_on_manuscripts


def test_who_edits_starts_there(editor):
    assert editor.get("/staff/").response.headers["Location"] == "/staff/editing"


def test_the_key_that_encrypts_does_not_sign(make_app, room):
    """What leaks with the data key lets nobody approve; and without a key of its own nobody edits."""
    alone = make_app(editing_repository=room.bare)
    assert EditingDesk not in parts_of(alone)
    made = make_app(editing_repository=room.bare, signing_key=SIGNING_KEY)
    own = public_line(Ed25519PrivateKey.from_private_bytes(SIGNING_KEY))
    assert parts_of(made)[EditingDesk].signing.public_key == own


def test_without_a_key_to_sign_with_the_page_says_so(without_key, sign_in):
    page = sign_in("bianji", "court", Role.EDITOR).get("/staff/editing")
    assert page.status == 503
    assert "fabu init" in page.text


def test_unknown_manuscripts_are_not_there(editor):
    for name in ("nothing", "-x", "..", "a%2Fb", "LD"):
        assert editor.get(f"/staff/editing/{name}").status == 404


FILES = [
    {"path": "content/assets/ld-wage/01.jpg", "bytes": 2000, "used": [CASE]},
    {"path": "content/assets/old.png", "bytes": 5, "used": []},
    {"path": "content/assets/form.pdf", "bytes": "?", "used": ["site_config"]},
    5,
]


def test_files_are_listed_with_what_uses_them(editor, reviewer, tmp_path):
    with preview_at(tmp_path / "p.sock", {"ok": True, "files": FILES}):
        page = reviewer.get("/staff/editing/media").text
        unused = editor.get("/staff/editing/media?which=unused").text
        found = editor.get("/staff/editing/media?q=LD-WAGE&page=x").text
        none = editor.get("/staff/editing/media?q=nothing&page=9").text
    assert "共 3 个，没有用到的 1 个" in page
    assert f'<a href="{ONE}">欠薪一案</a>' in page
    assert "site_config" in page
    assert ("old.png" in unused, "01.jpg" in unused) == (True, False)
    assert ("01.jpg" in found, "old.png" in found) == (True, False)
    assert "没有符合的文件" in none
    assert "预览暂时不可用" in editor.get("/staff/editing/media").text


DUE = [
    {"day": "2020-01-02", "what": "expires", "path": "content/policies/old.md", "title": "旧政策"},
    {"day": "2099-01-02", "what": "live", "path": CASE, "title": "新案例"},
    {"day": "2099-01-03", "what": "column", "path": "site.yml", "title": "政策"},
    {"day": "soon", "what": "live", "path": CASE, "title": "没有日子"},
    {"day": "2099-01-02", "what": "party", "path": CASE, "title": "没有这种事"},
    5,
]


def test_the_calendar_says_what_is_overdue_and_what_comes(approver, tmp_path):
    with preview_at(tmp_path / "p.sock", {"ok": True, "due": DUE}):
        past, coming = approver.get("/staff/editing/calendar").text.split('id="coming"')
    assert "旧政策" in past
    assert "有效期满" in past
    assert f'<a href="{ONE}">新案例</a>' in coming
    assert "栏目最迟要更新" in coming
    assert "没有" not in coming.replace("没有。", "")
    assert "预览暂时不可用" in approver.get("/staff/editing/calendar").text


def test_everything_that_can_come_due_has_a_name():
    assert tuple(CALENDAR_KINDS) == DUES


VENDORED = Path("forms_backend/staff/static/vendor/codemirror")


def test_the_text_editor_is_what_its_readme_says(editor):
    data = (VENDORED / "codemirror.min.js").read_bytes()
    assert hashlib.sha256(data).hexdigest() in (VENDORED / "README.md").read_text("utf-8")
    assert editor.get("/staff/editing-assets/codemirror.min.js").response.data == data
    lock = json.loads(Path("releasing/text_editor/package-lock.json").read_text("utf-8"))
    named = (VENDORED / "LICENSE").read_text("utf-8")
    for place, package in lock["packages"].items():
        name = place.removeprefix("node_modules/")
        if name and "esbuild" not in name:
            assert f"  {name} {package['version']}: " in named
            assert package["license"] == "MIT"
            assert package["integrity"].startswith("sha512-")
