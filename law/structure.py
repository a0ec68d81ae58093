"""How many paragraphs (款) and items (项) each article of a text has, in a compact code.

One token an article, in order: for `3,0` two 款, the first with three 项. `12.1=` before a token
gives the number where it is not the next one, `*4` after it repeats it for the following articles,
`?` stands for an article whose 款 and 项 were not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Number = tuple[int, int]
"""(577, 0) for 第五百七十七条, (287, 1) for 第二百八十七条之一."""


@dataclass(frozen=True)
class Parts:
    """The number of 项 in each 款; None where they were not counted."""

    items: tuple[int, ...] | None

    def has_paragraph(self, paragraph: int) -> bool:
        return self.items is None or 0 < paragraph <= len(self.items)

    def has_item(self, item: int, paragraph: int | None) -> bool:
        """Whether 项 `item` exists, in the 款 named or else in any."""
        if self.items is None:
            return True
        if paragraph is not None:
            return self.has_paragraph(paragraph) and 0 < item <= self.items[paragraph - 1]
        return 0 < item <= max(self.items)


def encode(articles: Iterable[tuple[Number, str]]) -> str:
    """The code of a text whose articles are given as (number, `3,0` or `?`), in order."""
    tokens: list[tuple[str, str, int]] = []
    following: Number = (1, 0)
    for number, items in articles:
        named = "" if number == following else f"{_written(number)}="
        following = (number[0] + 1, 0)
        if tokens and not named and tokens[-1][1] == items:
            name, _, count = tokens[-1]
            tokens[-1] = (name, items, count + 1)
        else:
            tokens.append((named, items, 1))
    return " ".join(
        f"{name}{items}{f'*{count}' if count > 1 else ''}" for name, items, count in tokens
    )


def decode(code: str) -> dict[Number, Parts]:
    """What `encode` wrote."""
    return dict(_decoded(code))


def _decoded(code: str) -> Iterator[tuple[Number, Parts]]:
    number: Number = (1, 0)
    for token in code.split():
        name, named, rest = token.partition("=")
        if named:
            number = _read(name)
        else:
            rest = token
        items, _, count = rest.partition("*")
        parts = Parts(None if items == "?" else tuple(map(int, items.split(","))))
        for _ in range(int(count or 1)):
            yield number, parts
            number = (number[0] + 1, 0)


def _written(number: Number) -> str:
    return f"{number[0]}.{number[1]}" if number[1] else str(number[0])


def _read(name: str) -> Number:
    number, _, inserted = name.partition(".")
    return int(number), int(inserted or 0)
