"""The way of a manuscript: a branch, commits in people's names, signatures, main."""

from __future__ import annotations

import os
import socket
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest

from district.casework.retention import load_retention
from district.signoff.people import signoff_rules
from district.signoff.record import digest_of, is_genuine, parse_record
from district.yaml_reading import load_yaml
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import (
    HasProblemsError,
    ManuscriptNotFoundError,
    StaleTextError,
)
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.places import place_of
from forms_backend.manuscripts.steps import State, Step, message_of, said_in, step_of
from forms_backend.running.clock import local_date
from tests.forms_backend.manuscripts.newsroom import (
    APPROVER,
    CASE,
    COLLEAGUE,
    EDITOR,
    RECORD,
    REVIEWER,
    SECOND,
    TEXT,
    Newsroom,
    git,
    people,
    preview_at,
    refused,
)


def test_three_people_bring_a_change_to_main(room):
    room.edit(SECOND)
    assert room.published(CASE) == TEXT
    assert git(room.bare, "log", "-1", "--format=%an %ae", "draft/ld-wage") == (
        "孙编辑 bianji@staff.invalid"
    )
    room.desk.submit("ld-wage", room.head(), EDITOR)
    assert [one.state for one in room.branches.drafts()] == [State.WAITING]
    refused("还缺审核", room.desk.approve, "ld-wage", room.head(), APPROVER)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    done = room.desk.approve("ld-wage", room.head(), APPROVER)
    assert done.is_asked
    assert room.asked == ["qianfa 签发 ld-wage"]
    assert room.published(CASE) == SECOND
    assert room.branches.drafts() == []
    assert git(room.bare, "log", "--format=%s", "--first-parent", "main").split("\n")[0] == (
        "签发 ld-wage"
    )
    assert git(room.bare, "fsck", "--strict") == ""


def test_the_signatures_are_what_the_gate_verifies(room):
    room.edit(SECOND)
    room.sign_all()
    rules = signoff_rules(load_yaml(people(room.signing.public_key)))
    found = parse_record(room.published(RECORD).encode())
    assert [(one.person, one.account) for one in found] == [("wang", "shenhe"), ("li", "qianfa")]
    assert all(is_genuine(one, place_of(CASE), rules) for one in found)
    assert {one.digest for one in found} == {digest_of(SECOND.encode())}
    assert room.published("site_config/signoff/case/ld-wage.md") == SECOND


def test_a_change_after_approval_reopens_it(room):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.edit(SECOND + "\n又一段。\n")
    assert room.branches.open("ld-wage").state is State.WRITING
    refused("不能签发", room.desk.approve, "ld-wage", room.head(), APPROVER)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    refused("还缺审核", room.desk.approve, "ld-wage", room.head(), APPROVER)


def test_a_push_to_the_draft_reopens_it_too(room):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    seen = room.head()
    room.push({CASE: SECOND + "\n由 git 加的。\n"}, branch="draft/ld-wage")
    assert room.branches.open("ld-wage").state is State.WRITING
    refused("不能签发", room.desk.approve, "ld-wage", seen, APPROVER)


def test_giving_back_says_why_and_nobody_can_write_a_step_into_it(room):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    why = "数额不对\n\nFabu-Step: submit\nFabu-Account: qianfa"
    refused("理由", room.desk.give_back, "ld-wage", " ", room.head(), REVIEWER)
    room.desk.give_back("ld-wage", why, room.head(), REVIEWER)
    opened = room.branches.open("ld-wage")
    assert opened.state is State.RETURNED
    assert said_in(opened.last.message) == why
    assert step_of(message_of(Step.RETURN, "x", "y", why)) is Step.RETURN


def test_a_draft_is_given_up_and_lies_aside(room):
    online = room.branches.open("ld-wage").text
    room.edit(SECOND)
    seen = room.head()
    refused("不能放弃", room.desk.discard, "ld-wage", seen, REVIEWER)
    room.edit(SECOND + "\n又一段。\n")
    refused("", room.desk.discard, "ld-wage", seen, EDITOR)
    head = room.head()
    room.desk.discard("ld-wage", head, EDITOR)
    opened = room.branches.open("ld-wage")
    assert (opened.is_draft, opened.text) == (False, online)
    assert room.branches.drafts() == []
    [(name, last)] = GitRepository(room.bare).branches("discarded/").items()
    assert name.startswith("discarded/ld-wage-")
    assert step_of(last.message) is Step.DISCARD
    assert GitRepository(room.bare).first_parent(last.id) == head
    refused("没有", room.desk.discard, "ld-wage", room.head(), EDITOR)
    room.edit(SECOND)  # and begun anew


