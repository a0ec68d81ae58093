"""隐名: one person is always the same, nobody is told by the order, and nothing is left to find."""

from __future__ import annotations

import pytest

from privacy.detector import find_all
from privacy.folding import fold_markdown
from privacy.kinds import PersonalData
from privacy.redaction import redact
from tests.privacy.leaks import leaks

KEY = b"k" * 32
EVERYTHING = frozenset(PersonalData)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("原告李建国诉被告王芳。李建国称", "原告李某诉被告王某。李某称"),
        ("法定代表人：欧阳明，董事长", "法定代表人：欧阳某，董事长"),
        ("证人买买提·艾力到庭", "证人买某到庭"),
        ("被告示例市宏图建筑工程有限公司", "被告某建筑公司"),
        ("委托杭州明理律师事务所", "委托某律师事务所"),
        ("电话13800138000，住示例区幸福小区3号楼2单元501室", "电话××，住示例区某处"),
        ("原告**李建国**起诉", "原告**李某**起诉"),
        ("身份证11010519491231\u200b002X", "身份证××"),
        ("货款47万元，2026年3月5日付清。", "货款47万元，2026年3月5日付清。"),
        ("审判长　王　芳", "审判长　王某"),
    ],
)
def test_masks(text: str, masked: str) -> None:
    assert redact(text, KEY, folding=fold_markdown).text == masked


def test_people_of_one_surname_are_told_apart_and_stay_the_same() -> None:
    text = "原告李建国、李伟与被告王芳。李伟认为李建国应当付款。"
    told = redact(text, KEY).text
    one, two = told[2:5], told[6:9]
    assert {one, two} == {"李某1", "李某2"}
    assert told == f"原告{one}、{two}与被告王某。{two}认为{one}应当付款。"
    assert redact(text, KEY).text == told


def test_the_key_and_not_the_order_numbers_people() -> None:
    text = "原告李建国、李伟、李强、李芳起诉。"
    other = "原告李芳、李强、李伟、李建国起诉。"
    masks = dict(
        zip(
            ("国", "伟", "强", "芳"),
            redact(text, KEY).text[2:].removesuffix("起诉。").split("、"),
            strict=True,
        )
    )
    again = dict(
        zip(
            ("芳", "强", "伟", "国"),
            redact(other, KEY).text[2:].removesuffix("起诉。").split("、"),
            strict=True,
        )
    )
    assert masks == again
    assert len({redact(text, bytes([n]) * 32).text for n in range(20)}) > 1


def test_numbers_that_the_text_gave_are_left_to_their_people() -> None:
    told = redact("李某1已经到庭，证人李建国没有到。", KEY).text
    assert told == "李某1已经到庭，证人李某2没有到。"


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        redact("原告李建国", b"short")


@pytest.mark.parametrize("seed", range(3))
def test_nothing_certain_is_left(seed: int) -> None:
    for leak in leaks(seed, rounds=1):
        told = redact(leak.text, KEY, folding=fold_markdown).text
        left = [f for f in find_all(told, kinds=EVERYTHING, folding=fold_markdown) if f.is_certain]
        assert left == [], (leak.text, told)
