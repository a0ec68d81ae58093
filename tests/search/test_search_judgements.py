"""The judged questions are sound, and our own ranking answers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.ranking import (
    BOUND,
    PlainBigrams,
    ndcg,
    our_engine,
    read_judgements,
    scores_of,
    write_library,
)
from search.document import parse_line, read_lines
from search.server.engine import build_index


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_library(tmp_path_factory.mktemp("judged"))


def test_there_are_enough_questions_and_each_names_pages_that_exist(documents: Path) -> None:
    judgements = read_judgements()
    pages = {parse_line(line).id for line in read_lines(documents)}
    assert len(judgements) >= 120
    assert len({judgement.text for judgement in judgements}) == len(judgements)
    for judgement in judgements:
        assert judgement.relevant.keys() <= pages, judgement.qid
        assert set(judgement.relevant.values()) <= {1, 2, 3}
        assert max(judgement.relevant.values()) >= 2


def test_our_ranking_reaches_the_bound_and_beats_plain_bigrams(documents: Path) -> None:
    build_index(documents, documents.parent / "index")
    pages = [parse_line(line) for line in read_lines(documents)]
    judgements = read_judgements()
    ours = scores_of(our_engine(documents.parent / "index"), judgements)
    plain = scores_of(PlainBigrams(pages), judgements)
    assert sum(ours) / len(ours) >= BOUND
    assert sum(ours) > sum(plain)


def test_the_measure_is_one_for_the_ideal_order_and_falls_with_it() -> None:
    relevant = {"a": 3, "b": 1}
    assert ndcg(["a", "b"], relevant) == 1.0
    assert ndcg(["b", "a"], relevant) < ndcg(["a", "x", "b"], relevant) < 1.0
    assert ndcg(["x"], relevant) == 0.0
