"""Older matters are searched by blocks, which follow what is added and erased."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import func, select, update

from forms_backend.database.transactions import Database
from forms_backend.ledger.actions import Action
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.packed_index import BUCKETS
from forms_backend.submissions.search_repository import SearchRepository
from forms_backend.submissions.tables import SearchBlock, SearchEntry, Submission
from forms_backend.worklists import index_service
from forms_backend.worklists.index_service import IndexService, hourly_packing
from forms_backend.worklists.lists import Filters, Selection, Sort, WorkList
from tests.forms_backend.office import INTAKE, Office

Find = Callable[[str], list[str]]


@pytest.fixture(autouse=True)
def _small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("packed_index", "search_repository"):
        monkeypatch.setattr(f"forms_backend.submissions.{module}.SEGMENT", 2)


@pytest.fixture
def index(database: Database) -> IndexService:
    return IndexService(database, PayloadCipher(bytes(32)))


@pytest.fixture
def filed(submit: Any) -> Sequence[str]:
    """Seven numbers; with two ids in a segment, four segments, of which two are packed."""
    return [submit(title=f"重复检查之{'甲乙丙丁戊己庚'[n]}").number for n in range(7)]


@pytest.fixture
def find(office: Office) -> Callable[[str], list[str]]:
    def found(text: str) -> list[str]:
        selection = Selection(WorkList.ALL, Filters(), Sort.OLDEST, text)
        page = office.lists.page(INTAKE, selection, number=1, size=50)
        return [row.number for row in page.rows]

    return found


def count(database: Database) -> int:
    with database.read() as work:
        return work.scalar(select(func.count()).select_from(SearchBlock)) or 0


def segments(database: Database) -> Sequence[int]:
    with database.read() as work:
        return sorted(set(work.scalars(select(SearchBlock.segment))))


def test_the_same_is_found_with_blocks_and_without(
    index: IndexService, filed: Sequence[str], find: Find, database: Database
) -> None:
    questions = ("重复检查", "之甲", "之庚", "重复 之丙", "没有出现过", filed[1][-4:])
    before = [find(text) for text in questions]
    assert [len(found) for found in before[:5]] == [7, 1, 1, 1, 0]
    assert index.pack() == len(segments(database)) >= 2
    assert index.pack() == 0
    assert [find(text) for text in questions] == before


def test_packed_matters_are_found_by_their_blocks(
    index: IndexService, filed: Sequence[str], find: Find, database: Database
) -> None:
    index.pack()
    with database.write() as work:
        work.execute(update(SearchEntry).values(codewords=b"none"))
    packed = {2 * segment + at for segment in segments(database) for at in (0, 1)}
    with database.read() as work:
        rows = work.execute(select(Submission.id, Submission.number)).all()
    assert find("重复检查") == [number for id_, number in rows if id_ in packed]


def test_what_is_added_to_a_packed_matter_is_found_at_once_and_packed_again(
    index: IndexService, filed: Sequence[str], find: Find, office: Office, database: Database
) -> None:
    index.pack()
    before = segments(database)
    office.act(INTAKE, filed[1], Action.NOTE, text="已调取传唤记录")
    assert find("传唤记录") == find("检查 传唤记录") == [filed[1]]
    assert len(segments(database)) == len(before) - 1
    assert index.pack() == 1
    assert segments(database) == before
    assert find("检查 传唤记录") == [filed[1]]


def test_nothing_of_an_erased_matter_stays_in_blocks(
    index: IndexService, filed: Sequence[str], find: Find, database: Database
) -> None:
    index.pack()
    before = segments(database)
    with database.write() as work:
        erased = work.scalars(select(Submission.id).where(Submission.number == filed[0])).one()
        work[SearchRepository].forget(erased)
    assert segments(database) == [n for n in before if n != erased // 2]
    index.pack()
    assert segments(database) == before
    assert find("重复检查") == filed[1:]


def test_a_block_of_another_key_leaves_its_segment_to_the_entries(
    index: IndexService, filed: Sequence[str], find: Find, database: Database
) -> None:
    index.pack()
    with database.write() as work:
        work.execute(update(SearchBlock).values(sealed=b"damaged"))
    assert find("重复检查") == filed


def test_a_matter_that_cannot_be_opened_leaves_its_segment_unpacked(
    index: IndexService, filed: Sequence[str], find: Find, database: Database
) -> None:
    with database.write() as work:
        first = work.scalars(select(Submission).where(Submission.number == filed[0])).one()
        first.payload, segment = b"damaged", first.id // 2
    index.pack()
    assert segment not in segments(database)
    assert len(segments(database)) >= 1
    assert find("重复检查") == filed


def test_what_changes_while_blocks_are_made_is_not_lost(
    index: IndexService, filed: Sequence[str], find: Find, office: Office, monkeypatch
) -> None:
    whole = index_service.pack

    def slow(matters: Any) -> Any:
        monkeypatch.setattr(index_service, "pack", whole)
        office.act(INTAKE, filed[0], Action.NOTE, text="已调取传唤记录")
        return whole(matters)

    monkeypatch.setattr(index_service, "pack", slow)
    first = index.pack()
    assert find("传唤记录") == [filed[0]]
    assert index.pack() == 1
    assert first >= 1
    assert find("传唤记录") == [filed[0]]


def test_building_the_index_again_makes_the_blocks_again(
    index: IndexService, filed: Sequence[str], find: Find, database: Database
) -> None:
    index.pack()
    before = segments(database)
    with database.read() as work:
        old = work.scalars(select(SearchBlock.sealed)).all()
    assert index.reindex() == 7
    assert segments(database) == before
    with database.read() as work:
        assert set(work.scalars(select(SearchBlock.sealed))).isdisjoint(old)
    assert find("重复检查") == filed


def test_the_server_packs_by_itself_until_it_stops(
    index: IndexService, filed: Sequence[str], database: Database
) -> None:
    task = hourly_packing(index)
    assert task.work(lambda: True) is None
    assert segments(database) == []
    done = task.work(lambda: False)
    assert done == {"segments": len(segments(database))}
    assert count(database) == BUCKETS * len(segments(database))
