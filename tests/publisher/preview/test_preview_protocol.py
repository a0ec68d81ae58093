"""What the editor in the browser asks, and that no request, however broken, ends the process."""

import re

import pytest

from publisher.model.documents.document import Kind
from publisher.model.kinds import SPECS
from publisher.preview.protocol import LARGEST
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.preview.asking import ask, render
from tests.publisher.preview.conftest import changed
from tests.publisher.site_project import with_keys

TYPES = {"text", "date", "list", "choice", "number", "bool", "paragraph"}
MAIN = re.compile(r'<main id="main".*</main>', re.DOTALL)


def test_a_text_that_is_not_saved_is_shown_as_the_site_would(session):
    text = text_of(CASE).replace("## 裁判结果\n\n", "## 裁判结果\n\n还没有保存。", 1)
    given = render(session, text)
    assert (given["ok"], given["findings"], given["is_current"]) == (True, [], True)
    assert "还没有保存。" in given["html"]
    assert not re.search(r'(?:href|src)="\.', given["html"])
    assert 'href="/assets/fabu/fabu.css' in given["html"]
    assert "还没有保存。" not in session.project.page("cases/ld-unsigned/index.html").html


def test_pictures_that_come_with_a_text_are_there(session):
    text = text_of(CASE) + "\n![送货单](../../content/assets/ld-unsigned/1.png)\n"
    assert "L402" in {one["code"] for one in render(session, text)["findings"]}
    request = {"op": "render", "path": CASE, "text": text, "files": ["assets/ld-unsigned/1.png"]}
    given = ask(session, request)
    assert given["findings"] == []
    assert "/assets/ld-unsigned/1.png" in given["html"]
    assert "L402" in {one["code"] for one in render(session, text)["findings"]}
    assert not ask(session, request | {"files": "1.png"})["ok"]


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
