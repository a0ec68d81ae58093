"""What an index directory may be, and that nothing in a foreign one is ever unpickled."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from search.document import Document, write_documents
from search.errors import IndexUnavailableError, SearchError
from search.server.engine import build_index
from search.server.index_directory import (
    FORMAT,
    KIND,
    LOCK_NAME,
    MARKER_NAME,
    IndexDirectory,
    Marker,
)
from search.server.service import SearchService


class Explosive:
    """Raises when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return (pytest.fail, ("a foreign file was unpickled",))


def booby_trap(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for name in ("_MAIN_1.toc", "_pages_1.toc"):
        (path / name).write_bytes(pickle.dumps(Explosive()))


def marker(**changes: object) -> str:
    sound = {"kind": KIND, "format": FORMAT, "data": "data-0123456789ab", "commit": 1, "pages": 1}
    return json.dumps(sound | changes)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "不是法布的索引目录", id="no marker"),
        pytest.param("{", "读不出来", id="broken marker"),
        pytest.param("[]", "不是法布检索索引的标记", id="no object"),
        pytest.param(marker(kind="other"), "不是法布检索索引的标记", id="another program's"),
        pytest.param(marker(format="0.1"), "另一版本的格式", id="older"),
        pytest.param(marker(format="99.1"), "另一版本的格式", id="newer"),
        pytest.param(marker(data="../elsewhere"), "已损坏", id="data outside"),
        pytest.param(marker(pages=None), "已损坏", id="incomplete"),
    ],
)
def test_a_directory_that_may_not_be_opened_says_how_to_get_one(
    content: str | None, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "index"
    booby_trap(path)
    booby_trap(path / "data-0123456789ab")
    if content is not None:
        (path / MARKER_NAME).write_text(content)
    with pytest.raises(IndexUnavailableError, match=f"{sentence}.*fabu index --index-dir"):
        SearchService(path).search("劳动")


def test_a_missing_index_names_the_command_that_makes_it(tmp_path: Path) -> None:
    path = tmp_path / "none"
    with pytest.raises(IndexUnavailableError, match=f"fabu index --index-dir {path}"):
        SearchService(path).search("劳动")


def test_indexing_leaves_a_foreign_directory_alone(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents.jsonl", [Document("a", "t", "劳动")])
    foreign = tmp_path / "foreign"
    booby_trap(foreign)
    before = sorted(foreign.iterdir())
    with pytest.raises(IndexUnavailableError, match="不是法布的索引目录"):
        build_index(tmp_path / "documents.jsonl", foreign)
    assert sorted(foreign.iterdir()) == before


def test_indexing_replaces_an_older_format(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents.jsonl", [Document("a", "t", "劳动")])
    booby_trap(tmp_path / "index" / "data-0123456789ab")
    (tmp_path / "index" / MARKER_NAME).write_text(marker(format="0.1"))
    assert build_index(tmp_path / "documents.jsonl", tmp_path / "index").was_rebuilt
    assert SearchService(tmp_path / "index").search("劳动").total == 1
    assert not (tmp_path / "index" / "data-0123456789ab").exists()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:20]),
    "emptied by a power cut": lambda path: path.write_bytes(b""),
    "removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize("files", ["data-*/pages_*.trm", "data-*/_pages_*.toc"])
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_index_is_named_and_indexing_mends_it(
    tmp_path: Path, damage: Callable[[Path], object], files: str
) -> None:
    write_documents(tmp_path / "documents.jsonl", [Document("a", "t", "劳动")])
    build_index(tmp_path / "documents.jsonl", tmp_path / "index")
    damaged = list((tmp_path / "index").glob(files))
    assert damaged
    for path in damaged:
        damage(path)
    with pytest.raises(IndexUnavailableError, match=r"已损坏.*fabu index"):
        SearchService(tmp_path / "index").search("劳动")
    assert build_index(tmp_path / "documents.jsonl", tmp_path / "index").was_rebuilt
    assert SearchService(tmp_path / "index").search("劳动").total == 1


def test_there_is_one_writer_at_a_time_and_readers_do_not_wait_for_it(tmp_path: Path) -> None:
    write_documents(tmp_path / "documents.jsonl", [Document("a", "t", "劳动")])
    build_index(tmp_path / "documents.jsonl", tmp_path / "index")
    with IndexDirectory(tmp_path / "index").locked():
        assert SearchService(tmp_path / "index").search("劳动").total == 1
        with pytest.raises(SearchError, match="另一个 fabu index"):
            build_index(tmp_path / "documents.jsonl", tmp_path / "index")


def test_a_path_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    write_documents(tmp_path / "documents.jsonl", [])
    with pytest.raises(SearchError, match="不能使用"):
        build_index(tmp_path / "documents.jsonl", tmp_path / "file")
    with pytest.raises(IndexUnavailableError):
        SearchService(tmp_path / "file").search("劳动")


def test_publishing_and_cleaning_touch_only_what_is_ours(tmp_path: Path) -> None:
    directory = IndexDirectory(tmp_path)
    for name in ("data-aaaaaaaaaaaa", "data-bbbbbbbbbbbb", "data-notes"):
        (tmp_path / name).mkdir()
    directory.publish(Marker("data-aaaaaaaaaaaa", 1, 0))
    directory.remove_other_data("data-aaaaaaaaaaaa")
    assert directory.read_marker() == Marker("data-aaaaaaaaaaaa", 1, 0)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {MARKER_NAME, "data-aaaaaaaaaaaa", "data-notes"} - {LOCK_NAME}
