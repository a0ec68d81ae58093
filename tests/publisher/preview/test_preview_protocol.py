"""What the editor in the browser asks, and that no request, however broken, ends the process."""

import json
import os
import re
import shutil
import socket
import stat
import threading

import pytest

from publisher.model.document import Kind
from publisher.model.kinds import SPECS
from publisher.preview import local_socket
from publisher.preview.protocol import LARGEST, answer
from tests.publisher.importing import office_files
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.preview.conftest import changed
from tests.publisher.site_project import with_keys

TYPES = {"text", "date", "list", "choice", "number", "bool", "paragraph"}
MAIN = re.compile(r'<main id="main".*</main>', re.DOTALL)


def ask(session, request):
    line = request if isinstance(request, bytes) else json.dumps(request).encode()
    given = answer(session, line)
    assert given.endswith(b"\n")
    assert given.count(b"\n") == 1
    return json.loads(given)


def render(session, text, path=CASE):
    return ask(session, {"op": "render", "path": path, "text": text})


def test_a_text_that_is_not_saved_is_shown_as_the_site_would(session):
    text = text_of(CASE).replace("## 裁判结果\n\n", "## 裁判结果\n\n还没有保存。", 1)
    given = render(session, text)
    assert (given["ok"], given["findings"], given["is_current"]) == (True, [], True)
    assert "还没有保存。" in given["html"]
    assert not re.search(r'(?:href|src)="\.', given["html"])
    assert 'href="/assets/fabu/fabu.css' in given["html"]
    assert "还没有保存。" not in session.project.page("cases/ld-unsigned/index.html").html


def test_a_certain_mend_is_told_with_its_finding(session):
    text = text_of(CASE).replace("## 裁判结果", "##裁判结果", 1)
    line = text[: text.index("##裁判结果")].count("\n") + 1
    told = [one["edit"] for one in render(session, text)["findings"] if "edit" in one]
    assert told == [{"line": line, "was": ["##裁判结果"], "now": ["## 裁判结果"]}]


def test_the_page_is_that_of_the_saved_one_but_for_where_addresses_begin(session):
    text = text_of(CASE)
    saved = session.project.page("cases/ld-unsigned/index.html").html
    given = render(session, text)["html"]
    assert MAIN.search(given)[0] == MAIN.search(saved)[0].replace('="../../', '="/')


def test_a_plain_page_is_shown_too(session):
    text = (session.folders.root / "content/about/contact.md").read_text(encoding="utf-8")
    html = render(session, text, "content/about/contact.md")["html"]
    assert 'href="/cases/ld-unsigned/#' in html
    assert 'href="/forms/complaint"' in html


def test_a_finding_says_where_what_and_how_to_mend_it(session):
    given = render(session, with_keys(text_of(CASE), stage="九审"))
    (finding,) = given["findings"]
    assert finding == {
        "code": "C204",
        "level": "error",
        "line": 14,
        "column": len("stage: ") + 1,
        "message": finding["message"],
        "mend": finding["mend"],
    }
    assert "九审" in finding["message"]
    assert finding["mend"]
    # Where no page can be made of the text, the saved one stays.
    assert given["is_current"] is False
    assert "未签" in given["html"]


def test_what_neighbours_give_is_among_the_findings(session):
    given = render(session, text_of(CASE) + "\n见[没有的案例](nowhere.md)。\n")
    assert [finding["code"] for finding in given["findings"]] == ["L401"]


def test_a_manuscript_that_is_no_file_yet_can_be_shown(session):
    text = with_keys(text_of(CASE), id="ld-unborn", title="还没有的案例", policies=None)
    given = render(session, text, "cases_library/2026/ld-unborn.md")
    assert given["ok"]
    assert "还没有的案例" in given["html"]


