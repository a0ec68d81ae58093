"""Blocks of older matters find what their entries find."""

from __future__ import annotations

import random

import pytest

from forms_backend.submissions.blind_index import BlindIndex
from forms_backend.submissions.packed_index import (
    BUCKETS,
    SEGMENT,
    buckets_of,
    holders,
    pack,
    segment_of,
)

INDEX = BlindIndex(bytes(32))
WORDS = ("拖欠工程款", "停产半天", "《民法典》第577条", "示例童装有限公司", "13800001234", "ABC-12")
FIRST = 3 * SEGMENT


def texts() -> dict[int, str]:
    chance = random.Random(7)
    return {
        FIRST + place: "，".join(chance.sample(WORDS, chance.randint(0, 4)))
        for place in (0, 1, 2, 77, 400, SEGMENT - 1)
    }


def found(query: str, index: BlindIndex = INDEX) -> list[int]:
    plans = index.plans(query)
    blocks = pack({n: INDEX.trapdoors([text]) for n, text in texts().items()})
    read = {bucket: blocks[bucket] for bucket in buckets_of(plans)}
    return [n for plan in plans for n in holders(3, plan, read)]


@pytest.mark.parametrize(
    "query", [*WORDS, "工程款 停产", "款", "第五百七十七条", "3800", "没有出现过", "童装 拖欠 ABC"]
)
def test_blocks_find_what_entries_find(query: str) -> None:
    finder = INDEX.finder(query)
    assert finder is not None
    assert found(query) == [
        n for n, text in texts().items() if finder(n, INDEX.codewords(n, [text]))
    ]


def test_another_key_finds_nothing() -> None:
    assert found("款")
    assert found("款", BlindIndex(b"x" * 32)) == []


def test_a_segment_has_all_blocks_and_they_tell_four_kilobytes() -> None:
    for matters in ({}, {FIRST: INDEX.trapdoors(["款"])}):
        blocks = pack(matters)
        assert len(blocks) == BUCKETS
        assert {len(block) for block in blocks} == {4096}


@pytest.mark.parametrize(("id_", "segment"), [(1, 0), (511, 0), (512, 1), (2300, 4)])
def test_segments_are_ranges_of_ids(id_: int, segment: int) -> None:
    assert segment_of(id_) == segment
