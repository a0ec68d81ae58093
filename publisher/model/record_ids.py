"""Ids that search knows self-help and terms by: they stand in documents.jsonl beside those of documents,
so that no document can have one of them."""

from __future__ import annotations

from pathlib import Path

from district.glossary import Glossary
from district.layers import offered_names
from selfhelp import CALCULATORS, PAPERS, WAYS

TERM = "term"
SELF_HELP = {WAYS: "way", CALCULATORS: "tool", PAPERS: "paper"}
"""Folder of the settings → kind of the records of what stands in it."""

_CALLED = {WAYS: "办事路径", CALCULATORS: "计算器", PAPERS: "文书"}


def record_id(kind: str, name: str) -> str:
    """`name`: of the file of settings, without its suffix; of a term, its key."""
    return f"{kind}-{name}"


def holder_of(identifier: str, config_folder: Path, glossary: Glossary) -> str | None:
    """What of self-help and glossary has the id, in Chinese; None where it is free for a document."""
    kind, _, name = identifier.partition("-")
    for folder, of_folder in SELF_HELP.items():
        if kind == of_folder and name in offered_names(config_folder, folder):
            return f"{_CALLED[folder]} {folder}/{name}.yml"
    if kind == TERM:
        return next((f"法律用语“{t.term}”" for t in glossary.terms if t.key == name), None)
    return None
