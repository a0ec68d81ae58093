"""What the editor asks beside the text: files with their users, what comes due, Word files."""

import json
import re
import shutil

import pytest

from tests.publisher.importing import office_files
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.preview.asking import ask
from tests.publisher.preview.conftest import changed
from tests.publisher.site_project import with_keys


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
