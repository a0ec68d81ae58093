"""The gate lets a sound index pass, and nothing that would lose a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search import query, recall_gate
from search.batch_terms import BatchTerms, weigh_batch
from search.document import Document, write_documents
from search.recall_gate import PIECES, RecallError, check_recall, cut_pieces
from search.shards import index_parts
from search.shards.index import write_browser_index
from search.shards.postings_columns import Columns
from search.shards.reader import BrowserIndexReader
from search.synonyms import NO_SYNONYMS

TEXT = "某公司拖欠货款，法院依照民法典第577条判决支付违约金；（2023）京01民终123号，申请人 Smith 年利率 15.4%。"


@pytest.fixture
def documents() -> list[Document]:
    return [
        Document(
            id=f"case-{number}",
            title=f"第{number}号案",
            text=f"{TEXT}另有{chr(0x5000 + number) * 3}一节。",
        )
        for number in range(6)
    ]


def gate(folder: Path, documents: list[Document], seed: int = 7) -> int:
    write_documents(folder / "documents.jsonl", documents)
    report = write_browser_index(folder / "documents.jsonl", folder / "index")
    assert report.is_new
    # All have the same date, so that their numbers follow their ids.
    return check_recall(
        BrowserIndexReader.opened(folder / "index"), list(enumerate(documents)), NO_SYNONYMS, seed
    )


def test_a_sound_index_passes_and_enough_is_asked(
    documents: list[Document], tmp_path: Path
) -> None:
    assert gate(tmp_path, documents) >= PIECES


def test_pieces_are_cut_from_raw_text_and_the_seed_repeats_them(documents: list[Document]) -> None:
    pages = list(enumerate(documents))
    pieces = cut_pieces(pages, 1)
    assert pieces == cut_pieces(pages, 1)
    assert pieces != cut_pieces(pages, 2)
    assert all(piece.text in documents[piece.document].text for piece in pieces)
    assert {len(piece.text) for piece in pieces} == set(range(2, 9))


def test_a_deleted_posting_is_found_out(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = index_parts.sorted_by_term

    def without_one(*arguments: Any) -> Columns:
        columns = original(*arguments)
        widest = int(np.argmax(columns.counts))
        counts = columns.counts.copy()
        counts[widest] -= 1
        place = int(columns.counts[:widest].sum())
        rest = (
            np.delete(column, place)
            for column in (columns.documents, columns.lows, columns.followers)
        )
        return Columns(counts, *rest)

    monkeypatch.setattr(index_parts, "sorted_by_term", without_one)
    with pytest.raises(RecallError) as error:
        gate(tmp_path, documents)
    miss = error.value.misses[0]
    assert miss.engine == "浏览器检索"
    assert miss.piece.text in str(error.value)
    assert miss.piece.page in str(error.value)
    assert "种子 7" in str(error.value)


@pytest.mark.parametrize("broken", ["browser", "server"])
def test_a_broken_analysis_on_one_side_is_found_out(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    def batch_without_bigrams(pages: list[Document], **options: bool) -> BatchTerms:
        batch = weigh_batch(pages, **options)
        return replace(batch, names=[n if len(n) != 2 else f"{n}?" for n in batch.names])

    if broken == "browser":
        monkeypatch.setattr("search.shards.index_parts.weigh_batch", batch_without_bigrams)
    else:
        monkeypatch.setattr("search.server.engine.weigh_batch", batch_without_bigrams)
    with pytest.raises(RecallError) as error:
        gate(tmp_path, documents)
    assert {miss.engine for miss in error.value.misses} == {
        "浏览器检索" if broken == "browser" else "服务器检索"
    }


def test_a_broken_query_is_found_out(
    documents: list[Document], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "bigrams", lambda han: [f"{han}?"])
    with pytest.raises(RecallError):
        gate(tmp_path, documents)


def test_pages_without_text_are_no_obstacle(tmp_path: Path) -> None:
    assert gate(tmp_path, [Document(id="empty", title="空", text="")]) == 0


@pytest.mark.parametrize(
    ("fresh", "asked"),
    [(None, set(range(30))), ((7,), {0, 5, 7, 11, 16, 21, 26}), ((), set(range(0, 30, 5)))],
)
def test_of_pages_that_stayed_the_server_is_asked_of_a_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: tuple[int, ...] | None, asked: set[int]
) -> None:
    documents = [Document(id=f"case-{n:02}", title=f"第{n}号案", text=TEXT) for n in range(30)]
    write_documents(tmp_path / "documents.jsonl", documents)
    write_browser_index(tmp_path / "documents.jsonl", tmp_path / "index")
    seen: list[set[int]] = []

    def noted(pages: Any, pieces: Any) -> list[Any]:
        numbers = {number for number, _ in pages}
        seen.append(numbers)
        assert {piece.document for piece in pieces} == numbers
        return []

    monkeypatch.setattr(recall_gate, "missed_by_server", noted)
    pages = list(enumerate(documents))
    reader = BrowserIndexReader.opened(tmp_path / "index")
    assert check_recall(reader, pages, NO_SYNONYMS, 7, 60, fresh) == 60
    assert seen == [asked]
