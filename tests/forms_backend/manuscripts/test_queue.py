"""The queue says of each draft what it waits for and whose turn it is."""

from __future__ import annotations

from forms_backend.identity.person import Person
from forms_backend.identity.roles import Role
from forms_backend.manuscripts.queue import queue_of
from tests.forms_backend.manuscripts.newsroom import (
    APPROVER,
    COLLEAGUE,
    EDITOR,
    REVIEWER,
    SECOND,
    people,
)

STRANGER = Person("bieren", Role.MANUSCRIPT_REVIEWER, "court", 9, "没有列名")


def turns(room, *persons):
    """What the one draft waits for, and whose turn it is."""
    rows = [queue_of(room.desk, person)[0] for person in persons]
    return rows[0].waits, [row.is_yours for row in rows]


EVERYBODY = (EDITOR, COLLEAGUE, REVIEWER, STRANGER, APPROVER)


def test_a_draft_goes_from_hand_to_hand(room):
    room.edit(SECOND)
    assert turns(room, *EVERYBODY) == ("", [True, False, False, False, False])
    room.desk.submit("ld-wage", room.head(), EDITOR)
    assert turns(room, *EVERYBODY) == ("审核（王审核）", [False, False, True, False, False])
    room.desk.clear("ld-wage", room.head(), REVIEWER)
    assert turns(room, *EVERYBODY) == ("签发（李签发）", [False, False, False, False, True])
    room.desk.give_back("ld-wage", "改", room.head(), APPROVER)
    assert turns(room, *EVERYBODY) == ("", [True, False, False, False, False])


def test_what_is_yours_comes_first(room):
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    room.desk.start("policy", "newer", EDITOR)
    assert [one.listed.place.id for one in queue_of(room.desk, REVIEWER)] == ["ld-wage", "newer"]


def test_who_wrote_it_is_not_asked(room):
    rules = people(room.signing.public_key).replace(
        "account: shenhe}",
        "account: shenhe}\n  sun: {name: 孙编辑, office: 普法科, roles: [reviewer], account: bianji}",
    )
    room.push({"site_config/people.yml": rules})
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    assert turns(room, REVIEWER)[0] == "审核（王审核）"


def test_without_signatures_the_approver_is_next(room):
    room.push({"site_config/people.yml": people(room.signing.public_key, "{default: 2}")})
    room.edit(SECOND)
    room.desk.submit("ld-wage", room.head(), EDITOR)
    assert turns(room, REVIEWER, APPROVER) == ("签发（李签发）", [False, True])


def test_rules_that_cannot_be_read_are_told_at_each_draft(room):
    room.edit(SECOND)
    room.push({"site_config/people.yml": "people: [5]\n"})
    waits, yours = turns(room, EDITOR)
    assert "people.yml" in waits
    assert yours == [False]


def test_a_draft_of_which_nobody_knows_who_wrote_it_says_so(room):
    room.edit(SECOND)
    room.push({"cases_library/2026/ld-wage.md": SECOND + "再改。\n"}, branch="draft/ld-wage")
    room.desk.submit("ld-wage", room.head(), EDITOR)
    assert "chen@example.com" in turns(room, REVIEWER)[0]
