"""What may be ordered, what is kept, and what the press does when it cannot print."""

from __future__ import annotations

import fcntl
import os
import stat
import sys
import time
from pathlib import Path

import pytest
import yaml

from district.booklets import MOST_CASES, NO_CHINESE_FONT, TITLE_LENGTH
from forms_backend.booklets import messages, press
from forms_backend.booklets.order import BookletFormat, Order, OrderRefusedError, read_order
from forms_backend.booklets.press import BusyError, CannotPrintError, Press
from forms_backend.booklets.published import PublishedCases
from forms_backend.booklets.shelf import Shelf
from search.document import Document, write_documents

PUBLISHED = frozenset(f"case-{n}" for n in range(MOST_CASES + 1))
GOOD = {"title": " 给新员工的\n案例 ", "cases": ["case-2", "case-1", "case-2"], "format": "pdf"}
NAME = "0" * 32


def test_an_order_keeps_the_order_and_names_each_case_once() -> None:
    order = read_order(GOOD, PUBLISHED)
    assert order == Order("给新员工的 案例", ("case-2", "case-1"), BookletFormat.PDF)
    assert yaml.safe_load(order.selection_file()) == {
        "title": "给新员工的 案例",
        "cases": ["case-2", "case-1"],
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cases": []}, messages.NO_CASES),
        ({"cases": "case-1"}, messages.NOT_JSON),
        ({"cases": [1]}, messages.NOT_JSON),
        ({"cases": sorted(PUBLISHED)}, "最多 100 个"),
        ({"cases": ["case-1", "draft"]}, "有 1 个案例本站没有或已撤下：draft"),
        ({"cases": ["../../etc/passwd"]}, "本站没有"),
        ({"title": "长" * (TITLE_LENGTH + 1)}, "最多 40 个字"),
        ({"title": "\ufffd"}, messages.TITLE_UNREADABLE),
        ({"title": None}, messages.NOT_JSON),
        ({"format": "docx"}, messages.UNKNOWN_FORMAT),
    ],
)
def test_a_wrong_order_is_refused_with_what_to_change(
    changed: dict[str, object], said: str
) -> None:
    with pytest.raises(OrderRefusedError, match=said.replace("（", ".")):
        read_order(GOOD | changed, PUBLISHED)


def test_a_file_is_named_by_all_that_is_in_it() -> None:
    order = read_order(GOOD, PUBLISHED)
    others = [
        order.digest("later"),
        read_order(GOOD | {"title": ""}, PUBLISHED).digest("now"),
        read_order(GOOD | {"cases": ["case-1", "case-2"]}, PUBLISHED).digest("now"),
        read_order(GOOD | {"format": "epub"}, PUBLISHED).digest("now"),
    ]
    assert order.digest("now") == read_order(GOOD, PUBLISHED).digest("now")
    assert order.digest("now") not in others


def test_published_are_the_cases_of_the_last_build(tmp_path: Path) -> None:
    reader = PublishedCases(tmp_path / "site")
    assert reader.read().cases == frozenset()
    file = tmp_path / "documents.jsonl"
    write_documents(file, [Document("a", "甲", "文", kind="case"), Document("b", "乙", "文")])
    first = reader.read()
    assert first.cases == {"a"}
    write_documents(file, [Document("c", "丙", "更长的文字", kind="case")])
    assert reader.read().cases == {"c"}
    assert reader.read().digest != first.digest


def test_the_oldest_booklets_make_room_for_new_ones(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, most_bytes=25)
    (tmp_path / ".lock").write_text("not ours to remove" * 9)
    names = [f"{n:032x}" for n in range(3)]
    for place, name in enumerate(names):
        made = tmp_path / "book.pdf"
        made.write_bytes(b"0123456789")
        shelf.put(made, name, BookletFormat.PDF)
        moment = time.time() - 100 + place
        os.utime(shelf.place(name, BookletFormat.PDF), (moment, moment))
    found = [shelf.find(name, BookletFormat.PDF) is not None for name in names]
    assert found == [False, True, True]
    assert (tmp_path / ".lock").exists()
    assert shelf.find("../secrets", BookletFormat.PDF) is None


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder that looks like one with manuscripts."""
    folder = tmp_path / "project"
    for name in press.PROJECT_MARKS:
        (folder / name).mkdir(parents=True)
    return folder


def make_press(project: Path, tmp_path: Path, seconds: int = 30) -> Press:
    return Press(project, tmp_path / "site", tmp_path / "var", Shelf(tmp_path / "var"), seconds)


def instead_of_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """The program that the press starts, as a shell script; ${10} is where the booklet goes."""
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(program))


ORDER = Order("汇编", ("case-1",), BookletFormat.PDF)


def test_what_was_made_stands_on_the_shelf_and_no_secret_is_passed_on(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FABU_DATA_KEY", "secret")
    instead_of_python(monkeypatch, tmp_path, 'env > "${10}"; cat "$6" >> "${10}"; pwd >> "${10}"')
    made = make_press(project, tmp_path).make(ORDER, NAME)
    text = made.read_text(encoding="utf-8")
    assert "FABU_" not in text
    assert "汇编" in text
    assert str(project) in text
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == [".lock", f"{NAME}.pdf"]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (f"echo {NO_CHINESE_FONT} >&2; exit 1", messages.NO_FONT),
        ("exit 1", messages.FAILED),
        ("exit 0", messages.FAILED),
        ("exec sleep 20", messages.TOO_SLOW),
    ],
)
def test_the_reader_learns_why_nothing_was_made(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    instead_of_python(monkeypatch, tmp_path, script)
    with pytest.raises(CannotPrintError) as found:
        make_press(project, tmp_path, seconds=2).make(ORDER, NAME)
    assert str(found.value) == said
    assert [path.name for path in (tmp_path / "var").iterdir()] == [".lock"]


def test_a_booklet_is_made_of_what_the_shown_release_was_made_of(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = tmp_path / "releases/20261120-090000"
    (release / "site").mkdir(parents=True)
    for name in press.PROJECT_MARKS:
        (release / "source" / name).mkdir(parents=True)
    (tmp_path / "releases/current").symlink_to(release.name)
    instead_of_python(monkeypatch, tmp_path, 'pwd -P > "${10}"')
    site = tmp_path / "releases/current/site"
    printer = Press(project, site, tmp_path / "var", Shelf(tmp_path / "var"), 30)
    assert printer.make(ORDER, NAME).read_text("utf-8").strip() == str(release / "source")


def test_two_booklets_are_never_typeset_at_once(project: Path, tmp_path: Path) -> None:
    printer = make_press(project, tmp_path)
    (tmp_path / "var").mkdir()
    with (tmp_path / "var" / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(BusyError, match="正在排版，请稍候再试"):
            printer.make(ORDER, NAME)


def test_without_manuscripts_the_command_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotPrintError, match="fabu booklet --selection"):
        make_press(tmp_path, tmp_path).make(ORDER, NAME)
