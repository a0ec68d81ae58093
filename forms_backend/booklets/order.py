"""What a reader orders: title, cases, format. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from district.booklets import MOST_CASES, TITLE_LENGTH
from forms_backend.booklets import messages
from forms_backend.fields.field_rules import InvalidValueError, check_readable, clean_text

SHOWN_UNKNOWN = 3
LONGEST_ID = 100


class BookletFormat(StrEnum):
    """The closed set of what can be made."""

    PDF = "pdf"
    EPUB = "epub"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    BookletFormat.PDF: "application/pdf",
    BookletFormat.EPUB: "application/epub+zip",
}


class OrderRefusedError(Exception):
    """The order cannot be carried out; the sentence says what to change."""


@dataclass(frozen=True)
class Order:
    """选案: ids of published cases in the order wanted."""

    title: str
    cases: tuple[str, ...]
    format: BookletFormat

    def selection_file(self) -> str:
        """As `fabu booklet --selection` reads it; JSON is YAML."""
        selection = {"title": self.title, "cases": list(self.cases)}
        return json.dumps(selection, ensure_ascii=False)

    def digest(self, published: str) -> str:
        """Names the file that comes of it while the site says what `published` stands for."""
        text = f"{published} {self.format} {self.selection_file()}"
        return blake2b(text.encode(), digest_size=16).hexdigest()


def read_order(data: Mapping[str, object], published: Collection[str]) -> Order:
    """The order in `data`. Raises OrderRefusedError with the first thing that is wrong."""
    cases = data.get("cases")
    if not isinstance(cases, list) or not all(isinstance(case, str) for case in cases):
        raise OrderRefusedError(messages.NOT_JSON)
    ids = tuple(dict.fromkeys(case[:LONGEST_ID] for case in cases))
    if not ids:
        raise OrderRefusedError(messages.NO_CASES)
    if len(ids) > MOST_CASES:
        raise OrderRefusedError(messages.TOO_MANY.format(most=MOST_CASES))
    unknown = [case for case in ids if case not in published]
    if unknown:
        shown = "、".join(unknown[:SHOWN_UNKNOWN]) + ("等" if unknown[SHOWN_UNKNOWN:] else "")
        raise OrderRefusedError(messages.UNKNOWN.format(count=len(unknown), ids=shown))
    return Order(_title(data.get("title", "")), ids, _format(data.get("format")))


def _format(value: object) -> BookletFormat:
    try:
        return BookletFormat(str(value))
    except ValueError as error:
        raise OrderRefusedError(messages.UNKNOWN_FORMAT) from error


def _title(value: object) -> str:
    """One line; empty leaves the title to the program."""
    if not isinstance(value, str):
        raise OrderRefusedError(messages.NOT_JSON)
    title = " ".join(clean_text(value).split())
    if len(title) > TITLE_LENGTH:
        raise OrderRefusedError(messages.TITLE_TOO_LONG.format(longest=TITLE_LENGTH))
    try:
        check_readable(title)
    except InvalidValueError as error:
        raise OrderRefusedError(messages.TITLE_UNREADABLE) from error
    return title
