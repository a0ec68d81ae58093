"""deploy/git/pre-receive in front of a real repository: main belongs to the service."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from forms_backend.manuscripts.steps import Step, message_of
from tests.conftest import ROOT
from tests.forms_backend.manuscripts.newsroom import CASE, EDITOR, TEXT, Newsroom, git

SECOND = TEXT.replace("原来的一段", "改过的一段")
PEOPLE = {"site_config/people.yml": "people: {}\n"}
DRAFT = "draft/ld-wage"


@pytest.fixture
def room(tmp_path, clock):
    made = Newsroom(tmp_path, clock)
    made.desk.save("ld-wage", SECOND, made.head(), "", EDITOR)
    git(made.clone, "fetch", "-q", str(made.bare), "+refs/heads/*:refs/remotes/all/*")
    shutil.copy(ROOT / "deploy/git/pre-receive", made.bare / "hooks/pre-receive")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/id").write_text("#!/bin/sh\necho 4294967000\n", "utf-8")
    (tmp_path / "bin/id").chmod(0o755)
    return made


def push(
    room, files, target=DRAFT, *, start=DRAFT, stranger=True, force=False, message="改", **who
):
    """What git says to somebody who commits these files and pushes; empty when it is taken."""
    git(room.clone, "checkout", "-q", "-B", "work", f"all/{start}")
    for name, text in files.items():
        path = room.clone / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    git(room.clone, "add", "-A")
    git(room.clone, "commit", "-q", "-m", message, **who)
    path = f"{room.bare.parent / 'bin'}:{os.environ['PATH']}" if stranger else os.environ["PATH"]
    try:
        forced = ["-f"] if force else []
        git(room.clone, "push", "-q", *forced, str(room.bare), f"HEAD:{target}", PATH=path)
    except subprocess.CalledProcessError as error:
        return error.stderr
    return ""


def test_others_write_drafts_and_the_service_writes_main(room):
    third = {CASE: SECOND + "\n又一段。\n"}
    assert push(room, third) == ""
    assert push(room, third, "draft/other", start="main") == ""
    assert "main 由工作台" in push(room, third, "main", start="main")
    assert "不能写 refs/heads/mine" in push(room, third, "mine", start="main")
    assert push(room, PEOPLE, "main", start="main", stranger=False) == ""


@pytest.mark.parametrize(
    ("files", "more", "said"),
    [
        (PEOPLE, {}, "people.yml"),
        ({"site_config/signoff/case/ld-wage.yml": "x"}, {}, "people.yml"),
        ({"site_config/signoff/case/ld-wage.md": "x"}, {}, "people.yml"),
        ({CASE: TEXT + "x"}, {"start": "main", "force": True}, "强制推送"),
        ({CASE: TEXT + "x"}, {"GIT_COMMITTER_EMAIL": "Qianfa@staff.invalid"}, "@staff.invalid"),
        ({CASE: TEXT + "x"}, {"message": message_of(Step.SUBMIT, "x", "y")}, "Fabu-Step"),
    ],
)
def test_a_push_that_takes_what_is_not_its_own_is_refused(room, files, more, said):
    before = git(room.bare, "rev-parse", DRAFT)
    assert said in push(room, files, **more)
    assert git(room.bare, "rev-parse", DRAFT) == before


def test_what_a_later_commit_takes_back_was_there_all_the_same(room):
    git(room.clone, "checkout", "-q", "-B", "twice", f"all/{DRAFT}")
    (room.clone / "site_config/people.yml").write_text("people: {}\n", "utf-8")
    git(room.clone, "commit", "-qam", "一")
    git(room.clone, "revert", "--no-edit", "HEAD")
    git(room.clone, "update-ref", f"refs/remotes/all/{DRAFT}", "HEAD")
    assert "people.yml" in push(room, {CASE: TEXT + "x"})


def test_merging_main_is_no_change_of_its_own(room):
    assert push(room, {**PEOPLE, "content/x.md": "x"}, "main", start="main", stranger=False) == ""
    git(room.clone, "fetch", "-q", str(room.bare), "+refs/heads/*:refs/remotes/all/*")
    git(room.clone, "checkout", "-q", "-B", "merged", f"all/{DRAFT}")
    git(room.clone, "merge", "-q", "--no-edit", "all/main")
    git(room.clone, "update-ref", f"refs/remotes/all/{DRAFT}", "HEAD")
    assert push(room, {CASE: SECOND + "\n又一段。\n"}) == ""
