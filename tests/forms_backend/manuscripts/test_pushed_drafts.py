"""Drafts that somebody pushed with git: who wrote them must be known, and what they may bring."""

from __future__ import annotations

import subprocess

import pytest

from forms_backend.manuscripts.errors import ManuscriptNotFoundError
from forms_backend.manuscripts.git import File, Signer
from forms_backend.manuscripts.steps import Step, message_of
from tests.forms_backend.manuscripts.newsroom import (
    APPROVER,
    CASE,
    EDITOR,
    RECORD,
    REVIEWER,
    SECOND,
    git,
    people,
    refused,
)


def test_a_draft_may_bring_nothing_but_its_own_files(room):
    room.edit(SECOND)
    room.push({"site_config/people.yml": "people: {}\n"}, branch="draft/ld-wage")
    refused("还改了别的文件", room.desk.submit, "ld-wage", room.head(), EDITOR)
    git(room.bare, "update-ref", "refs/heads/draft/ld-wage", "draft/ld-wage^")
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.push({"site_config/people.yml": "people: {}\n"}, branch="draft/ld-wage")
    git(room.clone, "commit", "-q", "--amend", "-m", message_of(Step.SUBMIT, "ld-wage", "bianji"))
    git(room.clone, "push", "-qf", str(room.bare), "HEAD:draft/ld-wage")
    refused("还改了别的文件", room.desk.approve, "ld-wage", room.head(), APPROVER)
    assert "staff_zone" in room.published("site_config/people.yml")


def with_emails(room, emails):
    rules = people(room.signing.public_key).replace("account: qianfa", f"account: qianfa{emails}")
    room.push({"site_config/people.yml": rules})


def waiting(room):
    """Sent for review by an editor, as it lies there."""
    opened = room.branches.open("ld-wage")
    message = message_of(Step.SUBMIT, "ld-wage", "bianji")
    room.branches.write(opened, {}, EDITOR, room.desk.clock(), message)


def pushed(room, files=(), **who):
    """A draft that somebody pushes under an address of their own."""
    git(room.bare, "branch", "-f", "draft/ld-wage", room.head())
    room.push(dict(files) or {CASE: SECOND}, branch="draft/ld-wage")
    if who:
        git(room.clone, "commit", "-q", "--amend", "--no-edit", "--reset-author", **who)
        git(room.clone, "push", "-qf", str(room.bare), "HEAD:draft/ld-wage")


def test_who_pushed_a_draft_with_git_must_be_known_and_does_not_sign_it(room):
    pushed(room)
    waiting(room)
    for take, person in ((room.desk.clear, REVIEWER), (room.desk.approve, APPROVER)):
        refused("chen@example.com", take, "ld-wage", room.head(), person)
    room.edit(SECOND + "\n由编辑再存一次。\n")
    waiting(room)
    refused("认不出是哪个账号", room.desk.clear, "ld-wage", room.head(), REVIEWER)
    with_emails(room, ", emails: [Chen@example.com]")
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    refused("您写过或改过", room.desk.approve, "ld-wage", room.head(), APPROVER)


def test_a_committer_counts_as_well_as_an_author(room):
    pushed(room, GIT_AUTHOR_EMAIL="bianji@staff.invalid", GIT_AUTHOR_NAME="x")
    waiting(room)
    refused("chen@example.com", room.desk.clear, "ld-wage", room.head(), REVIEWER)


def test_names_in_git_cannot_be_read_as_an_address(room):
    name = "x\x1fbianji@staff.invalid\x1f1\x1fy"
    pushed(room, GIT_AUTHOR_NAME=name, GIT_COMMITTER_NAME=name)
    assert room.branches.open("ld-wage").last.author.email == "chen@example.com"
    waiting(room)
    refused("chen@example.com", room.desk.clear, "ld-wage", room.head(), REVIEWER)