TEXTS = {
    "no front matter": "没有头信息。",
    "empty": "",
    "blank": " \n\n",
    "front matter not closed": "---\ntitle: 甲\n",
    "bad yaml": '---\ntitle: "甲\n---\n\n正文\n',
    "yaml that refers to itself": "---\ntitle: &a [*a]\n---\n\n正文\n",
    "a list": "---\n- 甲\n- 乙\n---\n\n正文\n",
    "binary": "\0\x01\x02\ufffe" * 30,
    "half a character": "---\ntitle: \ud83d\n---\n\n\udc00\n",
    "open fence": None,
    "brackets in brackets": None,
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_broken_text_is_findings_and_never_the_end(session, name):
    text = TEXTS[name]
    if name == "open fence":
        text = text_of(CASE) + "\n~~~\n没有结束"
    if name == "brackets in brackets":
        text = text_of(CASE) + "\n" + "[" * 3000 + "\n"
    given = render(session, text)
    assert given["ok"]
    assert given["html"].startswith("<!doctype html>")
    assert given["findings"] or given["is_current"]
    for finding in given["findings"]:
        assert finding["line"] >= 1
        assert re.search("[\u4e00-\u9fff]", finding["message"])
    assert render(session, text_of(CASE))["findings"] == []


PATHS = (
    "../x.md",
    "content/../site_config/x.md",
    "content/policies/../../x.md",
    "/etc/passwd",
    "/content/policies/x.md",
    "content",
    "content/x.txt",
    "content/policies/x.md/../../../../y.md",
    "content\\policies\\x.md",
    "site_config/x.md",
    "content/assets/x.md",
    "content/.hidden/x.md",
    "content/po\0licies/x.md",
    "content/" + "x" * 5000 + ".md",
    "content/policies/\ud83d.md",
    "",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_path_never_leaves_the_manuscripts(session, path):
    given = render(session, text_of(CASE), path)
    assert given["ok"] is False
    assert re.search("[\u4e00-\u9fff]", given["message"])


def test_nor_does_a_link_on_the_way(session, tmp_path):
    link = session.folders.content / "policies" / "elsewhere"
    link.symlink_to(tmp_path)
    try:
        given = render(session, text_of(CASE), "content/policies/elsewhere/x.md")
    finally:
        link.unlink()
    assert given["ok"] is False


REQUESTS = (
    b"",
    b"{",
    b"[]",
    b"null",
    b"5",
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"op": "delete"}',
    b'{"op": 5}',
    b'{"op": "render"}',
    b'{"op": "render", "path": 5, "text": ""}',
    b'{"op": "render", "path": "content/policies/x.md", "text": null}',
    b'{"op": "references", "query": "x", "what": "page"}',
    b'{"op": "references", "what": "law"}',
    b" " * (LARGEST + 1),
)


@pytest.mark.parametrize("line", REQUESTS, ids=range(len(REQUESTS)))
def test_what_is_no_request_is_refused_in_chinese(session, line):
    given = ask(session, line)
    assert given["ok"] is False
    assert re.search("[\u4e00-\u9fff]", given["message"])


def test_kinds_are_those_of_the_models(session):
    kinds = {one["kind"]: one for one in ask(session, {"op": "models"})["kinds"]}
    assert kinds.keys() == {kind.value for kind in Kind}
    for kind in Kind:
        fields = {field["name"]: field for field in kinds[kind.value]["fields"]}
        assert {field["type"] for field in fields.values()} <= TYPES
        assert all(field["label"] and field["help"] for field in fields.values())
        for name, info in SPECS[kind].model.model_fields.items():
            if name in fields:
                assert fields[name]["required"] == info.is_required(), name
    case = {field["name"]: field for field in kinds["case"]["fields"]}
    assert case["published"]["type"] == "date"
    assert case["summary"]["type"] == "paragraph"
    assert case["example"]["type"] == "bool"
    assert case["type"]["type"] == "choice"
    assert case["source.name"]["required"]
    assert not case["withdrawn.reason"]["required"]
    assert {"value": "合同交易", "label": "合同交易"} in case["areas"]["choices"]
    assert [one["label"] for one in case["status"]["choices"]] == ["草稿", "审核中", "已发布"]
    guide = {field["name"]: field for field in kinds["guide"]["fields"]}
    assert guide["steps[].title"]["required"]
    assert "steps" not in guide
    assert kinds["case"]["folder"] == "cases_library"
    assert kinds["policy"]["folder"] == "content/policies"


def test_all_findings_are_those_of_a_check(session, folders):
    with changed(session, CASE, with_keys(text_of(CASE), stage="九审")):
        given = ask(session, {"op": "findings"})
    assert given["problems"] == []
    assert (CASE, "C204", 14) in {(f["path"], f["code"], f["line"]) for f in given["findings"]}


SEARCHES = (
    ("law", "劳动合同法", "《中华人民共和国劳动合同法》"),
    ("law", "劳动合同法第39条", "《中华人民共和国劳动合同法》第三十九条"),
    ("law", "民法典 577", "《中华人民共和国民法典》第五百七十七条"),
    ("law", "民法典第五百七十七条", "《中华人民共和国民法典》第五百七十七条"),
    ("form", "投诉", "[投诉举报](/forms/complaint)"),
)


@pytest.mark.parametrize(("what", "query", "markdown"), SEARCHES)
def test_the_best_that_is_found_comes_first(session, what, query, markdown):
    found = ask(session, {"op": "references", "what": what, "query": query})["items"]
    assert found[0]["markdown"] == markdown
    assert len(found) <= 20


def test_an_article_that_the_law_does_not_have_is_not_offered(session):
    found = ask(session, {"op": "references", "what": "law", "query": "劳动合同法第999条"})
    assert found["items"] == []


PLACES = (
    ("", "../../cases_library/2026/ld-unsigned.md"),
    ("content/policies/x.md", "../../cases_library/2026/ld-unsigned.md"),
    ("content/about.md", "../cases_library/2026/ld-unsigned.md"),
    ("cases_library/2026/new.md", "ld-unsigned.md"),
    ("cases_library/2025/old.md", "../2026/ld-unsigned.md"),
    ("cases_library/undated.md", "2026/ld-unsigned.md"),
)


@pytest.mark.parametrize(("path", "link"), PLACES)
def test_a_case_is_linked_from_where_it_is_inserted(session, path, link):
    request = {"op": "references", "what": "case", "query": "劳动 合同", "path": path}
    (near, *_) = ask(session, request)["items"]
    assert near["markdown"].endswith(f"]({link})")


def test_a_link_that_was_inserted_leads_somewhere(session):
    request = {"op": "references", "what": "case", "query": "劳动 合同", "path": CASE}
    (near, *_) = ask(session, request)["items"]
    given = render(session, text_of(CASE) + f"\n见{near['markdown']}。\n")
    assert given["findings"] == []


# Files beside the manuscripts


def test_each_file_is_told_with_what_refers_to_it(session):
    nobody = session.folders.content / "assets/nobody.png"
    nobody.write_bytes(b"12345")
    try:
        files = {one["path"]: one for one in ask(session, {"op": "media"})["files"]}
    finally:
        nobody.unlink()
    assert files["content/assets/nobody.png"] == {
        "path": "content/assets/nobody.png", "bytes": 5, "used": []
    }  # fmt: skip
    assert files["content/assets/flow.png"]["used"] == [CASE]
    findings = ask(session, {"op": "findings"})["findings"]
    told = {one["path"] for one in findings if one["code"] == "F113"}
    unused = {path for path, one in files.items() if not one["used"]}
    assert unused - {"content/assets/nobody.png"} <= told


# What comes due


def test_what_comes_due_is_told_by_its_day(session):
    def due():
        return ask(session, {"op": "calendar"})["due"]

    text = with_keys(text_of(CASE), publish_at="2026-12-24 09:00", unpublish_at="2027-01-05 09:00")
    with changed(session, CASE, text):
        found = due()
    days = [one["day"] for one in found]
    assert days == sorted(days)
    here = {(one["what"], one["day"]) for one in found if one["path"] == CASE}
    assert here == {("live", "2026-12-24"), ("ends", "2027-01-05")}
    assert [one for one in due() if one["path"] == CASE] == []
    columns = [one for one in found if one["what"] == "column"]
    assert columns
    assert {one["path"] for one in columns} == {"site.yml"}


# Word files


@pytest.fixture
def incoming(session):
    """A folder that both sides see."""
    folder = session.folders.root / "var/incoming/1"
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder.parent)


