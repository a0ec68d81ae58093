import inspect

import pytest

from publisher.model.documents.document import Badge
from publisher.outputs import documents
from publisher.pages.parts import card as card_module
from publisher.pages.parts.card import Cards, card
from tests.publisher.manuscripts import CASE, HEARING, POLICY, text_of
from tests.publisher.site_project import with_keys


@pytest.mark.parametrize(
    ("identifier", "badges", "note"),
    [
        ("ld-unsigned", ["裁判案例", "劳动用工", "示范案例"], "区法院"),
        ("complaint-rules", ["有效", "合同交易"], "明政法〔2026〕8号 · 中共明湖区委政法委员会"),
        ("hearing-sale", ["已排期", "合同交易"], "区法院第三法庭"),
        ("labour-check", ["1 题", "劳动用工"], "法治体检"),
        ("complaint-guide", [], "区司法局"),
        ("law-day", ["每年 12 月 4 日"], "专题"),
    ],
)
def test_card_of_each_kind(published, identifier, badges, note):
    library, _ = published()
    made = card(library.by_id[identifier])
    assert [badge.text for badge in made.badges] == badges
    assert (made.note, made.date) == (note, "2026-10-15")
    assert made.url.endswith(f"/{identifier}/")


@pytest.mark.parametrize(
    ("state", "tone"),
    [("已排期", "green"), ("已改期", "orange"), ("已取消", "red"), ("已开庭", "muted")],
)
def test_state_of_a_hearing_has_its_tone(published, state, tone):
    library, _ = published({HEARING: with_keys(text_of(HEARING), state=state)})
    assert card(library.by_id["hearing-sale"]).badges[0] == Badge(state, tone)


@pytest.mark.parametrize(
    ("validity", "tone"),
    [("有效", "green"), ("已修改", "orange"), ("已废止", "red"), ("已失效", "muted")],
)
def test_validity_of_a_policy_has_its_tone(published, validity, tone):
    library, _ = published({POLICY: with_keys(text_of(POLICY), validity=validity)})
    assert card(library.by_id["complaint-rules"]).badges[0] == Badge(validity, tone)


def test_policy_without_number_shows_its_issuer_alone(published):
    library, _ = published({POLICY: with_keys(text_of(POLICY), document_number=None)})
    assert card(library.by_id["complaint-rules"]).note == "中共明湖区委政法委员会"


def test_draft_says_so_first(library_ok):
    from tests.publisher.mini_project import read

    path = library_ok.root / CASE
    path.write_text(with_keys(text_of(CASE), status="draft"), encoding="utf-8")
    library, _, _ = read(library_ok)
    assert card(library.by_id["ld-unsigned"]).badges[0] == Badge("草稿", "red")


def test_cards_are_made_once(published):
    library, _ = published()
    cards = Cards()
    entry = library.by_id["ld-unsigned"]
    assert cards.of(entry) is cards.all([entry])[0]


@pytest.mark.parametrize("module", [card_module, documents])
def test_what_differs_by_kind_stands_in_the_models(module):
    """A new kind says for itself what lists and the search show of it."""
    assert "isinstance" not in inspect.getsource(module)