def test_who_changed_only_a_picture_does_not_sign_it(room):
    room.edit(SECOND)
    picture = "content/assets/ld-wage/01.png"
    pushed(room, {picture: "1"})
    waiting(room)
    with_emails(room, ", emails: [chen@example.com]")
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    refused("您写过或改过", room.desk.approve, "ld-wage", room.head(), APPROVER)


def test_who_only_writes_with_git_is_known_by_an_address(room):
    rules = people(room.signing.public_key)
    only = "people:\n  chen: {name: 陈工, office: 科, emails: [chen@example.com]}\n"
    room.push({"site_config/people.yml": rules.replace("people:\n", only)})
    pushed(room)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.desk.approve("ld-wage", room.head(), APPROVER)
    assert room.published(CASE) == SECOND


def test_no_author_is_forgotten_behind_many_commits(room):
    who = (
        b"author A <qianfa@staff.invalid> 1 +0000\n",
        b"author B <bianji@staff.invalid> 1 +0000\n",
    )
    import_ = [b"feature done\n"]
    main = git(room.bare, "rev-parse", "main").encode()
    for n in range(501):
        text = SECOND.encode() + b"%d\n" % n
        name = who[bool(n)].replace(b"author", b"committer")
        start = b"from " + main + b"\n" if n == 0 else b""
        import_.append(
            b"commit refs/heads/draft/ld-wage\n" + who[bool(n)] + name + b"data 1\nx\n" + start
            + b"M 100644 inline " + CASE.encode() + b"\ndata %d\n" % len(text) + text + b"\n"
        )  # fmt: skip
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=room.bare, input=b"".join(import_) + b"done\n",
        check=True,
    )  # fmt: skip
    waiting(room)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    refused("您写过或改过", room.desk.approve, "ld-wage", room.head(), APPROVER)


PICTURES = "content/assets/ld-wage/"


@pytest.mark.parametrize(
    ("path", "mode", "said"),
    [
        (CASE, "120000", "链接"),
        (CASE, "100755", "工作台不会放的文件"),
        (PICTURES + "01.png", "120000", "链接"),
        (PICTURES + "01.png", "160000", "工作台不会放的文件"),
        (PICTURES + "01.svg", "100644", "工作台不会放的文件"),
        (PICTURES + "index.html", "100644", "工作台不会放的文件"),
        (PICTURES + "a/01.png", "100644", "工作台不会放的文件"),
        (PICTURES + "..png", "100644", "工作台不会放的文件"),
        (RECORD, "100644", "不是由工作台"),
        ("site_config/signoff/case/ld-wage.md", "100644", "不是由工作台"),
    ],
)
def test_a_pushed_draft_brings_no_file_that_the_zone_would_not_make(room, path, mode, said):
    with_emails(room, ", emails: [chen@example.com]")
    room.edit(SECOND)
    opened = room.branches.open("ld-wage")
    blob = opened.head if mode == "160000" else room.branches._repository.write_blob(b"/etc/passwd")
    if path == CASE and mode == "100755":
        blob = room.branches._repository.write_blob(SECOND.encode())
    message = message_of(Step.SUBMIT, "ld-wage", "bianji")
    made = room.branches._repository.commit(
        opened.head, {path: File(path, blob, mode)}, [opened.head],
        Signer("陈工", "chen@example.com"), room.desk.clock(), message,
    )  # fmt: skip
    git(room.bare, "update-ref", "refs/heads/draft/ld-wage", made)
    if path == CASE and mode == "120000":
        with pytest.raises(ManuscriptNotFoundError):
            room.branches.open("ld-wage")
        return
    refused(said, room.desk.clear, "ld-wage", made, REVIEWER)
    refused(said, room.desk.approve, "ld-wage", made, APPROVER)


def test_the_approver_is_told_which_pictures_come_along(room):
    room.desk.add_picture("ld-wage", ".png", b"1", EDITOR)
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    assert room.branches.files_beside(room.branches.open("ld-wage")) == [PICTURES + "01.png"]
