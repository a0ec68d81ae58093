"""Python and JavaScript give the same terms, held together by vectors.jsonl."""

from __future__ import annotations

import json

from search.analysis import terms
from tests.search.browser_engine import terms_in_node
from tests.search.make_vectors import VECTORS, texts


def _vectors() -> dict[str, list[str]]:
    lines = VECTORS.read_text(encoding="utf-8").splitlines()
    return {(vector := json.loads(line))["text"]: vector["terms"] for line in lines}


def test_there_are_vectors_enough_and_they_are_those_that_the_maker_makes() -> None:
    assert len(_vectors()) >= 300
    assert list(_vectors()) == texts()


def test_python_gives_the_terms_of_every_vector() -> None:
    wrong = [text for text, expected in _vectors().items() if terms(text) != expected]
    assert wrong == []


def test_javascript_gives_the_terms_of_every_vector() -> None:
    vectors = _vectors()
    found = terms_in_node(list(vectors))
    wrong = [
        (text, expected, terms_found)
        for (text, expected), terms_found in zip(vectors.items(), found, strict=True)
        if terms_found != expected
    ]
    assert wrong == []
