from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filetables import HashReader

from search.batch_terms import weigh_batch
from search.document import Document
from search.ranking import TITLE_FLAG
from search.server.codec import POSTING_TYPE, BulkHashWriter, MappedStorage, PostingsPool

_CRC32 = 1


@given(st.dictionaries(st.binary(min_size=1, max_size=20), st.binary(max_size=50)))
def test_what_is_written_in_bulk_is_what_whoosh_reads(
    tmp_path_factory: object, items: dict[bytes, bytes]
) -> None:
    folder = Path(tmp_path_factory.mktemp("hash"))  # type: ignore[attr-defined]
    storage = MappedStorage(str(folder))
    writer = BulkHashWriter(storage.create_file("terms"), hashtype=_CRC32)
    writer.add_all(iter(items.items()))
    writer.close()
    reader = HashReader(storage.open_file("terms"), storage.file_length("terms"))
    assert {key: reader[key] for key in items} == items
    assert reader.get(b"\x00" * 30) is None


def test_an_empty_file_can_be_mapped(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert MappedStorage(str(tmp_path)).open_file("empty").get(0, 10) == b""


def test_the_pool_counts_postings_and_keeps_documents_in_order() -> None:
    pool = PostingsPool()
    pool.add(0, weigh_batch([Document("x", "", "工工"), Document("y", "工", "人")]))
    pool.add(7, weigh_batch([Document("z", "", "工")]))
    assert pool.size == 5
    assert {
        term.decode(): np.frombuffer(postings, POSTING_TYPE).tolist()
        for term, postings in pool.iter_postings()
    } == {
        "工": [2, 1 << 8 | TITLE_FLAG, 7 << 8 | 1],
        "工工": [1],
        "人": [1 << 8 | 1],
    }
