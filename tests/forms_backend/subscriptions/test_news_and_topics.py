"""What one can choose, what is new, and when the mail is due: pure rules."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from district import load_site_config
from forms_backend.sealing.keys import CodeKey
from forms_backend.subscriptions.documents_file import DocumentsFile, Published
from forms_backend.subscriptions.links import MailLinks, Purpose
from forms_backend.subscriptions.news import choose_news, published_lately, told_after
from forms_backend.subscriptions.schedule import latest_slot
from forms_backend.subscriptions.topics import Catalogue
from tests.reference import SITE_CONFIG

TODAY = date(2026, 11, 20)
CATALOGUE = Catalogue(load_site_config(SITE_CONFIG))


def published(id_: str, day: str = "2026-11-18", kind: str = "case", **facets: str) -> Published:
    labels = {name: (label,) for name, label in facets.items()}
    return Published(id_, f"{kind}s/{id_}/", kind, id_, date.fromisoformat(day), labels)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (["all"], ["a", "b", "c"]),
        (["kind:policy"], ["b"]),
        (["area:labour"], ["a"]),
        (["unit:court"], ["c"]),
        (["area:labour", "unit:court"], ["a", "c"]),
        (["area:no-such-area"], []),
    ],
)
def test_a_topic_covers_what_its_feed_covers(values: list[str], wanted: list[str]) -> None:
    documents = [
        published("a", area="劳动用工"),
        published("b", kind="policy"),
        published("c", unit="区法院"),
    ]
    found = choose_news(documents, CATALOGUE.find(values), b"")
    assert [d.id for d in found] == wanted


def test_only_what_has_documents_is_offered_with_its_count() -> None:
    documents = [published("a", area="劳动用工"), published("b", area="劳动用工", unit="区法院")]
    offers = {o.topic.value: o.count for g in CATALOGUE.offers(documents) for o in g.offers}
    assert offers == {"kind:case": 2, "area:labour": 2, "unit:court": 1}


def test_what_was_sent_is_no_news_and_what_bears_an_old_date_never_is() -> None:
    today, late = published("today", "2026-11-20"), published("late", "2026-11-01")
    ancient, coming = published("ancient", "2026-10-01"), published("coming", "2026-11-21")
    recent = published_lately([late, ancient, today, coming], TODAY)
    assert [d.id for d in recent] == ["today", "late"]
    told = told_after(recent, b"", [today])
    assert [d.id for d in choose_news(recent, CATALOGUE.find(["all"]), told)] == ["late"]


def test_marks_of_what_can_be_no_news_any_more_are_dropped() -> None:
    old = published("old", "2026-10-20")
    told = told_after(published_lately([old], TODAY), b"", [old])
    assert len(told) == 8
    assert told_after(published_lately([old], date(2026, 12, 1)), told, []) == b""


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-16T00:59", "2026-11-09"),  # Monday, 08:59 in the district
        ("2026-11-16T01:00", "2026-11-16"),  # 09:00
        ("2026-11-20T07:30", "2026-11-16"),
        ("2026-11-22T17:00", "2026-11-16"),  # already Monday 01:00 there, but before nine
    ],
)
def test_the_latest_issue_is_counted_in_the_district(now: str, slot: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert latest_slot(moment, 1, 9) == date.fromisoformat(slot)


def test_a_link_is_good_for_one_purpose_and_one_row() -> None:
    links = MailLinks(CodeKey(bytes(32)), "https://example.gov.cn/")
    token = links.token(Purpose.LEAVE, "0" * 32)
    assert links.handle(Purpose.LEAVE, token) == "0" * 32
    assert links.handle(Purpose.CONFIRM, token) is None
    assert links.handle(Purpose.LEAVE, "1" + token[1:]) is None
    assert links.handle(Purpose.LEAVE, "") is None


def test_lines_that_are_no_documents_are_no_news(site_dir) -> None:
    path = site_dir.parent / "documents.jsonl"
    assert DocumentsFile(site_dir).read() == ()
    good = '{"id": "a", "title": "t", "text": "x", "date": "2026-11-18", "kind": "case"}'
    path.write_text(f'broken\n{{"id": "b", "title": "t", "text": "x"}}\n{good}\n', encoding="utf-8")
    assert [d.id for d in DocumentsFile(site_dir).read()] == ["a"]
