"""Every calculator says what was worked out by hand, and the browser says the same word for word."""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from selfhelp.calculator import load_calculators, run
from selfhelp.facts import load_facts
from selfhelp.for_browser import calculator_for_browser
from tests.node import NODE

FACTS = load_facts()
CALCULATORS = load_calculators(FACTS)
HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "publisher/theme/assets/fabu/selfhelp-calculator.js"
VECTORS: dict[str, list[dict[str, Any]]] = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((HERE / "vectors").glob("*.json"))
}


def test_each_calculator_has_twenty_vectors() -> None:
    assert VECTORS.keys() == CALCULATORS.keys()
    assert len(CALCULATORS) >= 13
    assert {key: len(found) for key, found in VECTORS.items() if len(found) < 20} == {}


@pytest.mark.parametrize("key", CALCULATORS)
def test_vectors_come_out(key: str) -> None:
    for vector in VECTORS[key]:
        outcome = run(CALCULATORS[key], vector["given"], FACTS)
        assert outcome.errors == vector.get("errors", {}), vector
        assert outcome.stopped == vector.get("stopped"), vector
        expected = vector.get("gives", {})
        assert {name: outcome.shown.get(name) for name in expected} == expected, vector
        provisional = any(note.startswith("暂定") for note in outcome.notes)
        assert provisional == vector.get("provisional", False), vector


def test_the_browser_says_the_same() -> None:
    """Steps, words, details and warnings too, of every vector and every example."""
    asked = [
        {"calculator": key, "given": given}
        for key, one in CALCULATORS.items()
        for given in (
            *(vector["given"] for vector in VECTORS[key]),
            *(dict(example.given) for example in one.examples),
            {},
            {field.id: "99999999999999" for field in one.inputs},
            {field.id: "2030-06-30" for field in one.inputs},
        )
    ]
    calculators = {k: calculator_for_browser(one, FACTS) for k, one in CALCULATORS.items()}
    answer = subprocess.run(
        [NODE, str(HERE / "run_calculators.mjs"), SCRIPT.as_uri()],
        input=json.dumps({"calculators": calculators, "asked": asked}),
        capture_output=True,
        text=True,
        check=True,
    )
    for one, outcome in zip(asked, json.loads(answer.stdout), strict=True):
        del outcome["asked"]
        assert outcome == asdict(run(CALCULATORS[one["calculator"]], one["given"], FACTS)), one