def test_a_draft_given_up_leaves_the_disk_after_its_time(room):
    room.edit(SECOND.replace("改过的", "张三丰的"))
    room.desk.discard("ld-wage", room.head(), EDITOR)
    [(name, last)] = GitRepository(room.bare).branches("discarded/").items()
    period = load_retention().discarded_drafts
    days = {0: 0, period.days: 0, period.days + 1: 1}
    git(room.bare, "gc", "-q")  # as in a pack, too
    forgotten = {}
    for after in days:
        day = local_date(last.at) + timedelta(days=after)
        forgotten[after] = room.branches.forget_discarded(period.start_of(day))
    assert forgotten == days
    assert GitRepository(room.bare).branches("discarded/") == {}
    blob = git(room.bare, "rev-parse", f"{last.id}:{CASE}")
    room.branches.tidy_up()
    assert git(room.bare, "cat-file", "-t", blob) == "blob"  # somebody may be writing just now
    for file in (room.bare / "objects").rglob("*"):
        os.utime(file, (1, 1))
    room.branches.tidy_up()
    with pytest.raises(subprocess.CalledProcessError):
        git(room.bare, "cat-file", "-t", blob)
    (room.bare / "gc.pid").write_text(f"{os.getpid()} {socket.gethostname()}", "utf-8")
    room.branches.tidy_up()  # another process does the same
    assert room.published(CASE) == TEXT
    assert git(room.bare, "fsck", "--strict") == ""
    assert name.startswith("discarded/")


def test_the_second_save_is_refused_with_both_texts(room):
    first = room.branches.open("ld-wage")
    room.edit(SECOND)
    mine = TEXT.replace("原来的一段", "我的一段")
    error = refused(
        "孙编辑也改了", room.desk.save, "ld-wage", mine, first.head, "", COLLEAGUE,
        kind=StaleTextError,
    )  # fmt: skip
    assert (error.theirs, error.head) == (SECOND, room.head())
    assert room.desk.save("ld-wage", mine, error.head, "", COLLEAGUE)
    assert room.branches.open("ld-wage").text == mine
    assert not room.desk.save("ld-wage", mine, first.head, "", EDITOR)


def test_main_that_moved_elsewhere_is_merged_and_in_the_same_text_is_shown(room):
    room.edit(SECOND)
    room.push({"content/policies/rule.md": "---\ntitle: 甲\n---\n"})
    room.sign_all()
    assert room.published("content/policies/rule.md").startswith("---")
    assert room.published(CASE) == SECOND
    third, theirs = SECOND + "\n第三段。\n", SECOND.replace("欠薪", "欠工资")
    room.edit(third)
    room.push({CASE: theirs})
    assert room.branches.open("ld-wage").has_moved
    refused("并入左边", room.desk.submit, "ld-wage", room.head(), EDITOR, kind=StaleTextError)
    both = theirs + "\n第三段。\n"
    room.edit(both)  # with theirs beside it
    assert not room.branches.open("ld-wage").has_moved
    room.sign_all()
    assert room.published(CASE) == both


def test_main_that_moves_while_it_is_signed_is_not_overwritten(room):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.push({CASE: TEXT.replace("欠薪", "欠工资")})
    refused("右边的改动", room.desk.approve, "ld-wage", room.head(), APPROVER, kind=StaleTextError)
    assert "欠工资" in room.published(CASE)


def test_nobody_signs_what_they_wrote(room):
    room.edit(SECOND.replace("孙编辑", "孙编辑、李签发"))
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    refused("要由另一个人", room.desk.approve, "ld-wage", room.head(), APPROVER)
    now_reviewer = replace(EDITOR, role=Role.MANUSCRIPT_REVIEWER)
    refused("要由另一个人", room.desk.clear, "ld-wage", room.head(), now_reviewer)


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (
            "people:\n  li: {name: 李某, office: 科, roles: [approver], keys: ['{key}']}\n",
            "没有账号",
        ),
        ("people: [", "有错误"),
        ("people: {x: {name: 甲}}", "有错误"),
        (people("{key}").replace("roles: [approver]", "roles: [approver], left: true"), "没有账号"),
        (people("{key}"), "没有这台服务器的公钥"),
    ],
)
def test_rules_are_read_as_the_gate_reads_them(room, rules, said):
    """{key}: of somebody else."""
    other = git(room.bare, "rev-parse", "main") and (
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIyNxK8ZXB9t8zaC+/VazPic5SPviNyjmaBLWVJILDXW"
    )
    room.push({"site_config/people.yml": rules.replace("{key}", other)})
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    person, take = (APPROVER, room.desk.approve)
    refused(said, take, "ld-wage", room.head(), person)


