"""No file, however broken, makes the loader or the checks raise."""

import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from district import load_site_config
from publisher.checks import read_and_check
from publisher.model.documents.document import Kind, Unread
from publisher.model.finding import Finding
from publisher.model.kinds import kind_of_content_path
from publisher.model.loader import (
    Candidate,
    candidates,
    load_library,
    manuscript_names,
    read_entry,
    reader_for,
)
from tests.long import amount
from tests.publisher.manuscripts import CASE, EVERY_KIND, HEARING, changed, text_of
from tests.publisher.mini_project import FIXTURES, TODAY, project

SITE = "site_config/site.yml"
CONFIG = load_site_config(FIXTURES / "library_ok" / "site_config")
FORGIVING = settings(
    max_examples=amount(40, 400),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def findings_about(tmp_path_factory):
    """Findings of the good library when the file at `path` holds `data`."""
    folders = project(FIXTURES / "library_ok", tmp_path_factory.mktemp("library") / "project")

    def run(data: bytes, path: str = CASE) -> list[Finding]:
        file = folders.root / path
        good = file.read_bytes()
        try:
            file.write_bytes(data)
            return read_and_check(folders, CONFIG, TODAY)[1]
        finally:
            file.write_bytes(good)

    return run


@FORGIVING
@given(data=st.binary(max_size=300))
@example(data=b"---\n---\n")
@example(data=b"\xef\xbb\xbf")
@example(data=b"---\nid: \xed\xa0\x80\n---\n")
@example(data=b"---\nid: &a [*a]\n---\n")
@example(data=b"---\n? [a]\n: b\n---\n")
@example(data=b"---\n!!python/object:os.system x\n---\n")
@example(data=b"---\na: !!timestamp x\nb: !!int x\n---\n")
def test_arbitrary_bytes_are_findings_never_errors(data, findings_about):
    findings = findings_about(data)
    assert any(finding.path == CASE for finding in findings)


@FORGIVING
@given(
    path=st.sampled_from(EVERY_KIND),
    at=st.floats(0, 1),
    length=st.integers(0, 12),
    junk=st.text(
        alphabet="[]{}:,-#&*!|>'\"%@`\\ \t\n0129年第条之《》（）【】a某\u3000\x00", max_size=8
    ),
)
def test_damaged_manuscripts_are_findings_never_errors(path, at, length, junk, findings_about):
    text = text_of(path)
    start = int(at * len(text))
    damaged = text[:start] + junk + text[start + length :]
    findings_about(damaged.encode(), path)


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_key_of_every_kind_may_be_missing(path, findings_about):
    """Removing any one line of the front matter is at worst a finding at that file. Without a status
    it is a draft, to which published pages must not refer; files that it named are then nobody's."""
    lines = text_of(path).split("\n")
    for number in range(1, lines.index("---", 1)):
        damaged = "\n".join(lines[:number] + lines[number + 1 :])
        found = findings_about(damaged.encode(), path)
        echoes = {"F113"} | ({"L404"} if lines[number].startswith("status:") else set())
        assert {finding.path for finding in found if finding.code not in echoes} <= {path, SITE}


@pytest.mark.parametrize("value", ["0001-01-01", "9999-12-31 23:59", "0000-01-01", "2026-02-29"])
def test_dates_at_the_edge_of_the_calendar(value, findings_about):
    text = text_of(HEARING).replace("published: 2026-10-15 09:30", f"published: {value}")
    assert findings_about(text.encode(), HEARING)


def test_all_field_mistakes_of_a_file_come_at_once(check):
    text = text_of(CASE).replace("stage: 一审", "stage: 九审").replace("risk: 较大", "risk: 很大")
    text = text.replace("editor: 明湖区司法局普法科\n", "").replace(
        "decided: 2026-03", "decided: 三月"
    )
    found = [finding.code for finding in check({CASE: text})]
    assert found == ["C202", "C204", "C203", "C204"]


def test_file_with_mistakes_is_kept_for_its_body(tmp_path):
    folders = project(FIXTURES / "library_ok", tmp_path / "project")
    (folders.root / CASE).write_text(
        changed(CASE, "stage: 一审", "stage: 九审")[CASE], encoding="utf-8"
    )
    library, findings = load_library(folders, CONFIG)
    assert [finding.code for finding in findings] == ["C204"]
    assert [entry.path for entry in library.unread] == [CASE]
    assert CASE not in {entry.path for entry in library.entries}


def test_vocabulary_may_be_written_by_key(check):
    assert check(changed(CASE, "stage: 一审", "stage: first-instance")) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "part"),
    [
        ("stage: 一审", "stages: 一审", "C201", "是不是“stage”"),
        ("areas: [劳动用工]", "areas: 劳动用工", "C205", "应为列表"),
        ("areas: [劳动用工]", "areas: []", "C212", "至少 1 项"),
        ("areas: [劳动用工]", "areas: [用工]", "C204", "是不是“劳动用工”"),
        ("title: 某餐饮公司未签书面劳动合同案", "title:", "C202", "「title」不能为空"),
        ("title: 某餐饮公司未签书面劳动合同案", "title: 2026", "C205", "应为文字"),
        ("source: {name: 明湖区人民法院}", "source: 明湖区人民法院", "C205", "键: 值"),
        ("source: {name: 明湖区人民法院}", "source: {nam: 甲}", "C201", "是不是“name”"),
        ("source: {name: 明湖区人民法院}", "source: {}", "C202", "「source name」"),
        (
            "keywords: [未签劳动合同, 二倍工资]",
            "keywords: [未签劳动合同，二倍工资]",
            "C203",
            "中文标点",
        ),
        ("decided: 2026-03", "decided: 2026-13", "C203", "应为 YYYY-MM"),
        ("published: 2026-10-15 09:30", "published: 2026/10/15", "C203", "应为 YYYY-MM-DD"),
        ("published: 2026-10-15 09:30", "published: 2026-10-15 25:00", "C203", "没有这一天"),
    ],
)
def test_mistake_says_what_was_expected(check, old, new, code, part):
    found = [f for f in check(changed(CASE, old, new)) if f.code == code]
    assert part in found[0].message


