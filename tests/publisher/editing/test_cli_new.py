import shutil
from datetime import date, datetime

import pytest
from click.testing import CliRunner

from district import load_site_config
from fabu import cli
from publisher.authoring.manuscript import NEW_KINDS
from publisher.checks import read_and_check
from publisher.model.fields import CHINA
from tests.publisher.mini_project import FIXTURES, project, read
from tests.reference import SITE_CONFIG, written_out

NOW = datetime(2026, 11, 20, 23, 30, tzinfo=CHINA)
FOLDERS = {
    "case": "cases_library/2026",
    "policy": "content/policies",
    "hearing": "content/hearings",
    "health-check": "content/health-checks",
    "guide": "content/guides",
    "topic": "content/topics",
    "faq": "content/faqs",
    "video": "content/videos",
    "article": "content/articles",
}


@pytest.fixture
def run(library_ok, monkeypatch):
    monkeypatch.chdir(library_ok.root)
    monkeypatch.setattr("publisher.editing.cli.build_moment", lambda: NOW)
    return lambda *args: CliRunner().invoke(cli, ["new", *args])


def left_to_do(folders) -> set[str]:
    _, config, _ = read(folders)
    return {f.code for f in read_and_check(folders, config, NOW.date())[1]}


@pytest.mark.parametrize("kind", [kind.value for kind in NEW_KINDS])
def test_new_file_has_nothing_wrong_but_texts_to_fill_in(run, library_ok, kind):
    result = run(kind, "brand-new")
    assert result.exit_code == 0
    path = f"{FOLDERS[kind]}/brand-new.md"
    assert path in result.output
    text = (library_ok.root / path).read_text(encoding="utf-8")
    assert "published: 2026-11-20" in text
    assert "status: draft" in text
    assert left_to_do(library_ok) == {"C214"}


@pytest.mark.parametrize("case_type", list(load_site_config(SITE_CONFIG).vocabulary.case_types))
def test_every_type_of_case_of_the_real_vocabulary(case_type, tmp_path, monkeypatch):
    folders = project(FIXTURES / "library_ok", tmp_path / "project")
    for file in [*folders.cases.rglob("*.md"), *folders.content.rglob("*.md")]:
        file.unlink()
    (folders.content / "calendar.yml").unlink()  # names units of the fixture
    shutil.rmtree(folders.content / "assets")  # files of those manuscripts
    real = load_site_config(SITE_CONFIG)
    for name in ("site.yml", "units.yml", "vocabulary.yml"):
        source = written_out(tmp_path / "whole") / name
        (folders.root / "site_config" / name).write_bytes(source.read_bytes())
    monkeypatch.chdir(folders.root)
    monkeypatch.setattr("publisher.editing.cli.build_moment", lambda: NOW)
    label = real.vocabulary.case_types[case_type].label
    assert CliRunner().invoke(cli, ["new", "case", "brand-new", "--type", label]).exit_code == 0
    assert left_to_do(folders) == {"C214", "P701"}


def test_every_kind_is_named_in_the_help(run):
    said = " ".join(CliRunner().invoke(cli, ["new", "--help"]).output.split())
    assert [kind for kind in NEW_KINDS if f"{kind.value} {kind.label}" not in said] == []


def test_two_new_files_are_no_duplicates(run, library_ok):
    run("case", "one")
    run("case", "two")
    assert left_to_do(library_ok) == {"C214"}


def test_existing_file_is_not_overwritten(run, library_ok):
    path = library_ok.cases / "2026/ld-unsigned.md"
    before = path.read_bytes()
    result = run("case", "ld-unsigned")
    assert result.exit_code == 2
    assert "没有新建文件" in result.output
    assert path.read_bytes() == before


def test_id_of_another_kind_is_taken(run):
    result = run("guide", "ld-unsigned")
    assert result.exit_code == 2
    assert "cases_library/2026/ld-unsigned.md" in result.output


def test_file_that_is_in_the_way_is_not_overwritten(run, library_ok):
    """A hidden folder's or half-written file is not read as a manuscript, yet is not lost."""
    target = library_ok.content / "guides" / "taken.md"
    target.symlink_to("nowhere")
    assert run("guide", "taken").exit_code == 2
    assert target.is_symlink()


@pytest.mark.parametrize(
    "identifier", ["LD-3", "劳动", "a_b", "a--b", "-a", "../../x", "a" * 61, "a.b"]
)
def test_bad_id_is_refused(run, library_ok, identifier):
    before = sorted(library_ok.root.rglob("*"))
    result = run("case", "--", identifier)
    assert result.exit_code == 2
    assert "不合规" in result.output
    assert sorted(library_ok.root.rglob("*")) == before


def test_unknown_type_names_the_nearest(run):
    result = run("case", "x", "--type", "裁判案")
    assert result.exit_code == 2
    assert "是不是“裁判案例”" in result.output


def test_type_is_for_cases_only(run):
    assert run("guide", "x", "--type", "裁判案例").exit_code == 2


def test_unknown_kind_is_refused(run):
    assert run("story", "x").exit_code == 2


def test_hearing_is_proposed_for_a_working_day(run, library_ok):
    run("hearing", "new-hearing")
    text = (library_ok.content / "hearings/new-hearing.md").read_text(encoding="utf-8")
    starts = text.partition("starts: ")[2][:10]
    assert date.fromisoformat(starts).weekday() < 5
