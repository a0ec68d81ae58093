import fcntl
import gc
import json
import os
import queue
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from fabu import cli
from publisher.build_cli import STAMP, inputs_digest
from publisher.last_build import FOLDER, make_folder, one_at_a_time, work_folder
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import case, site_project, with_keys, write


@pytest.fixture
def folders(tmp_path, monkeypatch):
    made = site_project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    return made


def run(*args):
    return CliRunner().invoke(cli, args, catch_exceptions=False)


def snapshot(folder):
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*.html")}


UP_TO_DATE = "网站已是最新，无需重建。\n"


def test_message_says_how_many_pages_how_long_and_where(folders):
    result = run("build")
    count = len(list((folders.root / "site").rglob("*.html")))
    assert result.exit_code == 0
    assert f"完成：{count} 个页面，用时 " in result.output
    assert result.output.endswith(f"秒，输出到 {folders.root / 'site'}\n")


def test_site_goes_where_one_says(folders, tmp_path):
    target = tmp_path / "elsewhere" / "www"
    assert run("build", "--site-dir", str(target)).exit_code == 0
    assert (target / "cases/ld-unsigned/index.html").exists()
    assert (target.parent / "documents.jsonl").exists()
    assert not (folders.root / "site").exists()


def test_cases_come_from_where_one_says(folders, tmp_path):
    (tmp_path / "cases").mkdir()
    text = case("only")["cases_library/2026/only.md"]
    (tmp_path / "cases/only.md").write_text(text, encoding="utf-8")
    assert run("build", "--cases", str(tmp_path / "cases")).exit_code == 0
    assert [p.parent.name for p in (folders.root / "site/cases").glob("*/index.html")] == ["only"]


def test_second_build_touches_no_page_of_a_document(folders):
    run("build")
    before = snapshot(folders.root / "site")
    run("build")
    after = snapshot(folders.root / "site")
    plain = {folders.root / "site/about/index.html"}  # MkDocs renders plain pages each time
    assert {path for path in before if before[path] != after[path]} <= plain
    assert before.keys() == after.keys()


def test_if_nothing_changed_nothing_is_done(folders):
    run("build")
    before = snapshot(folders.root / "site")
    assert run("build", "--if-changed").output == UP_TO_DATE
    assert snapshot(folders.root / "site") == before


def write_law(root):
    path = root / "var/laws/laodonghetongfa/2012-12-28.md"
    path.parent.mkdir(parents=True)
    write_text(path, "**第十条**　甲。")


CHANGES = {
    "manuscript": lambda root: write_text(root / CASE, text_of(CASE).replace("厨师", "面点师")),
    "new manuscript": lambda root: write_text(
        root / "cases_library/2026/n.md", case("n")["cases_library/2026/n.md"]
    ),
    "removed manuscript": lambda root: (root / "cases_library/2026/practice.md").unlink(),
    "settings": lambda root: write_text(
        root / "site_config/site.yml",
        (root / "site_config/site.yml").read_text("utf-8") + "\n# 改\n",
    ),
    "mkdocs.yml": lambda root: write_text(
        root / "mkdocs.yml", (root / "mkdocs.yml").read_text("utf-8") + "\n# 改\n"
    ),
    "text of a law": write_law,
    "lost documents": lambda root: (root / "documents.jsonl").unlink(),
    "lost site": lambda root: (root / "site" / STAMP).unlink(),
    "broken stamp": lambda root: write_text(root / "site" / STAMP, "{"),
}


def write_text(path, text):
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("change", CHANGES)
def test_any_change_is_noticed(folders, change):
    run("build")
    CHANGES[change](folders.root)
    assert "完成：" in run("build", "--if-changed").output
    assert run("build", "--if-changed").output == UP_TO_DATE


def test_another_day_is_a_change(folders, monkeypatch):
    """What stands on the hearing pages depends on it."""
    before = inputs_digest(folders)
    assert inputs_digest(folders) == before
    monkeypatch.setattr("publisher.build_cli.time.strftime", lambda form, *args: "2027-01-01")
    assert inputs_digest(folders) != before


def test_links_to_nothing_and_in_a_circle_stop_no_build(folders):
    (folders.content / "assets/nothing").symlink_to(folders.root / "not-there")
    (folders.content / "assets/circle").symlink_to(folders.content)
    assert inputs_digest(folders) == inputs_digest(folders)


def test_other_folders_are_other_inputs(folders, tmp_path):
    """`fabu up` after a build of other cases builds its own site again."""
    run("build", "--if-changed")
    (tmp_path / "cases").mkdir()
    assert "完成：" in run("build", "--if-changed", "--cases", str(tmp_path / "cases")).output
    assert "完成：" in run("build", "--if-changed").output


def test_a_site_takes_no_documents_of_another_beside_it(folders, tmp_path):
    """Both leave documents.jsonl in the folder in which they lie."""
    shutil.copytree(folders.cases, tmp_path / "cases")
    write_text(tmp_path / "cases/2026/only.md", case("only")["cases_library/2026/only.md"])
    own, other = ("build",), ("build", "--cases", str(tmp_path / "cases"), "--site-dir", "other")
    run(*own)
    documents = folders.root / "documents.jsonl"
    before = documents.read_text("utf-8")
    run(*other)
    assert documents.read_text("utf-8") != before
    write_text(folders.root / CASE, text_of(CASE) + "\n另查明，双方另有约定。\n")
    run(*own)  # words of one text alone, but the other lines are not this site's
    after = documents.read_text("utf-8")
    assert '"only"' not in after
    assert "另查明" in after
    run(*other)
    assert "完成：" in run(*own).output
    assert documents.read_text("utf-8") == after


