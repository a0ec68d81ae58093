import pickle
from dataclasses import replace

import pytest

from publisher.model import words as module
from publisher.model.outline import is_outline, outlined
from publisher.model.words import PackedWords, WordsNotKeptError, packed
from tests.publisher.mini_project import read


@pytest.fixture
def library(library_ok):
    return read(library_ok)[0]


def test_a_library_holds_words_packed_and_gives_them_as_they_were_read(library):
    entry = library.by_id["ld-unsigned"]
    assert isinstance(entry.words, PackedWords)
    assert len(entry.words.data) < len(pickle.dumps(entry.words.at_hand())) / 2
    assert (entry.links, entry.images, entry.ids) == (
        entry.reading.links,
        entry.reading.images,
        entry.reading.ids,
    )
    assert "## 基本案情" in entry.source
    assert "title:" in entry.header
    assert entry.line_of("title") == entry.lines["title",] > 1


def test_no_more_words_stay_unpacked_than_are_asked_for_again(library):
    module._unpacked.cache_clear()
    for entry in library.entries:
        assert entry.reading is entry.reading  # asked for again, unpacked once
    found = module._unpacked.cache_info()
    assert found.misses == len({entry.words.data for entry in library.entries})
    assert found.currsize <= module.UNPACKED < len(library.entries)


def test_packing_again_gives_the_same_words(library):
    entry = library.by_id["ld-unsigned"]
    again = replace(entry, words=packed(entry.words.at_hand()))
    assert again.words.at_hand() == entry.words.at_hand()


def test_an_outline_has_places_to_link_to_and_no_words(library):
    entry = library.by_id["ld-unsigned"]
    outline = pickle.loads(pickle.dumps(outlined(entry)))  # noqa: S301
    assert is_outline(outline)
    assert (outline.links, outline.ids) == (entry.links, entry.ids)
    assert outline.line_of("title") == 1
    for ask in ("reading", "source", "header"):
        with pytest.raises(WordsNotKeptError):
            getattr(outline, ask)
