"""The search over encrypted texts: finds every substring, and tells nothing without the key."""

from __future__ import annotations

import random

import pytest

from forms_backend.database.limits import MAX_CODEWORD_BYTES
from forms_backend.submissions.blind_index import CODEWORD_BYTES, BlindIndex

INDEX = BlindIndex(bytes(32))
TEXT = "今年8月，示例童装有限公司（91110000600037341L）按《民法典》第五百七十七条催款，民终12号判决未执行。"


def found(query: str, text: str = TEXT, index: BlindIndex = INDEX) -> bool:
    finder = index.finder(query)
    assert finder is not None
    return finder(7, INDEX.codewords(7, [text]))


@pytest.mark.parametrize(
    "query",
    ["童装", "款", "第577条", "第五百七十七条", "民终12号", "91110000600037341l", "600037", "８月",
     "公司 催款", "《民法典》"],
)  # fmt: skip
def test_it_finds_what_a_person_would_type(query: str) -> None:
    assert found(query)


@pytest.mark.parametrize("query", ["装童", "第578条", "民终13号", "催款 退款", "张三丰"])
def test_it_does_not_find_what_is_not_there(query: str) -> None:
    assert not found(query)


def test_every_piece_of_a_text_is_found() -> None:
    chance, plain = random.Random(5), TEXT
    for _ in range(300):
        start = chance.randrange(len(plain) - 2)
        piece = plain[start : start + chance.randint(1, 9)]
        finder = INDEX.finder(piece)
        assert finder is None or finder(7, INDEX.codewords(7, [TEXT])), piece


@pytest.mark.parametrize("query", ["", "  ", "，。！"])
def test_there_may_be_nothing_to_look_for(query: str) -> None:
    assert INDEX.finder(query) is None


def test_another_key_finds_nothing() -> None:
    assert not found("童装", index=BlindIndex(b"x" * 32))


def test_the_same_text_looks_different_in_every_matter() -> None:
    def codewords(submission_id: int) -> set[bytes]:
        whole = INDEX.codewords(submission_id, [TEXT])
        return {whole[i : i + CODEWORD_BYTES] for i in range(0, len(whole), CODEWORD_BYTES)}

    assert codewords(1).isdisjoint(codewords(2))
    assert len(codewords(1)) == len(codewords(2))


def test_the_order_of_codewords_tells_nothing_of_the_text() -> None:
    forwards, backwards = INDEX.codewords(1, ["甲", "乙丙"]), INDEX.codewords(1, ["乙丙", "甲"])
    assert forwards == backwards
    assert INDEX.codewords(1, ["乙丙"], known=INDEX.codewords(1, ["甲"])) == forwards


def test_the_entry_never_outgrows_its_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forms_backend.submissions.blind_index.MAX_CODEWORD_BYTES", 8)
    assert len(INDEX.codewords(1, [TEXT])) == 8
    assert MAX_CODEWORD_BYTES % CODEWORD_BYTES == 0