def test_a_second_build_waits_for_the_first_and_says_so(folders):
    place = work_folder(folders.root, "lock", folders.root)
    make_folder(place.parent)
    with place.open("a") as first, ThreadPoolExecutor(1) as pool:
        fcntl.flock(first, fcntl.LOCK_EX)
        said: queue.Queue[str] = queue.Queue()

        def second() -> None:
            other = folders.root / "other"
            with one_at_a_time(folders.root, other, lambda: said.put("waits")):
                said.put("builds")

        running = pool.submit(second)
        assert said.get(timeout=60) == "waits"
        assert said.empty()
        fcntl.flock(first, fcntl.LOCK_UN)
        running.result(60)
    assert said.get_nowait() == "builds"


def test_where_no_lock_can_lie_a_build_goes_on(tmp_path):
    (tmp_path / FOLDER).write_text("a file where the folder would be", encoding="utf-8")
    went_on = False
    with one_at_a_time(tmp_path, tmp_path / "site", pytest.fail):
        went_on = True
    assert went_on


def test_error_exits_with_1_names_the_line_and_keeps_the_old_site(folders, caplog):
    run("build")
    before = snapshot(folders.root / "site")
    times = (folders.root / CASE).stat()
    write(folders, {CASE: with_keys(text_of(CASE), stage="九审")})
    result = CliRunner().invoke(cli, ["build"])
    assert result.exit_code == 1
    assert f"{CASE}:14: C204" in caplog.text
    assert snapshot(folders.root / "site") == before
    write(folders, {CASE: text_of(CASE)})
    os.utime(folders.root / CASE, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert "完成：" in run("build", "--if-changed").output  # the stamp went with the failure
    assert gc.isenabled()


def test_stamp_holds_the_digest_of_what_was_read(folders):
    run("build")
    stamp = json.loads((folders.root / "site" / STAMP).read_text(encoding="utf-8"))
    assert stamp.pop("beside").keys() == {"documents.jsonl", "hearings.json", "laws.json"}
    assert stamp == {"inputs": inputs_digest(folders), "until": None}


def test_missing_folder_is_named(folders):
    result = CliRunner().invoke(cli, ["build", "--cases", "nowhere"])
    assert result.exit_code == 1
    assert "nowhere" in str(result.exception)


def test_json_report_says_what_was_done_and_nothing_else(folders):
    """Of a cold build, of one with nothing to do and of one in which the words of one case changed."""

    def told():
        return json.loads(run("build", "--without-booklets", "--format", "json").stdout)

    cold, again = told(), told()
    assert cold["built"]
    assert cold["site"] == str(folders.root / "site")
    assert cold["pages"] == len(list((folders.root / "site").rglob("*.html")))
    phases = [one["name"] for one in cold["phases"]]
    assert (phases[0], phases[-1]) == ("读入、检查稿件", "写网页")
    assert 0 < cold["written"] < cold["pages"]
    assert (again["built"], again["pages"], again["written"]) == (False, cold["pages"], 0)
    path = folders.root / CASE
    path.write_text(path.read_text("utf-8").replace("口头谈好", "口头说好"), encoding="utf-8")
    edited = told()
    assert (edited["built"], edited["written"]) == (True, 1)
    assert edited["written"] + edited["kept"] == cold["written"], "without MkDocs' plain pages"
    assert [one["page"] for one in edited["slowest"]] == ["cases/ld-unsigned/index.html"]


def test_json_report_of_facts_that_changed_names_what_went_and_of_a_mistake_the_findings(folders):
    write(folders, case("leaving"))
    result = run("build", "--without-booklets", "--format", "json")
    before = json.loads(result.stdout)
    text = (folders.root / "cases_library/2026/leaving.md").read_text("utf-8")
    write(folders, {"cases_library/2026/leaving.md": with_keys(text, unpublish_at="2026-11-01")})
    gone = json.loads(run("build", "--without-booklets", "--format", "json").stdout)
    assert "改过的稿件" in [one["name"] for one in gone["phases"]]
    assert "读入、检查稿件" not in [one["name"] for one in gone["phases"]]
    assert gone["removed"] == 1
    assert gone["written"] + gone["kept"] == before["written"] - 1

    write(folders, {CASE: with_keys(text_of(CASE), stage="九审")})
    stopped = run("build", "--format", "json")
    told = json.loads(stopped.stdout)
    assert (stopped.exit_code, told["built"]) == (1, False)
    checked = json.loads(run("check", "--format", "json").output)["findings"]
    assert told["findings"] == [one for one in checked if one["level"] == "error"] != []


def test_report_stands_before_the_last_line(folders):
    lines = run("build", "--without-booklets").output.splitlines()
    assert lines[-1].startswith("完成：")
    assert any(line.startswith("  稿件网页：新写 ") for line in lines)
    assert any(line.startswith("  写网页：") for line in lines)