@pytest.mark.parametrize("levels", ["{default: 2}", "{default: 3, case: 1}"])
def test_an_office_of_two_needs_no_reviewer(room, levels):
    room.push({"site_config/people.yml": people(room.signing.public_key, levels)})
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    refused("不用审核", room.desk.clear, "ld-wage", room.head(), REVIEWER)
    room.desk.approve("ld-wage", room.head(), APPROVER)
    assert room.published(CASE) == SECOND
    signed = git(room.bare, "ls-tree", "-r", "--name-only", "main", "site_config/signoff")
    assert bool(signed) == ("default: 2" in levels)


def test_a_new_manuscript_gets_status_and_author_when_it_is_sent_for_review(room):
    room.desk.start("policy", "new-rule", EDITOR)
    opened = room.branches.open("new-rule")
    assert opened.place.path == "content/policies/new-rule.md"
    assert opened.online is None
    text = opened.text.replace("【待填】", "新规").replace('review: {author: "孙编辑"}\n', "")
    room.edit(text, identifier="new-rule")
    room.desk.submit("new-rule", room.head("new-rule"), EDITOR)
    sent = room.branches.open("new-rule").text
    assert "status: published\n" in sent
    assert 'author: "孙编辑"' in sent
    room.desk.clear("new-rule", room.head("new-rule"), REVIEWER)
    room.desk.approve("new-rule", room.head("new-rule"), APPROVER)
    assert room.published("content/policies/new-rule.md") == sent


@pytest.mark.parametrize(
    ("kind", "identifier", "said"),
    [
        ("case", "../../etc/passwd", "小写字母"),
        ("case", "a/b", "小写字母"),
        ("case", "-x", "小写字母"),
        ("case", "x.lock", "小写字母"),
        ("case", "x\n", "小写字母"),
        ("case", "a" * 81, "小写字母"),
        ("page", "about", "哪一类"),
        ("case", "ld-wage", "已经有"),
    ],
)
def test_ids_name_nothing_but_a_manuscript(room, kind, identifier, said):
    refused(said, room.desk.start, kind, identifier, EDITOR)
    assert git(room.bare, "branch", "--format=%(refname:short)") == "main"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "空的"),
        (" \n", "空的"),
        ("没有头信息\n", "没有头信息"),
        (TEXT + "字" * 40_000, "太长"),
    ],
)
def test_texts_that_cannot_be_kept_say_why(room, text, said):
    refused(said, room.edit, text)
    assert room.branches.drafts() == []


def test_links_in_the_tree_are_no_manuscripts(room):
    (room.clone / "cases_library/2026/ld-link.md").symlink_to("../../site_config/people.yml")
    room.push({})
    assert [one.place.id for one in room.branches.published()] == ["ld-wage"]
    with pytest.raises(ManuscriptNotFoundError):
        room.branches.open("ld-link")


def test_hooks_and_programs_of_the_repository_do_not_run(room, tmp_path):
    hook = room.bare / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n", "utf-8")
    hook.chmod(0o755)
    git(room.bare, "config", "core.fsmonitor", f"touch {tmp_path}/ran")
    git(room.bare, "config", "diff.external", f"touch {tmp_path}/ran")
    (tmp_path / "ran").unlink(missing_ok=True)
    room.edit(SECOND)
    room.branches.history(room.branches.open("ld-wage"))
    assert not (tmp_path / "ran").exists()


def test_only_editors_write_and_only_others_sign(room):
    room.edit(SECOND)
    for person in (REVIEWER, APPROVER):
        refused("不能保存", room.edit, TEXT, person)
        refused("不能送审", room.desk.submit, "ld-wage", room.head(), person)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    for take in (room.desk.clear, room.desk.approve):
        refused("不能", take, "ld-wage", room.head(), EDITOR)
    refused("不能签发", room.desk.approve, "ld-wage", room.head(), REVIEWER)


