"""同义词 (synonyms.yml): what readers say and what documents say, typed and checked.

A group's words may stand for one another; a one-way entry adds the words of `to` when `from` is
typed and never the other way round, for everyday words that are wider than the legal term.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from district.errors import ConfigError, ConfigProblem
from district.layers import NATIONAL
from district.loader import read_model
from district.models import Frozen

FILE_NAME = "synonyms.yml"
SHORTEST = 2
"""A single character stands in too many other words to have synonyms."""


class OneWay(Frozen):
    """单向同义词: `to` is added when `source` (written `from`) is typed."""

    source: str = Field(alias="from")
    to: tuple[str, ...] = Field(min_length=1)


class Synonyms(Frozen):
    """The whole table."""

    groups: tuple[tuple[str, ...], ...] = ()
    one_way: tuple[OneWay, ...] = ()

    def pairs(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each word that may be typed, with the words that it also stands for, in written order."""
        for group in self.groups:
            for word in group:
                yield word, tuple(other for other in group if other != word)
        for entry in self.one_way:
            yield entry.source, entry.to


def load_synonyms(directory: Path = NATIONAL) -> Synonyms:
    """The table of the settings in `directory`, over the national one.

    Raises ConfigError that lists every mistake: wrong shape, a group of one, a word that is too
    short or that is listed twice.
    """
    table = read_model(Synonyms, directory, FILE_NAME)
    problems = [ConfigProblem(FILE_NAME, sentence) for sentence in _mistakes(table)]
    if problems:
        raise ConfigError(problems)
    return table


def synonyms_of(directory: Path = NATIONAL) -> Synonyms:
    """`load_synonyms`, read again only when the directory's file has changed."""
    own = directory / FILE_NAME
    return _read_once(directory, own.stat().st_mtime_ns if own.is_file() else 0)


@lru_cache(maxsize=8)
def _read_once(directory: Path, _changed: int) -> Synonyms:
    return load_synonyms(directory)


def _mistakes(table: Synonyms) -> Iterator[str]:
    for group in table.groups:
        if len(group) < 2:
            yield f"一组至少要有两个词，实际为「{'、'.join(group)}」"
    counts = Counter(word for word, _ in table.pairs())
    for word, count in counts.items():
        if count > 1:
            yield f"「{word}」出现了 {count} 次，请并成一处"
    words = [*counts, *(word for entry in table.one_way for word in entry.to)]
    for word in dict.fromkeys(words):
        if len(word.strip()) < SHORTEST:
            yield f"「{word}」太短，至少 {SHORTEST} 个字"
    for entry in table.one_way:
        if entry.source in entry.to:
            yield f"「{entry.source}」的单向同义词里又写了它自己"
