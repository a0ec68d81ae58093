"""What earlier builds read is used for files that did not change, and for no others."""

import os
import pickle
import sqlite3
from datetime import date

import pytest

from district import load_site_config
from publisher.checks import read_and_check
from publisher.memory import FOLDER, open_memory, work_folder
from publisher.model import loader
from publisher.project import config_dir
from tests.publisher.manuscripts import CASE, GUIDE, text_of
from tests.publisher.mini_project import TODAY
from tests.publisher.site_project import case, site_project, with_keys, write


@pytest.fixture
def folders(tmp_path):
    made = site_project(tmp_path / "project")
    for file in made.root.rglob("*.md"):
        os.utime(file, ns=(10**18, 10**18))
    return made


@pytest.fixture
def opened(monkeypatch):
    """Paths of the manuscripts that were read, in the order of reading."""
    paths = []
    read = loader.read_source

    def noting(file, root, shown):
        paths.append(shown)
        return read(file, root, shown)

    monkeypatch.setattr(loader, "read_source", noting)
    monkeypatch.setattr("publisher.memory.FRESH", 0)  # what a test writes is seconds old at most
    return paths


def run(folders, day=TODAY):
    memory = open_memory(folders.root, folders.cases, folders.content)
    result = read_and_check(folders, load_site_config(config_dir(folders.root)), day, memory)
    memory.save()
    return result


def told(result):
    library, findings = result
    everything = [pickle.dumps(e.reading.text) for e in (*library.entries, *library.unread)]
    return [repr(e) for e in library.entries], everything, findings


def database_of(folders):
    return work_folder(folders.root, "readings", folders.cases, folders.content).with_suffix(
        ".sqlite"
    )


def test_what_did_not_change_is_not_opened(folders, opened):
    first = told(run(folders))
    assert CASE in opened
    opened.clear()
    assert told(run(folders)) == first
    assert opened == []


def test_only_what_changed_is_opened(folders, opened):
    run(folders)
    opened.clear()
    write(folders, {CASE: text_of(CASE).replace("厨师", "面点师"), **case("new-one")})
    library, _ = run(folders)
    assert sorted(opened) == [CASE, "cases_library/2026/new-one.md"]
    assert "面点师" in library.by_id["ld-unsigned"].reading.text


def test_a_change_of_equal_size_within_one_tick_is_noticed(folders, monkeypatch):
    """A file that was written a moment ago is told by its bytes."""
    file = folders.root / CASE
    write(folders, {CASE: text_of(CASE)})
    info = file.stat()
    run(folders)
    write(folders, {CASE: text_of(CASE).replace("厨师", "园丁")})
    os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))
    library, _ = run(folders)
    assert "园丁" in library.by_id["ld-unsigned"].reading.text


def test_a_file_that_was_only_touched_is_read_for_its_digest_alone(folders, opened):
    run(folders)
    opened.clear()
    os.utime(folders.root / CASE, ns=(2 * 10**17, 2 * 10**17))
    run(folders)
    assert opened == []


def test_findings_are_remembered_and_those_of_other_files_are_looked_for_again(folders, opened):
    write(folders, {CASE: text_of(CASE) + "\n![图](../../content/assets/flow.png)\n\n##　错\n"})
    before = run(folders)[1]
    assert run(folders)[1] == before
    (folders.root / "content/assets/flow.png").unlink()
    opened.clear()
    assert ("L402", CASE) in {(f.code, f.path) for f in run(folders)[1]}
    assert opened == []


def test_what_is_wrong_with_a_file_itself_is_remembered(folders, opened):
    (folders.root / CASE).write_bytes(b"\xff\xfe")
    first = run(folders)[1]
    opened.clear()
    assert run(folders)[1] == first
    assert opened == []


def test_on_another_day_findings_are_made_again(folders, opened):
    late = with_keys(text_of(CASE), published="2026-12-24 09:00")
    write(folders, {CASE: late})
    before = {f.code for f in run(folders, date(2026, 12, 23))[1] if f.path == CASE}
    opened.clear()
    after = {f.code for f in run(folders, date(2026, 12, 24))[1] if f.path == CASE}
    assert before - after
    assert opened == []


@pytest.mark.parametrize(
    "changed",
    [
        "site_config/vocabulary.yml",
        "site_config/new.yml",
        "var/laws/laodonghetongfa/2012-12-28.md",
    ],
)
def test_other_settings_and_texts_of_laws_begin_anew(folders, opened, changed):
    run(folders)
    opened.clear()
    path = folders.root / changed
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n# 改\n", "utf-8")
    run(folders)
    assert CASE in opened


def test_other_code_begins_anew(folders, opened, monkeypatch, tmp_path):
    run(folders)
    opened.clear()
    code = tmp_path / "code.py"
    code.write_text("changed", encoding="utf-8")
    monkeypatch.setattr("publisher.memory.code_files", lambda: [code])
    run(folders)
    assert CASE in opened


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_begun_anew(folders, opened, content):
    first = told(run(folders))
    database_of(folders).write_bytes(content)
    opened.clear()
    assert told(run(folders)) == first
    assert CASE in opened
    opened.clear()
    run(folders)
    assert opened == []


def test_what_is_gone_is_forgotten(folders):
    write(folders, case("gone"))
    run(folders)
    (folders.root / "cases_library/2026/gone.md").unlink()
    run(folders)
    with sqlite3.connect(database_of(folders)) as database:
        names = {name for (name,) in database.execute("select name from kept")}
    assert names
    assert not any(b"gone.md" in name for name in names)
    assert any(GUIDE.encode() in name for name in names)


def test_where_nothing_can_be_stored_everything_is_read(folders, opened):
    (folders.root / FOLDER).write_text("a file where the folder would be", encoding="utf-8")
    first = told(run(folders))
    opened.clear()
    assert told(run(folders)) == first
    assert CASE in opened


def test_the_folder_is_no_part_of_the_repository(folders):
    run(folders)
    assert (folders.root / FOLDER / ".gitignore").read_text(encoding="utf-8") == "*\n"