def test_a_word_file_becomes_a_draft_of_which_nothing_is_written(session, incoming):
    before = {path for path in session.folders.root.rglob("*") if "incoming" not in str(path)}
    text = office_files.TEXTS[0]
    file = office_files.write_docx(incoming / "wage.docx", office_files.document(text, "style"))
    given = ask(session, {"op": "import", "file": str(file), "taken": ["wage"]})
    assert given["ok"], given
    (draft,) = given["drafts"]
    assert draft["id"] == "wage-2"
    assert re.fullmatch(r"cases_library/\d{4}/wage-2\.md", draft["path"])
    assert draft["title"] == text.title
    assert all(f"## {name}" in draft["text"] for name in text.expected)
    assert "【待填】" in draft["text"]
    assert draft["pictures"] == ["1.png"]
    assert (incoming / "wage-2/1.png").read_bytes().startswith(b"\x89PNG")
    assert "../../content/assets/wage-2/1.png" in draft["text"]
    assert any("修订的删除" in line for line in draft["told"])
    assert {one["key"] for one in draft["proposals"]} >= {"title", "summary"}
    whole = json.dumps(given, ensure_ascii=False)
    assert not any(
        words in whole
        for words in (office_files.DELETED, office_files.COMMENT, office_files.HIDDEN)
    )
    after = {path for path in session.folders.root.rglob("*") if "incoming" not in str(path)}
    assert after == before
    article = ask(session, {"op": "import", "file": str(file), "kind": "article"})["drafts"]
    assert article[0]["path"] == "content/articles/wage.md"


