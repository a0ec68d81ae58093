"""What was meant by a query that no page holds: pinyin, words that sound alike, swapped characters. Pure.

The lexicon is made with the index: words of the library, of laws and of the synonyms, and its most
frequent pairs of characters. A twin needs `Lexicon.data` and must try the same things in this order.

| typed | meant | how |
|---|---|---|
| laodongzhongcai, lao dong zhong cai | 劳动仲裁 | the fewest words that spell the letters; zh, ch, sh as z, c, s |
| gongsijiesan | 公司解散 | else characters of which each pair is frequent, together most |
| ldzc | 劳动仲裁 | the most frequent word with these initials |
| 劳动仲才, 劳动仲载 | 劳动仲裁 | a word that sounds the same over a pair that no page holds |
| 劳动裁仲 | 劳动仲裁 | a word of the same characters over such a pair |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from search.analysis import bigrams, fold, runs, skeleton

FREQUENT = 8000
LONGEST_WORD = 8
LONGEST_TYPED = 20
LONGEST_LETTERS = 60
LONGEST_SYLLABLE = 6
SURE_FROM = 3
"""Characters from which a word that was put in is believed although still no page holds the query."""
WHOLE = re.compile("[\u4e00-\u9fff]{4}")
"""Of fewer characters too many words sound alike; of more it is two words rather than one."""
_LETTERS = re.compile(r"[a-z]+(?:[ '’]+[a-z]+)*")
_SOFT = re.compile("([zcs])h")
_WORD = re.compile("[\u4e00-\u9fff]{2,8}")


class Guess(NamedTuple):
    """A text that was meant, and the size of the longest word that was put in."""

    text: str
    size: int


@dataclass(frozen=True)
class Lexicon:
    """`data`: `words`, most frequent first; `syllables` with their characters; `spoken` for words that
    are not said as their characters are."""

    data: Mapping[str, Any]

    def meant(
        self, text: str, holds: Callable[[str], bool], *, as_whole: bool = True
    ) -> Guess | None:
        """What was meant, None when none is known; `holds` tells whether any page holds a pair.

        `as_whole`: whether all of a short query may be one word, of which each pair stands somewhere
        in a large library although no page holds the whole; not where a word of it was understood.
        """
        folded = fold(text).strip()
        if _LETTERS.fullmatch(folded) and len(folded) <= LONGEST_LETTERS:
            letters = re.sub("[ '’]", "", folded)
            found = (
                self._spelt(letters) or self._chained(letters) or self._by_initials.get(letters, "")
            )
            return Guess(found, len(found)) if found else None
        if len(skeleton(folded)) > LONGEST_TYPED:
            return None
        may_be_whole = as_whole and WHOLE.fullmatch(folded) and folded not in self._ranks
        if may_be_whole and (word := self._alike(folded, holds)):
            return Guess(word, len(word))
        found, size = folded, 0
        for run in reversed(runs(folded)):
            if run.is_han:
                mended = self._mended(run.text, holds)
                found = found[: run.start] + mended.text + found[run.end :]
                size = max(size, mended.size)
        return Guess(found, size) if size else None

    def sound(self, word: str) -> str:
        """How a word is said, soft; ? for a character that is not known."""
        spoken = self.data["spoken"].get(word)
        return _soft(spoken or "".join(self._readings.get(c, "?") for c in word))

    @cached_property
    def _readings(self) -> dict[str, str]:
        return {c: name for name, found in self.data["syllables"].items() for c in found}

    @cached_property
    def _by_sound(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.data["words"]:
            found.setdefault(self.sound(word), []).append(word)
        return found

    @cached_property
    def _by_characters(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self.data["words"]:
            found.setdefault("".join(sorted(word)), []).append(word)
        return found

    @cached_property
    def _by_initials(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for word in self.data["words"]:
            found.setdefault("".join(self._readings.get(c, "?")[0] for c in word), word)
        return found

    def _spelt(self, letters: str) -> str:
        """The fewest words that together spell the letters; of as many the more frequent."""
        soft = _soft(letters)
        best: list[tuple[int, str] | None] = [(0, "")] + [None] * len(soft)
        longest = LONGEST_WORD * 6
        for end in range(1, len(soft) + 1):
            for start in range(max(0, end - longest), end):
                before = best[start]
                words = self._by_sound.get(soft[start:end])
                if before and words and (best[end] or (99, ""))[0] > before[0] + 1:
                    best[end] = (before[0] + 1, before[1] + words[0])
        found = best[len(soft)]
        return found[1] if found else ""

    def _chained(self, letters: str) -> str:
        """Characters that spell the letters and of which all neighbours are frequent pairs."""
        soft = _soft(letters)
        ways: list[dict[str, tuple[int, str]]] = [{} for _ in range(len(soft) + 1)]
        for end in range(1, len(soft) + 1):
            for start in range(max(0, end - LONGEST_SYLLABLE), end):
                for character in self._by_syllable.get(soft[start:end], ()):
                    if not start:
                        ways[end][character] = (0, character)
                    for rank, text in ways[start].values():
                        pair = self._ranks.get(text[-1] + character)
                        if pair is not None:
                            way = (rank + pair, text + character)
                            ways[end][character] = min(way, ways[end].get(character, way))
        found = min(ways[-1].values(), default=(0, ""))[1]
        return found if len(found) > 1 else ""

    @cached_property
    def _by_syllable(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, characters in self.data["syllables"].items():
            found[_soft(name)] = found.get(_soft(name), "") + characters
        return found

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {word: rank for rank, word in enumerate(self.data["words"])}

    def _mended(self, run: str, holds: Callable[[str], bool]) -> Guess:
        """A run with words put in where it has pairs that no page holds, longest and leftmost first."""
        unknown = suspicious([holds(pair) for pair in bigrams(run)]) if len(run) > 1 else []
        for size in range(min(LONGEST_WORD, len(run)), 1, -1):
            for start in range(len(run) - size + 1):
                if any(start <= n < start + size - 1 for n in unknown):
                    typed = run[start : start + size]
                    word = self._alike(typed, holds)
                    if word:
                        before = self._mended(run[:start], holds)
                        after = self._mended(run[start + size :], holds)
                        return Guess(before.text + word + after.text, size)
        return Guess(run, 0)

    def _alike(self, typed: str, holds: Callable[[str], bool]) -> str:
        """The most frequent word that sounds the same or has the same characters."""
        alike = {
            *self._by_sound.get(self.sound(typed), ()),
            *self._by_characters.get("".join(sorted(typed)), ()),
        }
        ranked = sorted(alike - {typed}, key=self._ranks.__getitem__)
        return next((word for word in ranked if all(map(holds, bigrams(word)))), "")


def suspicious(known: Sequence[bool]) -> list[int]:
    """The places of unknown pairs that may be mistyped. One alone between known pairs is where two words
    meet, as in 合同违约金."""
    return [
        n
        for n, is_known in enumerate(known)
        if not is_known and (n in (0, len(known) - 1) or not known[n - 1] or not known[n + 1])
    ]


def _soft(letters: str) -> str:
    return _SOFT.sub(r"\1", letters)


def words_of(texts: Iterable[str]) -> list[str]:
    """Those of `texts` that are words: two to eight Han characters, folded."""
    return [folded for text in texts if _WORD.fullmatch(folded := fold(text))]


def frequent_pairs(counts: Mapping[str, int], most: int = FREQUENT) -> dict[str, int]:
    """The pairs of Han characters that most pages hold, so many at most."""
    pairs = [(n, term) for term, n in counts.items() if len(term) == 2 and _WORD.fullmatch(term)]
    best = sorted((-n, term) for n, term in pairs)[:most]
    return {term: -n for n, term in best}


def weighed_words(curated: Iterable[str], pairs: Mapping[str, int]) -> list[str]:
    """All words, those first whose rarest pair is most frequent."""
    words = dict.fromkeys([*words_of(curated), *pairs])
    weights = {word: min(pairs.get(pair, 0) for pair in bigrams(word)) for word in words}
    return sorted(words, key=lambda word: (-weights[word], word))
