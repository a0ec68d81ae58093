"""The data files of this package: read whole as text, parsed line by line only when asked for."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

from law.instrument import Instrument, Kind, Version
from law.structure import Number, Parts, decode

DATA = Path(__file__).resolve().parent / "data"
INSTRUMENTS = "instruments.tsv"
"""title, kind, adopted, `repealed`, ended, by, versions (key;label;effective;articles;number;?), names."""
STRUCTURE = "structure.tsv"
"""title, version key, code of `law.structure`."""
MOVES = "moves.tsv"
"""old title, old key, new title, new key, `16>15 20>21,23 24>-`."""
ADDRESSES = "addresses.tsv"
"""name, folder of its pages: an address once given stays, whatever later versions of pypinyin say. Of two
that sound alike (检察官法, 监察官法) a person gives one another here."""

_KINDS = {kind.value: kind for kind in Kind}


def instrument_lines() -> list[str]:
    return (DATA / INSTRUMENTS).read_text(encoding="utf-8").splitlines()


def instrument_of(line: str) -> Instrument:
    """The facts of one line of instruments.tsv."""
    title, kind, adopted, repealed, ended, by, versions, _ = line.split("\t")
    return Instrument(
        title,
        _KINDS.get(kind, Kind.OTHER),
        _day(adopted),
        tuple(_version(part) for part in versions.split("|")) if versions else (),
        repealed == "repealed",
        _day(ended),
        by,
    )


def _version(part: str) -> Version:
    key, label, effective, articles, number, mark = part.split(";")
    count = int(articles) if articles else None
    return Version(key, label, _day(effective), count, number, mark != "?")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _text(name: str) -> str:
    return "\n" + (DATA / name).read_text(encoding="utf-8")


_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def days() -> list[date]:
    """Every day on which something happened to an instrument."""
    return [date.fromisoformat(day) for day in set(_DAY.findall(_text(INSTRUMENTS)))]


@cache
def addresses() -> dict[str, str]:
    """The folders of the pages of laws by name, see `law.addresses`."""
    lines = (DATA / ADDRESSES).read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)


def structure_of(title: str, key: str) -> dict[Number, Parts]:
    """Paragraphs and items of each article of that text; empty where nobody counted them."""
    text = _text(STRUCTURE)
    head = f"\n{title}\t{key}\t"
    at = text.find(head)
    return decode(text[at + len(head) : text.index("\n", at + 1)]) if at >= 0 else {}


def move_lines(title: str) -> list[list[str]]:
    """Where the articles of each known text of `title` went: [old key, new title, new key, pairs]."""
    text = _text(MOVES)
    found, at = [], text.find(f"\n{title}\t")
    while at >= 0:
        end = text.index("\n", at + 1)
        found.append(text[at + 1 : end].split("\t")[1:])
        at = text.find(f"\n{title}\t", end)
    return found
