"""The way of a manuscript: a branch, commits in people's names, signatures, main."""

from __future__ import annotations

import subprocess
from dataclasses import replace

import pytest

from district.signoff.people import signoff_rules
from district.signoff.record import digest_of, is_genuine, parse_record
from district.yaml_reading import load_yaml
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import (
    EditingError,
    HasProblemsError,
    ManuscriptNotFoundError,
    StaleTextError,
)
from forms_backend.manuscripts.git import File, GitRepository, Signer
from forms_backend.manuscripts.places import place_of
from forms_backend.manuscripts.steps import State, Step, message_of, said_in, step_of
from tests.forms_backend.manuscripts.newsroom import (
    APPROVER,
    CASE,
    COLLEAGUE,
    EDITOR,
    REVIEWER,
    TEXT,
    Newsroom,
    git,
    people,
    preview_at,
)

SECOND = TEXT.replace("原来的一段", "改过的一段")
RECORD = "site_config/signoff/case/ld-wage.yml"


@pytest.fixture
def room(tmp_path, clock):
    return Newsroom(tmp_path, clock)


def refused(said, take, *arguments, kind=EditingError):
    with pytest.raises(kind) as caught:
        take(*arguments)
    assert said in str(caught.value)
    return caught.value


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
    room.branches.write(opened, files, EDITOR, room.desk._clock(), said)
    refused("还缺审核", room.desk.approve, "ld-wage", room.head(), APPROVER)


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


def with_emails(room, emails):
    rules = people(room.signing.public_key).replace("account: qianfa", f"account: qianfa{emails}")
    room.push({"site_config/people.yml": rules})


def waiting(room):
    """Sent for review by an editor, as it lies there."""
    opened = room.branches.open("ld-wage")
    message = message_of(Step.SUBMIT, "ld-wage", "bianji")
    room.branches.write(opened, {}, EDITOR, room.desk._clock(), message)


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
        Signer("陈工", "chen@example.com"), room.desk._clock(), message,
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
