import json
import os
from datetime import datetime

import pytest
from click.testing import CliRunner

from district import FabuError, load_site_config
from fabu import cli
from publisher.build import BuildStopped, read_source
from publisher.memory import open_memory
from publisher.model.fields import CHINA
from publisher.project import config_dir
from tests.publisher.manuscripts import ARTICLE, CASE, HEARING, changed, text_of

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)


@pytest.fixture
def run(library_ok, monkeypatch):
    """Runs `fabu …` in the good library."""
    monkeypatch.chdir(library_ok.root)
    monkeypatch.setattr("publisher.editing.check_cli.build_moment", lambda: NOW)
    return lambda *args: CliRunner().invoke(cli, args)


@pytest.fixture
def broken(library_ok):
    """An error in a case and a warning about a hearing."""
    past = text_of(HEARING).replace("2026-12-08", "2026-11-18").replace("2026-12-04", "2026-11-16")
    for path, text in (changed(CASE, "stage: 一审", "stage: 九审") | {HEARING: past}).items():
        (library_ok.root / path).write_text(text, encoding="utf-8")
    return library_ok


def test_good_library_exits_with_0(run):
    result = run("check")
    assert (result.exit_code, result.output) == (0, "共检查 14 个文件，没有发现问题。\n")


def test_error_exits_with_1_and_is_shown_at_its_line(run, broken):
    result = run("check")
    assert result.exit_code == 1
    lines = result.output.splitlines()
    assert lines[0].startswith(f"{CASE}:14: C204 「stage」“九审”不在词表")
    assert lines[-1] == "共检查 14 个文件：1 个错误，1 个提醒，涉及 2 个文件。"


def test_warnings_alone_exit_with_0(run, broken):
    result = run("check", "content")
    assert result.exit_code == 0
    assert "1 个提醒" in result.output


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([CASE], ["C204"]),
        (["cases_library"], ["C204"]),
        (["content/hearings/", CASE], ["C204", "T503"]),
        (["content/about"], []),
        ([HEARING], ["T503"]),
    ],
)
def test_paths_limit_what_is_shown(run, broken, paths, found):
    data = json.loads(run("check", "--format", "json", *paths).output)
    assert [finding["code"] for finding in data["findings"]] == found


def test_path_is_relative_to_the_working_directory(run, broken, monkeypatch):
    monkeypatch.chdir(broken.cases / "2026")
    assert "C204" in run("check", "ld-unsigned.md").output


def test_path_prefix_is_no_folder(run, broken):
    (broken.content / "hearing").mkdir()
    assert "没有发现问题" in run("check", "content/hearing").output


def test_the_whole_library_is_read_for_one_file(run):
    """A reference to a document outside PATH still resolves."""
    assert run("check", CASE).exit_code == 0


def test_unknown_path_exits_with_2(run):
    result = run("check", "content/nowhere.md")
    assert result.exit_code == 2
    assert "没有“content/nowhere.md”这个文件或目录" in result.output


def test_a_path_without_manuscripts_is_named(run, tmp_path):
    stranger = tmp_path / "notes.txt"
    stranger.write_text("x")
    result = run("check", str(stranger), CASE)
    assert result.exit_code == 0
    assert f"提示：{stranger} 里没有稿件，没有检查" in result.stderr
    assert CASE not in result.stderr


def test_unknown_format_exits_with_2(run):
    assert run("check", "--format", "xml").exit_code == 2


def test_annotations(run, broken):
    output = run("check", "--format", "github").output
    assert output.startswith(f"::error file={CASE},line=14,title=C204::")
    assert "共检查" not in output


def test_outside_a_project_the_error_is_one_sentence(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["check"])
    assert isinstance(result.exception, FabuError)


def gbk(name):
    """A name as it lies on the disk after an archive of Windows was unpacked."""
    return os.fsdecode(name.encode("gbk"))


def test_names_that_are_not_utf_8_are_told_and_break_neither_check_nor_build(run, library_ok):
    root = library_ok.root
    article = (root / ARTICLE).read_bytes()
    for folder in (root / "content/articles", root / "content" / gbk("目录")):
        folder.mkdir(exist_ok=True)
        (folder / gbk("普法.md")).write_bytes(article)
    (root / "content/assets" / gbk("表格.pdf")).write_bytes(b"%PDF-1.4")
    (root / "site_config/root_files").mkdir()
    (root / "site_config/root_files" / gbk("验证.txt")).write_text("x", encoding="utf-8")

    first, again = run("check"), run("check")
    assert first.exit_code == 1
    assert "content/articles/\\udcc6" in first.output
    assert "F111 文件名里有不成对的代理字符" in first.output
    assert again.output == first.output == run("check", "--verify").output
    told = json.loads(run("check", "--format", "json").output)["findings"]
    assert {"F111", "F114"} <= {one["code"] for one in told}
    assert all((one["path"] + one["message"]).encode() for one in told), "nothing that is no UTF-8"
    assert "::error file=" in run("check", "--format", "github").output

    (root / ARTICLE).write_bytes(article + "\n又一段话。\n".encode())
    assert run("check").output == run("check", "--verify").output
    config = load_site_config(config_dir(root))
    for _ in range(2):
        memory = open_memory(root, library_ok.cases, library_ok.content)
        with pytest.raises(BuildStopped, match="F111"):
            read_source(library_ok, config, NOW, drafts=False, memory=memory)
