"""Many lists of words looked for together find what each would find alone."""

from hypothesis import given
from hypothesis import strategies as st

from privacy.word_patterns import Lexicon, Words

ROLES = Words(["被告", "被告人", "代理人", "审判员", "法官助理", "执行法官"])
PLACES = Words(["人民", "人民路", "告人"])
LATIN = Words(["VX", "vx", "加VX", "QQ号"])
LEXICON = Lexicon(ROLES, PLACES, LATIN)


def alone(words: Words, text: str) -> list[tuple[int, str]]:
    """Looked for place by place: the longest word, and on behind it."""
    found, place = [], 0
    while place < len(text):
        word = max((w for w in words.words if text.startswith(w, place)), key=len, default="")
        if word:
            found.append((place, word))
        place += max(1, len(word))
    return found


def test_the_longest_word_of_a_list_is_found() -> None:
    assert LEXICON.find("被告人张某，被告李某")[ROLES] == [(0, "被告人"), (6, "被告")]


def test_words_of_one_list_do_not_overlap_and_those_of_two_may() -> None:
    found = LEXICON.find("执行法官助理被告人民路加VX")
    assert found[ROLES] == [(0, "执行法官"), (6, "被告人")]
    assert found[PLACES] == [(7, "告人")]
    assert found[LATIN] == [(11, "加VX")]


def test_a_text_without_words_has_empty_lists() -> None:
    assert LEXICON.find("") == {ROLES: [], PLACES: [], LATIN: []}
    assert LEXICON.find("被\n告") == {ROLES: [], PLACES: [], LATIN: []}


@given(st.text(alphabet="被告人代理审判员法官助执行民路加VXvQ号 \n", max_size=40))
def test_each_list_has_what_it_would_have_alone(text: str) -> None:
    found = LEXICON.find(text)
    assert {one: list(places) for one, places in found.items()} == {
        one: alone(one, text) for one in (ROLES, PLACES, LATIN)
    }


def test_many_first_characters_are_told_apart() -> None:
    firsts = [chr(code) for code in range(0x4E00, 0x4E00 + 200)]
    words = Words([f"{first}某" for first in firsts] + [f"{firsts[0]}[", f"{firsts[1]}]-"])
    text = "".join(f"{first}某{first}" for first in firsts) + f"{firsts[0]}[{firsts[1]}]-"
    assert Lexicon(words).find(text)[words] == alone(words, text)