@pytest.mark.parametrize(
    ("issued", "effective"),
    [("2026-09", "2026"), ("2026-09-30", "2026-09"), ("2026", "2026-01-01")],
)
def test_partial_dates_are_compared_as_far_as_they_go(check, issued, effective):
    changes = changed(
        "content/policies/complaint-rules.md",
        "issued: 2026-09\neffective: 2026-10-01",
        f"issued: {issued}\neffective: {effective}",
    )
    assert check(changes) == []


def test_special_files_are_findings(library_ok):
    os.mkfifo(library_ok.content / "pipe.md")
    (library_ok.content / "gone.md").symlink_to("nowhere")
    (library_ok.content / "loop.md").symlink_to("loop.md")
    (library_ok.content / "inside.md").symlink_to("index.md")
    (library_ok.content / os.fsdecode(b"\xff.md")).write_text("x", encoding="utf-8")
    _, findings = load_library(library_ok, CONFIG)
    found = {finding.path: finding.code for finding in findings}
    assert found == {
        "content/pipe.md": "F106",
        "content/gone.md": "F106",
        "content/loop.md": "F106",
        "content/\\udcff.md": "F110",
    }
    for finding in findings:
        str(finding).encode("utf-8")


def test_hidden_files_and_assets_are_no_manuscripts(library_ok):
    for name in (".draft.md", "_notes/a.md", "assets/b.md"):
        path = library_ok.content / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert load_library(library_ok, CONFIG)[1] == []


def test_names_of_manuscripts_are_those_of_the_candidates(library_ok):
    for name in (
        "_aside/a.md",
        ".hidden/b.md",
        "assets/c.md",
        "guides/_d.md",
        "guides/e.f.md",
        "g.MD",
    ):
        path = library_ok.content / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (library_ok.content / "guides/folder.md").mkdir()
    (library_ok.content / "guides/assets").mkdir()
    (library_ok.content / "guides/assets/h.md").touch()
    names = set(manuscript_names(library_ok))
    assert names == {found.file.stem for found in candidates(library_ok)}
    assert {"e.f", "folder", "h"} <= names


def test_many_files_are_read_in_the_same_order_as_few(tmp_path, monkeypatch):
    folders = project(FIXTURES / "library_ok", tmp_path / "project")
    one, _ = load_library(folders, CONFIG)
    monkeypatch.setattr("publisher.model.loader.PARALLEL_FROM", 1)
    other, _ = load_library(folders, CONFIG)
    assert [(e.path, e.meta, e.lines) for e in other.entries] == [
        (e.path, e.meta, e.lines) for e in one.entries
    ]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("policies/a.md", Kind.POLICY),
        ("policies.md", Kind.PAGE),
        ("about/policies/a.md", Kind.PAGE),
    ],
)
def test_kind_is_told_by_the_first_folder(path, kind):
    assert kind_of_content_path(path) is kind


def test_unread_entry_keeps_the_type_of_the_case(tmp_path):
    file = tmp_path / "a.md"
    file.write_text("---\ntype: 调解案例\n---\n", encoding="utf-8")
    entry, findings = read_entry(
        Candidate(file, tmp_path, Kind.CASE, "a.md", "a.md"), CONFIG, reader_for(CONFIG)
    )
    assert findings
    assert entry is not None
    assert isinstance(entry.meta, Unread)
    assert entry.meta.case_type is not None
    assert entry.meta.case_type.label == "调解案例"