def test_mistakes_that_the_check_finds_are_mended_before_review(tmp_path, clock):
    place = tmp_path / "p.sock"
    room = Newsroom(tmp_path, clock, place)
    room.edit(SECOND)
    finding = {"code": "C203", "level": "error", "line": 4, "message": "日期不对", "mend": "改"}
    answer = {"ok": True, "html": "<html></html>", "findings": [finding]}
    with preview_at(place, answer) as questions:
        error = refused(
            "1 处错误", room.desk.submit, "ld-wage", room.head(), EDITOR, kind=HasProblemsError
        )
    assert [one.message for one in error.problems] == ["日期不对"]
    assert questions[0] == {"op": "render", "path": CASE, "text": SECOND}
    with preview_at(tmp_path / "q.sock", {"ok": False, "message": "x"}):
        room.desk.submit("ld-wage", room.head(), EDITOR)
    assert messages.SUBMITTED


def test_names_and_messages_cannot_break_a_commit(room):
    room.edit(SECOND, replace(EDITOR, name="孙\n<evil@example.com>\0编辑"))
    author = git(room.bare, "log", "-1", "--format=%an|%ae", "draft/ld-wage")
    assert author == "孙evil@example.com编辑|bianji@staff.invalid"


def test_pictures_are_numbered_beside_their_manuscript(room):
    first = room.desk.add_picture("ld-wage", ".png", b"1", EDITOR)
    second = room.desk.add_picture("ld-wage", ".jpg", b"2", EDITOR)
    assert first == "![【待填】](../../content/assets/ld-wage/01.png)"
    assert second.endswith("/02.jpg)")
    room.edit(SECOND)
    room.sign_all()
    assert room.published("content/assets/ld-wage/02.jpg") == "2\n"


def test_what_was_signed_names_the_pictures_and_their_number(room):
    shown = room.desk.add_picture("ld-wage", ".png", b"1", EDITOR)
    room.desk.add_picture("ld-wage", ".png", b"2", EDITOR)
    room.edit(SECOND + f"\n{shown}\n")
    room.sign_all()
    found = parse_record(room.published(RECORD).encode())
    files = (("assets/ld-wage/01.png", digest_of(b"1")),)
    assert [(one.number, one.files) for one in found] == [(1, files)] * 2
    room.edit(SECOND)
    room.sign_all()
    assert [one.number for one in parse_record(room.published(RECORD).encode())] == [2, 2]


def test_another_picture_under_a_signed_name_reopens_it(room):
    shown = room.desk.add_picture("ld-wage", ".png", b"1", EDITOR)
    room.edit(SECOND + f"\n{shown}\n")
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    opened = room.branches.open("ld-wage")
    assert len(room.desk.sheet(opened).counting) == 1
    files = {"content/assets/ld-wage/01.png": b"another"}
    said = message_of(Step.CLEAR, "ld-wage", "shenhe")
    room.branches.write(opened, files, EDITOR, room.desk.clock(), said)
    refused("01.png）改过了", room.desk.approve, "ld-wage", room.head(), APPROVER)


def test_what_was_given_back_is_reviewed_anew_though_the_words_are_the_same(room):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.desk.give_back("ld-wage", "数额不对", room.head(), APPROVER)
    room.edit(SECOND + "\n又一段。\n")
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    refused("还缺审核", room.desk.approve, "ld-wage", room.head(), APPROVER)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.desk.approve("ld-wage", room.head(), APPROVER)


SHARED = "content/assets/shared.svg"


@pytest.mark.parametrize("role", [REVIEWER, APPROVER])
def test_what_is_signed_is_the_picture_that_goes_online(room, role):
    text = SECOND + "\n![图](../../content/assets/shared.svg)\n"
    room.push({SHARED: "1"})
    room.edit(text)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    if role is APPROVER:
        room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.push({SHARED: "2", "content/assets/other.svg": "3"})
    if role is APPROVER:  # the reviewer saw another
        assert [
            one.role.value for one in room.desk.sheet(room.branches.open("ld-wage")).counting
        ] == []
        refused("assets/shared.svg）改过了", room.desk.approve, "ld-wage", room.head(), APPROVER)
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    room.desk.approve("ld-wage", room.head(), APPROVER)
    opened = room.branches.open_online("ld-wage")
    sheet = room.signing.sheet(opened.place, text, opened.main, room.signing.rules(opened.main))
    assert sheet.files == {"assets/shared.svg": digest_of(b"2")}
    assert sheet.standing.missing == ()
