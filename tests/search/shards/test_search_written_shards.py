"""The files of the browser's index: a damaged one says so, and a build that fails changes nothing."""

from __future__ import annotations

import gc
import json
import weakref
from pathlib import Path
from typing import Any

import pytest

from search.analysis import fold
from search.document import Document, write_documents
from search.errors import DocumentsError
from search.query import parse_query
from search.shards.index import read_manifest, write_browser_index
from search.shards.reader import BrowserIndexReader
from search.shards.shard_format import Entry, ShardDamagedError, documents_in, varint
from tests.search.browser_engine import search_in_node
from tests.search.shards.writing import write


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "of another version", "no index"])
def test_a_damaged_index_says_so(library: list[Document], tmp_path: Path, damage: str) -> None:
    folder = write(tmp_path, library).folder
    for shard in folder.rglob("t/*/*.z"):
        content = shard.read_bytes()
        if damage == "missing":
            shard.unlink()
        elif damage == "cut":
            shard.write_bytes(content[: len(content) // 2])
        elif damage == "changed":
            shard.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    manifest = tmp_path / "index/manifest.json"
    if damage == "of another version":
        manifest.write_text(json.dumps({**read_manifest(manifest.parent), "format": 99}))
    elif damage == "no index":
        manifest.unlink()
    (found,) = search_in_node(tmp_path / "index", ["拖欠工资"])
    assert found["error"] == "IndexDamagedError"


def test_python_reads_what_was_written(small: Path, library: list[Document]) -> None:
    reader = BrowserIndexReader.opened(small)
    newest_first = sorted(library, key=lambda document: document.date, reverse=True)
    for number, document in enumerate(newest_first):
        if len(fold(document.text)) > 12:
            assert reader.holds(parse_query(document.text[2:9]), number)


def test_nothing_is_written_again_when_nothing_changed(
    library: list[Document], tmp_path: Path
) -> None:
    first = write(tmp_path, library)
    second = write(tmp_path, library)
    assert first.is_new
    assert not second.is_new
    assert second.folder == first.folder


def test_a_change_replaces_the_folder(library: list[Document], tmp_path: Path) -> None:
    first = write(tmp_path, library)
    second = write(tmp_path, library[1:])
    assert second.pages == len(library) - 1
    assert second.folder.is_dir()
    assert not first.folder.exists()


def test_a_failed_check_leaves_the_old_index(library: list[Document], tmp_path: Path) -> None:
    before = write(tmp_path, library)
    write_documents(tmp_path / "documents.jsonl", library[1:])

    def refuse(*_: Any) -> None:
        raise RuntimeError("refused")

    with pytest.raises(RuntimeError, match="refused"):
        write_browser_index(tmp_path / "documents.jsonl", tmp_path / "index", check=refuse)
    assert read_manifest(tmp_path / "index")["folder"] == before.folder.name
    assert [path.name for path in (tmp_path / "index").iterdir() if path.is_dir()] == [
        before.folder.name
    ]


def test_bad_lines_are_named_all_at_once(tmp_path: Path) -> None:
    lines = [
        "nonsense",
        '{"id": "a", "title": "", "text": ""}',
        '{"id": "a", "title": "", "text": ""}',
    ]
    (tmp_path / "documents.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(DocumentsError) as error:
        write_browser_index(tmp_path / "documents.jsonl", tmp_path / "index")
    assert len(error.value.problems) == 2


def test_an_empty_library_has_an_index_too(tmp_path: Path) -> None:
    assert write(tmp_path, []).pages == 0


def test_the_reader_of_the_proof_is_gone_when_nobody_has_it(small: Path) -> None:
    """A build looks for no circles: a reader in one held all that it had read until the end."""
    reader = BrowserIndexReader.opened(small)
    reader.holds(parse_query("拖欠工资"), 0)
    gone = weakref.ref(reader)
    gc.disable()
    try:
        del reader
        assert gone() is None
    finally:
        gc.enable()


@pytest.mark.parametrize(
    ("postings", "count"),
    [
        (b"", 1),
        (b"\x01", 1),
        (b"\x01\x02\x05", 2),
        (b"\x01\x01\x05\x01\x01", 2),
        (b"\x01\x02\x05\x80", 2),
        (b"\x01\x02\x05\x06", 1),
    ],
)
def test_postings_that_do_not_add_up_are_no_postings(postings: bytes, count: int) -> None:
    with pytest.raises(ShardDamagedError):
        documents_in(Entry(count, postings, b""))


def test_documents_come_by_falling_impact() -> None:
    """129 with frequency 200 (two bytes), then 1, 301 and 16,685."""
    octets = b"".join(map(varint, (200, 1, 129, 3, 3, 1, 300, 16_384)))
    assert documents_in(Entry(4, octets, b"")).tolist() == [129, 1, 301, 16_685]
