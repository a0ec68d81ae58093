"""Proof, on every build, that search finds what pages say: random pieces of raw text must find their page.

The pieces are cut from the text as it is printed, never from terms, so that a fault of the analysis
shows. Both engines are asked. The browser's index is read whole; for the server a small index of the
sampled pages is made, since whether a page is found depends on that page's postings alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from search.document import Document, write_documents
from search.errors import SearchError
from search.matching import match_all
from search.query import Query, parse_query
from search.server.engine import build_index
from search.server.index_directory import IndexDirectory
from search.server.reader import open_snapshot
from search.server.restricting import Restriction
from search.shards.reader import BrowserIndexReader
from search.shards.shard_format import ShardDamagedError
from search.synonyms import NO_SYNONYMS, SynonymTable

PIECES = 2000
SHORTEST, LONGEST = 2, 8
SAMPLED_PAGES = 200
SAMPLED_AGAIN = 20
SERVED_AGAIN = 4
ATTEMPTS = 50
SHOWN = 10


@dataclass(frozen=True)
class Piece:
    """A piece of a page's raw text; `document` is the page's number in the browser's index. Both engines
    are asked the one `query` that is read from it."""

    text: str
    document: int
    page: str
    query: Query = field(repr=False, compare=False)


@dataclass(frozen=True)
class Miss:
    """A piece that an engine did not find its page by."""

    piece: Piece
    engine: str


class RecallError(SearchError):
    """Search would lose pages, so that the index is not published; `misses` holds all of them."""

    def __init__(self, misses: Sequence[Miss], seed: int) -> None:
        self.misses = tuple(misses)
        lines = [
            f"  {miss.engine}：用“{miss.piece.text}”搜不到页面 {miss.piece.page}"
            for miss in misses[:SHOWN]
        ]
        more = f"\n  …… 另有 {len(misses) - SHOWN} 处" if len(misses) > SHOWN else ""
        super().__init__(
            f"检索查全检查没有通过（随机种子 {seed}），没有发布新的检索数据：\n"
            + "\n".join(lines)
            + more
            + "\n同样的稿件总是得到同样的抽样；请检查 search/ 中的分析和索引程序。"
        )


def sampled_numbers(pages: int, seed: int, fresh: Sequence[int] | None = None) -> list[int]:
    """The document numbers that pieces are cut from, all of them in a small library.

    `fresh`: those that changed since the last proof by the same program, None where there was
    none. Of a few all are looked at, and of the others a tenth as many as in a whole proof.
    """
    source = random.Random(seed)  # noqa: S311 — a sample that can be repeated, no secret
    if fresh is None or len(fresh) > SAMPLED_PAGES:
        return sorted(source.sample(range(pages), min(pages, SAMPLED_PAGES)))
    others = source.sample(range(pages), min(pages, SAMPLED_AGAIN))
    return sorted({*fresh, *others})


def cut_pieces(
    pages: Sequence[tuple[int, Document]],
    seed: int,
    count: int = PIECES,
    synonyms: SynonymTable = NO_SYNONYMS,
) -> list[Piece]:
    """At least `count` pieces of 2–8 characters, spread evenly; pages without text give none."""
    source = random.Random(seed)  # noqa: S311
    usable = [(number, page) for number, page in pages if len(page.text) >= SHORTEST]
    each = -(-count // len(usable)) if usable else 0
    return [
        Piece(text, number, page.id, query)
        for number, page in usable
        for text, query in _cut_from(page, each, source, synonyms)
    ]


def _cut_from(
    page: Document, wanted: int, source: random.Random, synonyms: SynonymTable
) -> Iterator[tuple[str, Query]]:
    for _ in range(wanted):
        for _ in range(ATTEMPTS):
            size = source.randint(SHORTEST, LONGEST)
            start = source.randrange(max(1, len(page.text) - size + 1))
            text = page.text[start : start + size]
            query = parse_query(text, synonyms=synonyms)
            if not query.is_empty:
                yield text, query
                break


def missed_by_browser(reader: BrowserIndexReader, pieces: Iterable[Piece]) -> Iterator[Miss]:
    """A piece that looks like an operator also finds its page as plain text, see `Query.literal`."""
    for piece in pieces:
        try:
            is_found = reader.holds(piece.query, piece.document) or reader.holds(
                parse_query(piece.text, with_operators=False), piece.document
            )
        except ShardDamagedError:
            is_found = False
        if not is_found:
            yield Miss(piece, "浏览器检索")


def missed_by_server(
    pages: Sequence[tuple[int, Document]], pieces: Iterable[Piece]
) -> Iterator[Miss]:
    """Asks the server's engine over an index of `pages` that is thrown away afterwards."""
    with TemporaryDirectory(prefix="fabu-recall-") as folder:
        path = Path(folder)
        write_documents(path / "documents.jsonl", (page for _, page in pages))
        build_index(path / "documents.jsonl", path / "index", words=None)
        snapshot = open_snapshot(IndexDirectory(path / "index"))
        for piece in pieces:
            found = Restriction(piece.query, piece.text, snapshot).keep(
                match_all(piece.query, snapshot.postings)
            )
            if piece.page not in {snapshot.ids[document] for document in found.tolist()}:
                yield Miss(piece, "服务器检索")


def check_recall(
    reader: BrowserIndexReader,
    pages: Sequence[tuple[int, Document]],
    synonyms: SynonymTable,
    seed: int,
    count: int = PIECES,
    fresh: Sequence[int] | None = None,
) -> int:
    """Cut pieces of `pages` and ask both engines; how many pieces. RecallError when one is missed.

    `fresh` as in `sampled_numbers`. Files of the browser's index that hold other pages may be new with
    them; for the server nothing is different about a page that stayed, so that of a few others it is asked.
    """
    pieces = cut_pieces(pages, seed, count, synonyms)
    served = pages
    if fresh is not None and len(fresh) <= SAMPLED_PAGES:
        others = [page for page in pages if page[0] not in set(fresh)]
        served = [page for page in pages if page[0] in set(fresh)] + others[
            :: SAMPLED_AGAIN // SERVED_AGAIN
        ]
    numbers = {number for number, _ in served}
    asked = [piece for piece in pieces if piece.document in numbers]
    misses = [
        *missed_by_browser(reader, pieces),
        *missed_by_server(served, asked),
    ]
    if misses:
        raise RecallError(misses, seed)
    return len(pieces)
