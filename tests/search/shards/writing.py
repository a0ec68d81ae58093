"""The browser's index of some documents, with the synonyms of the nation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from district.synonyms import synonyms_of
from search.document import Document, write_documents
from search.shards.index import BrowserIndexReport, write_browser_index
from search.synonyms import SynonymTable
from tests.reference import SITE_CONFIG

SYNONYMS = SynonymTable(synonyms_of(SITE_CONFIG).pairs())


def write(folder: Path, documents: Sequence[Document]) -> BrowserIndexReport:
    write_documents(folder / "documents.jsonl", documents)
    return write_browser_index(
        folder / "documents.jsonl", folder / "index", synonyms=SYNONYMS.entries.items()
    )
