"""批量改词: many manuscripts, one commit, a signature each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from district.signoff.people import Role as SignoffRole
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.bulk import BulkDesk, Exchange
from forms_backend.manuscripts.bulk_branches import BulkBranches
from forms_backend.manuscripts.errors import HasProblemsError, ManuscriptNotFoundError
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.steps import State
from tests.forms_backend.manuscripts.newsroom import (
    APPROVER,
    COLLEAGUE,
    EDITOR,
    REVIEWER,
    TEXT,
    Newsroom,
    git,
    preview_at,
)
from tests.forms_backend.manuscripts.test_desk import refused

CHANGE = Exchange("keywords", "欠薪", "拖欠工资")
FILES = {
    f"content/guides/g{n}.md": TEXT.replace("ld-wage", f"g{n}").replace(
        "review:", f"keywords: [甲{n}, 欠薪]\nreview:"
    )
    for n in range(3)
}
ONE, TWO, DRAFT = FILES
AFTER = {path: text.replace("欠薪]", "拖欠工资]") for path, text in FILES.items()}


@pytest.fixture
def room(tmp_path, clock):
    made = Newsroom(tmp_path, clock)
    drafts = {DRAFT: FILES[DRAFT].replace("status: published", "status: draft")}
    made.push(FILES | drafts)
    for n in range(2):  # what is online was signed
        made.edit(FILES[f"content/guides/g{n}.md"] + "\n签过的。\n", identifier=f"g{n}")
        made.sign_all(f"g{n}")
    return made


@pytest.fixture
def bulks(room):
    repository = GitRepository(room.bare)
    return BulkDesk(room.desk, BulkBranches(repository, room.branches))


def head(bulks, name):
    return bulks.open(name).last.id


def texts(room):
    return [room.published(path) for path in FILES]


def test_a_word_changes_everywhere_when_both_have_signed(room, bulks):
    assert bulks.words("keywords")["欠薪"] == 3
    before = texts(room)
    found = bulks.find(CHANGE)
    assert [one.place.id for one in found.changes] == ["g0", "g1", "g2"]
    assert found.changes[0].lines == (("keywords: [甲0, 欠薪]",), ("keywords: [甲0, 拖欠工资]",))
    name = bulks.start(CHANGE, 3, EDITOR)
    assert texts(room) == before
    assert bulks.open(name).missing == (SignoffRole.REVIEWER, SignoffRole.APPROVER)
    refused("还缺审核", bulks.approve, name, head(bulks, name), APPROVER)
    bulks.clear(name, head(bulks, name), REVIEWER)
    assert bulks.open(name).missing == (SignoffRole.APPROVER,)
    room.asked.clear()
    assert bulks.approve(name, head(bulks, name), APPROVER).is_asked
    assert room.asked == [f"qianfa 签发 {name}"]
    assert texts(room) == [one.replace("欠薪]", "拖欠工资]") for one in before]
    assert git(room.bare, "log", "-1", "--format=%an %ae", "main") == "李签发 qianfa@staff.invalid"
    assert bulks.under_way() == []
    main = room.branches.main()
    rules = room.signing.rules(main)
    for identifier in ("g0", "g1"):
        opened = room.branches.open_online(identifier)
        standing = room.signing.sheet(opened.place, opened.text, main, rules).standing
        assert standing.signed == ("wang", "li")
        assert room.published(opened.place.approved_copy) == opened.text
    assert room.branches.records(main).keys() == {
        f"site_config/signoff/guide/g{n}.yml" for n in range(2)
    }
    refused(messages.BULK_NOTHING, bulks.start, CHANGE, 3, EDITOR)
    assert git(room.bare, "fsck", "--strict") == ""


def test_what_is_pushed_while_a_change_is_signed_is_not_overwritten(room, bulks, monkeypatch):
    name = bulks.start(CHANGE, 3, EDITOR)
    bulks.clear(name, head(bulks, name), REVIEWER)
    other = {"content/guides/g2.md": FILES["content/guides/g2.md"] + "\n别人写的。\n"}
    monkeypatch.setattr(bulks, "_refuse_mistakes", lambda *_: room.push(other))
    refused(messages.BUSY, bulks.approve, name, head(bulks, name), APPROVER)
    assert "别人写的" in room.published("content/guides/g2.md")


def test_what_nobody_has_signed_is_not_signed_along_the_way(room, bulks):
    room.push({ONE: FILES[ONE] + "\n由 git 加的。\n"})
    found = bulks.find(CHANGE)
    assert [one.place.id for one in found.changes] == ["g1", "g2"]
    assert found.held == ("欠薪一案",)


def test_who_began_it_signs_nothing(room, bulks):
    name = bulks.start(CHANGE, 3, replace(EDITOR, login="shenhe"))
    refused("您提出的", bulks.clear, name, head(bulks, name), REVIEWER)
    refused("不能批量改词", bulks.start, CHANGE, 3, APPROVER)


@pytest.mark.parametrize("where", ["main", "branch"])
def test_only_the_exchange_itself_can_be_signed(room, bulks, where):
    name = bulks.start(CHANGE, 3, EDITOR)
    branch = "main" if where == "main" else f"bulk/{name}"
    room.push({TWO: AFTER[TWO] + "\n夹带的。\n"}, branch=branch)
    if where == "main":
        assert bulks.open(name).problem == messages.BULK_STALE
        refused("请放弃", bulks.clear, name, bulks.open(name).last.id, REVIEWER)
    else:  # a commit without a step: the change is open again
        assert bulks.open(name).state is State.WRITING
        refused("不能审核通过", bulks.clear, name, bulks.open(name).last.id, REVIEWER)
    bulks.discard(name, bulks.open(name).last.id, EDITOR)
    assert bulks.under_way() == []


def test_it_is_given_back_with_a_reason_and_given_up(bulks):
    name = bulks.start(CHANGE, 3, EDITOR)
    seen = head(bulks, name)
    refused("理由", bulks.give_back, name, " ", seen, REVIEWER)
    bulks.give_back(name, "词不对\n换一个", seen, REVIEWER)
    assert bulks.open(name).reason == "词不对\n换一个"
    assert bulks.open(name).exchange == CHANGE
    refused("您打开以后", bulks.discard, name, seen, COLLEAGUE)
    bulks.discard(name, head(bulks, name), COLLEAGUE)
    refused("没有", bulks.open, name, kind=ManuscriptNotFoundError)


@pytest.mark.parametrize(
    ("exchange", "said"),
    [
        (Exchange("keywords", "欠薪", "欠薪"), "一样"),
        (Exchange("keywords", "", "欠薪"), "写明"),
        (Exchange("title", "欠薪", "甲"), "栏目"),
        (Exchange("keywords", "欠薪", "甲\x07"), "只写文字"),
        (Exchange("keywords", "欠薪", "甲" * 61), "最长 60"),
        (Exchange("keywords", "没有的词", "甲"), messages.BULK_NOTHING),
        (Exchange("keywords", "欠薪", "甲"), "现在要改 3 篇"),
    ],
)
def test_what_cannot_be_exchanged_is_refused(bulks, exchange, said):
    refused(said, bulks.start, exchange, 2, EDITOR)


def test_a_word_that_the_vocabulary_lacks_is_told_before_it_begins(tmp_path, clock):
    room = Newsroom(tmp_path, clock, tmp_path / "p.sock")
    room.push(FILES)
    bulks = BulkDesk(room.desk, BulkBranches(GitRepository(room.bare), room.branches))
    room.push({"site_config/people.yml": "people: {}\n"})
    wrong = {"code": "C204", "level": "error", "line": 5, "message": "词表里没有", "mend": ""}
    with preview_at(tmp_path / "p.sock", {"ok": True, "html": "", "findings": [wrong]}):
        refused("检查还有", bulks.start, CHANGE, 3, EDITOR, kind=HasProblemsError)
    assert bulks.under_way() == []
    name = bulks.start(CHANGE, 3, EDITOR)
    answer = {"ok": True, "html": "", "findings": [wrong]}
    right = {"ok": True, "html": "", "findings": []}
    with preview_at(tmp_path / "p.sock", lambda asked: answer if "g2" in asked["path"] else right):
        said = "《欠薪一案》检查还有 1 处错误，改正后才能签发：词表里没有"
        refused(said, bulks.approve, name, head(bulks, name), APPROVER, kind=HasProblemsError)
    bulks.approve(name, head(bulks, name), APPROVER)  # without sign-off nobody has to sign
    assert [room.published(path) for path in FILES] == list(AFTER.values())


def test_a_text_that_is_online_or_will_be_waits_for_signatures(room, bulks, monkeypatch):
    monkeypatch.setattr(
        "forms_backend.manuscripts.bulk.with_value",
        lambda text, _key, _old, _new: text.replace("status: published", "status: draft"),
    )
    name = bulks.start(CHANGE, 2, EDITOR)
    assert bulks.open(name).missing == (SignoffRole.REVIEWER, SignoffRole.APPROVER)


def test_lists_in_lines_stay_lists(tmp_path, clock):
    room = Newsroom(tmp_path, clock)
    text = FILES[ONE].replace("[甲0, 欠薪]", "\n- 欠薪 # 旧\n- 拖欠工资")
    room.push({ONE: text, "site_config/people.yml": "people: {}\n"})
    bulks = BulkDesk(room.desk, BulkBranches(GitRepository(room.bare), room.branches))
    name = bulks.start(CHANGE, 1, EDITOR)
    bulks.approve(name, head(bulks, name), APPROVER)
    assert room.published(ONE) == text.replace("- 欠薪 # 旧", "# 旧")
