"""64 documents of eight published formats in eight heading styles, WPS's among them."""

from __future__ import annotations

import json
import time

import pytest
from click.testing import CliRunner

from fabu import cli
from publisher.checks import read_and_check
from tests.publisher.importing.office_files import (
    COMMENT,
    DELETED,
    HIDDEN,
    INSERTED,
    NOTE,
    TABLE_ROWS,
    every_document,
)
from tests.publisher.importing.projects import NOW, import_project
from tests.publisher.mini_project import read


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """The project, the report's results by original, the originals, seconds a document."""
    base = tmp_path_factory.mktemp("import")
    folders = import_project(base / "project")
    originals = base / "originals"
    originals.mkdir()
    made = every_document(originals)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folders.root)
        patch.setattr("publisher.importing.cli.build_moment", lambda: NOW)
        started = time.monotonic()
        result = CliRunner().invoke(cli, ["import", str(originals)])
        seconds = (time.monotonic() - started) / len(made)
    assert result.exit_code == 0, result.output
    report = next((folders.root / "var/imports").glob("*/report.json"))
    results = {r["original"]: r for r in json.loads(report.read_text(encoding="utf-8"))}
    return folders, results, made, seconds


def drafts(imported):
    folders, results, made, _ = imported
    for path, text, style in made:
        result = results[path.name]
        yield text, style, result, (folders.root / result["path"]).read_text(encoding="utf-8")


def section_of(draft, name):
    return draft.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def test_headings_become_the_sections_of_the_form(imported):
    right = wrong = 0
    strays = []
    for text, style, _, draft in drafts(imported):
        found = [line[3:] for line in draft.split("\n") if line.startswith("## ")]
        for name in text.expected:
            here = name in found and "\n【待填】\n" not in section_of(draft, name)
            right, wrong = right + here, wrong + (not here)
            if not here:
                strays.append((text.key, style, name, found))
    assert right / (right + wrong) >= 0.95, strays


def test_every_type_is_recognised(imported):
    wrong = [
        (text.key, style, result["kind"], result["case_type"])
        for text, style, result, _ in drafts(imported)
        if (result["case_type"] or result["kind"]) != text.key
    ]
    assert wrong == []


def test_tables_with_merged_cells_and_footnotes_arrive(imported):
    for text, style, _, draft in drafts(imported):
        assert all(row in draft for row in TABLE_ROWS), (text.key, style)
        assert draft.count("[^1]") == 2, (text.key, style)
        assert f"[^1]: {NOTE}" in draft, (text.key, style)


def test_nothing_that_was_taken_out_arrives_anywhere(imported):
    folders, _, _, _ = imported
    everything = [p for p in folders.root.rglob("*") if p.is_file()]
    for path in everything:
        data = path.read_bytes().decode("utf-8", "replace")
        assert DELETED not in data, path
        assert COMMENT not in data, path
        assert HIDDEN not in data, path
        assert "张三丰" not in data, path


def test_insertions_are_taken_and_both_are_told(imported):
    for text, _, result, draft in drafts(imported):
        assert f"调解时，{INSERTED}，并当场签字。" in draft, text.key
        told = "\n".join(result["told"])
        for part in (
            "修订的插入",
            "修订的删除",
            "1 条批注",
            "隐藏的文字",
            "合并的单元格",
            "页眉没有带入",
        ):
            assert part in told


def test_pictures_are_made_anew_beside_the_draft(imported):
    folders, _, _, _ = imported
    for text, _, result, draft in drafts(imported):
        assert "![【待填】图片说明](" in draft, text.key
        identifier = draft.partition("id: ")[2].partition("\n")[0]
        assert (folders.content / "assets" / identifier / "1.png").is_file()
        assert [f for f in result["findings"] if "L402" in f] == []


def test_drafts_only_wait_for_what_is_marked(imported):
    folders, results, _, _ = imported
    _, config, _ = read(folders)
    _, findings = read_and_check(folders, config, NOW.date())
    paths = {r["path"] for r in results.values()}
    errors = [str(f) for f in findings if f.path in paths and f.level.value == "error"]
    assert errors == []


def test_titles_and_causes_are_proposed_with_their_origin(imported):
    for text, _, result, draft in drafts(imported):
        assert result["title"] == text.title
        keys = {p["key"]: p for p in result["proposals"]}
        assert keys["title"]["origin"]
        assert "status: draft" in draft
        if text.key == "court":
            assert keys["cause"]["value"] == "买卖合同纠纷"


def test_a_document_takes_less_than_two_seconds(imported):
    assert imported[3] <= 2
