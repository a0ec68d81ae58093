"""Runs the browser's engine in Node, for tests and benchmarks."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from search.traditional import simplified
from tests.node import NODE

SCRIPT = Path(__file__).with_name("ask_core.mjs")


def _ask(request: dict[str, Any]) -> Any:
    result = subprocess.run(
        [NODE, str(SCRIPT)], input=json.dumps(request), capture_output=True, text=True, check=True
    )
    return json.loads(result.stdout)


def terms_in_node(texts: Sequence[str]) -> list[list[str]]:
    table = ["".join(simplified()), "".join(simplified().values())]
    found: list[list[str]] = _ask({"do": "terms", "texts": list(texts), "traditional": table})
    return found


def parse_in_node(folder: Path, texts: Sequence[str]) -> list[dict[str, Any]]:
    """What the parser of the index in `folder` makes of each text."""
    found: list[dict[str, Any]] = _ask({"do": "parse", "folder": str(folder), "texts": list(texts)})
    return found


def search_in_node(folder: Path, texts: Sequence[str], **options: Any) -> list[dict[str, Any]]:
    """What `index.search(text, options)` gives for each text, with `ids` and `bytes` besides."""
    queries = [{"text": text, "options": options} for text in texts]
    found: list[dict[str, Any]] = _ask({"do": "search", "folder": str(folder), "queries": queries})
    return found
