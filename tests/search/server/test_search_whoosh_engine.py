"""Building and updating: only what changed, all or nothing, and the same as building anew."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from search.document import Document, write_documents
from search.errors import DocumentsError, SearchError
from search.results import SearchResults
from search.server import engine as whoosh_engine
from search.server.codec import PackedSegmentWriter
from search.server.engine import IndexReport, build_index
from search.server.service import SearchService

Builder = Callable[[Sequence[Document]], SearchService]


def pages(count: int, text: str = "劳动合同") -> list[Document]:
    return [
        Document(f"p{n}", f"标题{n}", f"{text}{n}号", facets={"area": (str(n % 3),)})
        for n in range(count)
    ]


def reindex(folder: Path, documents: Sequence[Document]) -> IndexReport:
    write_documents(folder / "documents.jsonl", documents)
    return build_index(folder / "documents.jsonl", folder / "index")


def ids(results: SearchResults) -> set[str]:
    return {hit.id for hit in results.hits}


def test_an_index_is_built_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    assert reindex(tmp_path, pages(20)) == IndexReport(20, added=20, was_rebuilt=True)
    files = sorted((p, p.stat().st_mtime_ns) for p in (tmp_path / "index").rglob("page*"))
    assert reindex(tmp_path, pages(20)) == IndexReport(20)
    assert sorted((p, p.stat().st_mtime_ns) for p in (tmp_path / "index").rglob("page*")) == files


def test_only_what_changed_is_indexed_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(20)
    reindex(tmp_path, before)
    added: list[str] = []
    original = whoosh_engine._add

    def seen(writer: object, batch: list[tuple[object, Document]]) -> object:
        added.extend(document.id for _, document in batch)
        return original(writer, batch)

    monkeypatch.setattr(whoosh_engine, "_add", seen)
    after = [replace(before[0], text="独角兽"), *before[1:-1], Document("new", "新", "麒麟")]
    assert reindex(tmp_path, after) == IndexReport(20, added=1, changed=1, removed=1)
    assert added == ["p0", "new"]
    service = SearchService(tmp_path / "index")
    assert [ids(service.search(query)) for query in ("独角兽", "麒麟")] == [{"p0"}, {"new"}]
    assert ids(service.search("号", limit=50)) == {f"p{n}" for n in range(1, 19)}


def test_an_open_service_sees_the_next_commit(build: Builder) -> None:
    service = build(pages(3))
    assert service.search("麒麟").total == 0
    build([*pages(3), Document("new", "新", "麒麟")])
    assert service.search("麒麟").total == 1
    build([Document("only", "新", "独角兽")])
    assert (service.search("劳动").total, service.page_count()) == (0, 1)


def test_an_index_of_nothing_can_be_searched(build: Builder) -> None:
    assert build([]).search("劳动").total == 0
    assert build(pages(1)).search("劳动").total == 1
    assert build([]).search("劳动").total == 0


def test_many_small_updates_stay_one_small_segment_and_equal_a_fresh_index(tmp_path: Path) -> None:
    current = {page.id: page for page in pages(300)}
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    reindex(tmp_path / "a", list(current.values()))
    for step in range(30):
        for victim in sorted(current)[step::90][:3]:
            del current[victim]
        changed = sorted(current)[step * 7]
        current[changed] = replace(current[changed], text=f"劳动争议{step}号")
        current[f"n{step}"] = Document(f"n{step}", "新", f"劳动仲裁{step}号")
        report = reindex(tmp_path / "a", list(current.values()))
        assert (report.added, report.changed, report.removed) == (1, 1, 3)
    reindex(tmp_path / "b", list(current.values()))
    updated, fresh = SearchService(tmp_path / "a/index"), SearchService(tmp_path / "b/index")
    for query in ("劳动", "号", "3号", "仲裁", "合同", "1", "劳动争议的合同"):
        assert updated.search(query, limit=400) == fresh.search(query, limit=400)
    terms = list((tmp_path / "a").glob("index/data-*/*.trm"))
    assert len(terms) <= whoosh_engine.SMALL_SEGMENTS + 1


def test_segments_are_written_when_memory_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whoosh_engine, "SEGMENT_POSTINGS", 100)
    monkeypatch.setattr(whoosh_engine, "BATCH", 10)
    reindex(tmp_path, pages(50))
    assert len(list((tmp_path / "index").glob("data-*/*.trm"))) > 3
    service = SearchService(tmp_path / "index")
    assert service.search("劳动合同").total == 50
    assert service.search("标题49").hits[0].id == "p49"


def test_every_wrong_line_is_named_and_the_index_stays(tmp_path: Path) -> None:
    reindex(tmp_path, pages(5))
    path = tmp_path / "documents.jsonl"
    good = path.read_text("utf-8").splitlines()
    bad = [*good, good[0], "{", json.dumps({"id": "x", "title": "t"}), good[1].replace("合", "和")]
    path.write_text("\n".join(bad), "utf-8")
    for rebuild in (False, True):
        with pytest.raises(DocumentsError) as caught:
            build_index(path, tmp_path / "index", rebuild=rebuild)
        problems = "\n".join(caught.value.problems)
        assert [p.split(": ")[0] for p in caught.value.problems] == [
            f"{path}:{n}" for n in (6, 7, 8, 9)
        ]
        assert "「id」'p0' 已在第 1 行用过" in problems
        assert "缺少「text」" in problems
        assert SearchService(tmp_path / "index").search("劳动").total == 5
    assert len(list((tmp_path / "index").glob("data-*"))) == 1


def test_a_missing_documents_file_names_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="fabu build"):
        build_index(tmp_path / "none.jsonl", tmp_path / "index")
    assert not (tmp_path / "index").exists()


def _index_and_die(folder: Path, method: str, rebuild: bool) -> None:
    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(PackedSegmentWriter, method, die)
    build_index(folder / "documents.jsonl", folder / "index", rebuild=rebuild)


@pytest.mark.parametrize("rebuild", [False, True])
@pytest.mark.parametrize("method", ["add_pages", "_flush_segment", "_commit_toc"])
def test_a_crash_at_any_step_leaves_the_old_index_serving(
    tmp_path: Path, method: str, rebuild: bool
) -> None:
    reindex(tmp_path, pages(20))
    open_before = SearchService(tmp_path / "index")
    assert open_before.search("劳动").total == 20
    write_documents(tmp_path / "documents.jsonl", [*pages(20), Document("new", "新", "麒麟")])
    process = multiprocessing.get_context("fork").Process(
        target=_index_and_die, args=(tmp_path, method, rebuild)
    )
    process.start()
    process.join(20)
    assert process.exitcode == -signal.SIGKILL
    for service in (open_before, SearchService(tmp_path / "index")):
        assert (service.search("劳动").total, service.search("麒麟").total) == (20, 0)
    assert build_index(tmp_path / "documents.jsonl", tmp_path / "index").added == 1
    assert open_before.search("麒麟").total == 1
    data = list((tmp_path / "index").glob("data-*"))
    assert len(data) == 1
    assert not list(data[0].glob("*.tmp/*"))
