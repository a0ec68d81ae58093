"""What an index leaves for the next one is used by the same program alone, and for the same index."""

import pickle

import pytest

from search.pronouncing import Spoken, make_lexicon
from search.shards.kept import KeptWork, Record

LINES = {b"a": ("2026-01-02", "one"), b"b": ("2026-01-01", "two")}


def left(tmp_path, change=lambda record: None):
    """The folder in which a build left its work on the index `before`."""
    work = KeptWork(tmp_path, tmp_path / "before")
    work.alphabet([b"a"], lambda: "甲乙")
    work.made.spoken.characters["法"] = "fa"
    work.save("before", b"program", LINES)
    path = tmp_path / "record.pickle"
    record = pickle.loads(path.read_bytes())  # noqa: S301 — written above
    change(record)
    path.write_bytes(pickle.dumps(record))
    return tmp_path


def test_lines_alphabet_and_how_words_are_said_are_known_again(tmp_path):
    work = KeptWork(left(tmp_path), tmp_path / "before")
    assert work.known(b"program") == LINES
    assert work.known(b"other program") == {}
    assert work.alphabet([b"a"], lambda: pytest.fail("made again")) == "甲乙"
    assert work.alphabet([b"b"], lambda: "丙") == "丙"
    assert work.made.spoken.character("法") == "fa"


STRANGE = {
    "of an earlier program": lambda record: vars(record).pop("spoken"),
    "of another index": lambda record: setattr(record, "folder", "another"),
}


@pytest.mark.parametrize("change", STRANGE)
def test_record_that_does_not_fit_is_none(tmp_path, change):
    work = KeptWork(left(tmp_path, STRANGE[change]), tmp_path / "before")
    assert work.known(b"program") == {}
    assert work.made.spoken.characters == {}


def test_words_of_another_release_are_asked_again(tmp_path):
    folder = left(tmp_path, lambda record: setattr(record.spoken, "by", "0.1"))
    assert KeptWork(folder, tmp_path / "before").made.spoken.characters == {}


def test_record_is_gone_while_files_are_written(tmp_path):
    KeptWork(left(tmp_path), tmp_path / "before").begin(b"program", tmp_path / "next")
    assert KeptWork(tmp_path, tmp_path / "before").known(b"program") == {}


def test_lexicon_is_the_same_whatever_was_known():
    spoken = Spoken()
    first = make_lexicon(["长江", "校长", "银行"], {"行业": 3}, spoken)
    assert first["spoken"] == {"长江": "changjiang", "银行": "yinhang", "行业": "hangye"}
    assert make_lexicon(["长江", "校长", "银行"], {"行业": 3}, spoken) == first
    assert make_lexicon(["长江", "校长", "银行"], {"行业": 3}) == first
    assert Record().spoken.is_current
