"""What is online: an urgent step of one approver, and the signature that comes later."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from district.signoff.people import Role as SignoffRole
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.bulk import BulkDesk, Exchange
from forms_backend.manuscripts.bulk_branches import BulkBranches
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.header_form import with_withdrawal, without_withdrawal
from forms_backend.manuscripts.online import OnlineDesk
from forms_backend.manuscripts.steps import State
from forms_backend.running.clock import local_date
from tests import moments
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
)
from tests.forms_backend.manuscripts.test_desk import RECORD, SECOND, refused

GONE = "withdrawn: {on: "


@pytest.fixture
def room(tmp_path, clock):
    return Newsroom(tmp_path, clock)


@pytest.fixture
def online(room):
    return OnlineDesk(room.desk)


def standing(room):
    main = room.branches.main()
    opened = room.branches.open_online("ld-wage")
    sheet = room.signing.sheet(opened.place, opened.text, main, room.signing.rules(main))
    return sheet.standing


def main(room):
    return room.branches.main()


def test_an_urgent_correction_is_online_at_once_and_listed_until_the_second_signs(room, online):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    urge = partial(room.desk.approve, urgent=True)
    refused("不能紧急签发", urge, "ld-wage", room.head(), REVIEWER)
    room.desk.approve("ld-wage", room.head(), APPROVER, urgent=True)
    assert room.published(CASE) == SECOND
    assert room.asked == ["qianfa 紧急签发 ld-wage"]
    assert standing(room).may_go_live
    assert [one.missing for one in online.waiting(APPROVER)] == ["审核"]
    assert [one.is_yours for one in online.waiting(APPROVER)] == [False]
    assert [one.is_yours for one in online.waiting(REVIEWER)] == [True]
    refused("不缺签发签名", online.countersign, "ld-wage", main(room), APPROVER)
    online.countersign("ld-wage", main(room), REVIEWER)
    assert standing(room).missing == ()
    assert online.waiting(REVIEWER) == []
    refused("不缺审核签名", online.countersign, "ld-wage", main(room), REVIEWER)


def test_who_wrote_an_urgent_text_does_not_countersign_it(room, online):
    room.push(
        {"site_config/people.yml": people(room.signing.public_key).replace("shenhe", "bianji")}
    )
    room.edit(SECOND.replace("孙编辑", "周同事"))
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.approve("ld-wage", room.head(), APPROVER, urgent=True)
    writer = replace(REVIEWER, login="bianji")
    assert [one.is_yours for one in online.waiting(writer)] == [False]
    refused("您写过", online.countersign, "ld-wage", main(room), writer)
    for step in (
        partial(online.withdraw, "ld-wage", "有误"),
        partial(online.bring_back, "ld-wage"),
    ):
        step(main(room), APPROVER)
        assert [one.is_yours for one in online.waiting(writer)] == [False]
        refused("您写过", online.countersign, "ld-wage", main(room), writer)


def test_who_wrote_what_was_signed_does_not_countersign_it_when_it_comes_back(room, online):
    listed = people(room.signing.public_key).split("staff_zone")
    sun = "  sun: {name: 孙编辑, office: 普法科, roles: [reviewer], account: bianji}\nstaff_zone"
    room.push({"site_config/people.yml": sun.join(listed)})
    room.edit(SECOND.replace("孙编辑", "周同事").replace("review:", "keywords: [甲]\nreview:"))
    room.sign_all()
    bulks = BulkDesk(room.desk, BulkBranches(GitRepository(room.bare), room.branches))
    name = bulks.start(Exchange("keywords", "甲", "乙"), 1, COLLEAGUE)
    bulks.clear(name, bulks.open(name).last.id, REVIEWER)
    bulks.approve(name, bulks.open(name).last.id, APPROVER)
    online.withdraw("ld-wage", "有误", main(room), APPROVER)
    online.bring_back("ld-wage", main(room), APPROVER)
    writer = replace(REVIEWER, login="bianji")
    refused("您写过", online.countersign, "ld-wage", main(room), writer)
    online.countersign("ld-wage", main(room), REVIEWER)


def test_one_step_takes_down_and_one_step_brings_back_what_was_signed(room, online, clock):
    room.edit(SECOND)
    room.sign_all()
    refused("原因", online.withdraw, "ld-wage", " ", main(room), APPROVER)
    refused("不能撤下", online.withdraw, "ld-wage", "有误", main(room), EDITOR)
    online.withdraw("ld-wage", "当事人\n“要求”", main(room), APPROVER)
    assert f'{GONE}{local_date(clock())}, reason: "当事人 “要求”"}}' in room.published(CASE)
    assert room.published("site_config/signoff/case/ld-wage.md") == room.published(CASE)
    assert [one.missing for one in online.waiting(REVIEWER)] == ["审核"]
    refused("已经撤下", online.withdraw, "ld-wage", "有误", main(room), APPROVER)
    online.bring_back("ld-wage", main(room), APPROVER)
    assert room.published(CASE) == SECOND
    assert [one.missing for one in online.waiting(REVIEWER)] == ["审核"]
    online.countersign("ld-wage", main(room), REVIEWER)
    assert standing(room).signed == ("wang", "li")
    refused("没有撤下", online.bring_back, "ld-wage", main(room), APPROVER)
    assert room.asked[1:] == ["qianfa 撤下 ld-wage", "qianfa 恢复上网 ld-wage"]
    assert git(room.bare, "fsck", "--strict") == ""


def test_a_draft_beside_it_goes_on_and_is_told_what_changed_online(room, online):
    room.edit(SECOND)
    online.withdraw("ld-wage", "有误", main(room), APPROVER)
    opened = room.branches.open("ld-wage")
    assert (opened.text, opened.state, opened.has_moved) == (SECOND, State.WRITING, True)


def test_what_changed_since_it_was_seen_and_what_is_no_publication_stay(room, online):
    seen = main(room)
    room.push({CASE: SECOND, "content/guides/x.md": TEXT.replace("ld-wage", "x")})
    refused("改过了", online.withdraw, "ld-wage", "有误", seen, APPROVER)
    room.push({"content/guides/y.md": TEXT})
    seen = main(room)
    room.push({"content/guides/y.md": TEXT.replace("published", "draft").replace("ld-wage", "y")})
    refused(messages.NOT_ONLINE, online.withdraw, "y", "有误", main(room), APPROVER)
    online.withdraw("ld-wage", "有误", seen, APPROVER)  # others moved main, this text is the same


def test_without_signoff_nothing_is_signed(room, online):
    room.push({"site_config/people.yml": "people: {}\n"})
    online.withdraw("ld-wage", "有误", main(room), APPROVER)
    assert GONE in room.published(CASE)
    assert room.branches.records(main(room)) == {}
    online.bring_back("ld-wage", main(room), APPROVER)
    assert room.published(CASE) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace("review:", "# 说明\nreview:").replace("---\n\n", "# 头信息完\n---  \n\n", 1),
        TEXT.replace("---\n\n", "source:\n  name: 甲\n---\n", 1),
    ],
)
def test_taking_the_withdrawal_out_gives_the_very_text(text):
    gone = with_withdrawal(text, moments.now().date(), '他说"是"\\')
    assert gone != text
    assert without_withdrawal(gone) == text


def test_the_signature_says_that_it_was_urgent(room, online):
    online.withdraw("ld-wage", "有误", main(room), APPROVER)
    assert "urgent: true" in room.published(RECORD)
    assert standing(room).missing == (SignoffRole.REVIEWER,)
