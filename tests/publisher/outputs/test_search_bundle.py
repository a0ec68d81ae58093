"""The engine in one script."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from publisher.outputs.search_bundle import ORDER, bundled_engine
from publisher.outputs.search_files import ENGINE
from tests.node import NODE


def test_every_module_is_in_the_bundle() -> None:
    assert {file.stem for file in ENGINE.glob("*.js")} == set(ORDER)


def test_the_bundle_is_a_classic_script_that_answers(tmp_path: Path) -> None:
    script = tmp_path / "bundle.js"
    listening = "const self = { addEventListener: (_, heard) => { self.heard = heard; }, postMessage: console.log };\n"
    script.write_text(
        f"{listening}{bundled_engine(ENGINE)}self.heard({{ data: {{ base: '/' }} }});",
        encoding="utf-8",
    )
    result = subprocess.run([NODE, str(script)], capture_output=True, text=True, check=True)
    assert "ready: true" in result.stdout


def test_an_unknown_form_stops_the_build(tmp_path: Path) -> None:
    for name in ORDER:
        (tmp_path / f"{name}.js").write_text("export default 1;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="inflate"):
        bundled_engine(tmp_path)