def test_what_is_no_word_file_of_the_folder_is_refused(session, incoming, tmp_path):
    broken = incoming / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    elsewhere = office_files.write_docx(
        tmp_path / "a.docx", office_files.document(office_files.TEXTS[0], "style")
    )
    linked = incoming / "linked.docx"
    linked.symlink_to(elsewhere)
    requests = (
        {"file": str(broken)},
        {"file": str(elsewhere)},
        {"file": str(linked)},
        {"file": str(incoming / "none.docx")},
        {"file": str(incoming)},
        {"file": "\0.docx"},
        {"file": str(broken), "kind": "hearing"},
        {"file": str(broken), "taken": "x"},
        {},
    )
    for request in requests:
        given = ask(session, {"op": "import", **request})
        assert given["ok"] is False, request
        assert re.search("[\u4e00-\u9fff]", given["message"])
        assert "程序自己出了错" not in given["message"]


# The socket itself


@pytest.fixture
def place(session, tmp_path):
    path = tmp_path / "var" / "preview.sock"
    server = local_socket.Server(session, path)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    yield path
    server.shutdown()
    server.server_close()


def connected(path):
    client = socket.socket(socket.AF_UNIX)
    client.connect(os.fspath(path))
    return client


def test_only_its_owner_may_ask(place):
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_one_connection_asks_many_times_and_many_ask_at_once(place):
    with connected(place) as one, connected(place) as two:
        first, second = one.makefile("rwb"), two.makefile("rwb")
        for _ in range(2):
            for file in (first, second):
                file.write(b'{"op": "findings"}\n\n{"op": "nothing"}\n')
                file.flush()
        for file in (second, first):
            assert [json.loads(file.readline())["ok"] for _ in range(4)] == [True, False] * 2
        first.close()
        second.close()


def test_a_request_that_is_too_large_ends_its_connection_and_no_other(place):
    with connected(place) as one, connected(place) as two:
        with pytest.raises(ConnectionError):
            one.sendall(b"a" * (64 << 20))
        file = two.makefile("rwb")
        file.write(b'{"op": "findings"}\n')
        file.flush()
        assert json.loads(file.readline())["ok"]
        file.close()


def test_a_socket_that_a_killed_process_left_is_taken_over(session, place, tmp_path):
    left = tmp_path / "left.sock"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(os.fspath(left))
    local_socket.Server(session, left).server_close()
    assert not left.exists()
    with pytest.raises(local_socket.SocketTakenError, match="已经有一个"):
        local_socket.Server(session, place)


def test_no_other_file_is_taken_for_a_socket(session, tmp_path):
    (tmp_path / "notes").write_text("mine", encoding="utf-8")
    with pytest.raises(Exception, match="已经有别的文件"):
        local_socket.Server(session, tmp_path / "notes")
    assert (tmp_path / "notes").read_text(encoding="utf-8") == "mine"
    with pytest.raises(Exception, match="--socket"):
        local_socket.Server(session, tmp_path / ("x" * 120))
