"""An index that is made in the folder of the one before the last is the same, file by file, as a new one."""

from dataclasses import replace

import pytest

from search.document import Document, write_documents
from search.errors import SearchError
from search.shards.index import write_browser_index
from search.shards.spare import Contents, Spare

PAGES = [
    Document(
        f"page-{n:03}",
        f"第{n}号案件",
        f"本案编号为{n}，涉及拖欠工资与买卖合同。" + chr(0x4E00 + 7 * n) * 3,
        date=f"2026-01-{1 + n % 28:02}",
        facets={"area": ("甲" if n % 2 else "乙",)},
    )
    for n in range(300)
]
"""Three batches of documents."""


def with_other_words(number, words):
    return [replace(p, text=p.text + words) if n == number else p for n, p in enumerate(PAGES)]


STEPS = {
    "an edit": with_other_words(250, "新写的一句"),
    "taken back": PAGES,
    "another edit": with_other_words(3, "多了两个字"),
    "fewer pages": PAGES[:100],
    "no facets": [replace(page, facets={}) for page in PAGES],
    "all pages": PAGES,
}


def files_of(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build(folder, pages, kept=None, **more):
    folder.mkdir(exist_ok=True)
    write_documents(folder / "documents.jsonl", pages)
    return write_browser_index(folder / "documents.jsonl", folder / "index", kept=kept, **more)


def test_every_index_of_a_row_is_what_a_new_one_would_be(tmp_path):
    work = tmp_path / "work"
    build(tmp_path / "site", PAGES, work)
    for name, pages in STEPS.items():
        report = build(tmp_path / "site", pages, work)
        build(tmp_path / name, pages)
        assert report.is_new
        assert files_of(tmp_path / "site" / "index") == files_of(tmp_path / name / "index")
        empty = [p for p in (tmp_path / "site").rglob("*") if p.is_dir() and not any(p.iterdir())]
        assert empty == []
    assert (work / "spare").is_dir()


def test_files_that_an_older_copy_shares_are_not_written_over(tmp_path):
    """A release holds the same files in another place."""
    work = tmp_path / "work"
    build(tmp_path / "site", PAGES, work)
    build(tmp_path / "site", STEPS["an edit"], work)
    copy = tmp_path / "release"
    for path in (tmp_path / "work" / "spare").rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(work / "spare")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.hardlink_to(path)
    before = files_of(copy)
    build(tmp_path / "site", STEPS["another edit"], work)
    build(tmp_path / "site", STEPS["fewer pages"], work)
    assert files_of(copy) == before


def test_spare_of_a_build_that_failed_is_not_used(tmp_path):
    def refuse(source, folder, manifest):
        raise SearchError("查不到")

    work = tmp_path / "work"
    build(tmp_path / "site", PAGES, work)
    build(tmp_path / "site", STEPS["an edit"], work)
    with pytest.raises(SearchError):
        build(tmp_path / "site", STEPS["another edit"], work, check=refuse)
    assert not (work / "spare").exists()
    build(tmp_path / "site", STEPS["fewer pages"], work)
    build(tmp_path / "new", STEPS["fewer pages"])
    assert files_of(tmp_path / "site" / "index") == files_of(tmp_path / "new" / "index")


@pytest.mark.parametrize("record", [b"", b"no pickle"], ids=["empty", "damaged"])
def test_folder_without_a_sound_record_is_begun_anew(tmp_path, record):
    spare = Spare(tmp_path)
    index = tmp_path / "index"
    (index / "x").mkdir(parents=True)
    spare.keep(index, Contents(b"program", 8, {0: (b"key", 1)}))
    (tmp_path / "spare.pickle").write_bytes(record)
    lent = spare.lent(b"program", tmp_path / "next")
    assert list((tmp_path / "next").iterdir()) == []
    assert not lent.has_batch(0, b"key")
    assert not (tmp_path / "spare").exists()


def test_spare_of_another_program_is_not_lent(tmp_path):
    spare = Spare(tmp_path)
    (tmp_path / "index").mkdir()
    spare.keep(tmp_path / "index", Contents(b"program", 8, {0: (b"key", 1)}))
    assert not spare.lent(b"another", tmp_path / "next").has_batch(0, b"key")
