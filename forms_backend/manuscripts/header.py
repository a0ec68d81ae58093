"""What the editor reads of a manuscript's front matter, and the two lines that it writes. Pure.

Whether the front matter is right is for the generator to say; here it only has to be found again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

_HEADER = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_STATUS = re.compile(r"^status:.*$", re.MULTILINE)
_LONGEST_TITLE = 200
_NEW = """---
id: {id}
title: 【待填】
summary: 【待填】
published: {today}
status: draft
review: {{author: {author}}}
---

"""


@dataclass(frozen=True)
class Header:
    """`author`: as `review.author` says; empty without one. `title` is empty where none is found."""

    title: str = ""
    author: str = ""
    status: str = ""
    is_example: bool = False
    has_review: bool = False
    is_withdrawn: bool = False


def has_header(text: str) -> bool:
    """Whether the manuscript begins with front matter."""
    return _HEADER.match(text) is not None


def split_header(text: str) -> tuple[str, str] | None:
    """The YAML and the body; None for a text without front matter."""
    found = _HEADER.match(text)
    return (found[1], text[found.end() :].removeprefix("\n")) if found else None


def header_data(text: str) -> dict[str, Any]:
    """The front matter with every value as the text it is; empty where it cannot be read."""
    found = _HEADER.match(text)
    if found is None:
        return {}
    try:
        # A few nested aliases are never followed.
        data = yaml.load(found[1], Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def read_header(text: str) -> Header:
    """What can be read of it; an empty Header where nothing can."""
    data = header_data(text)
    review = data.get("review")
    return Header(
        title=_text(data.get("title"))[:_LONGEST_TITLE],
        author=_text(review.get("author")) if isinstance(review, dict) else "",
        status=_text(data.get("status")),
        is_example=_text(data.get("example")).lower() == "true",
        has_review="review" in data,
        is_withdrawn=bool(data.get("withdrawn")),
    )


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def ready_for_review(text: str, author: str) -> str:
    """`text` with `status: published`, since what is signed is the whole file, and with `author` as its
    author where it names none. It is not online before it is signed."""
    found = _HEADER.match(text)
    if found is None:
        return text
    header = found[1]
    if _STATUS.search(header):
        header = _STATUS.sub("status: published", header, count=1)
    else:
        header += "status: published\n"
    if not read_header(text).has_review:
        header += f"review: {{author: {quoted(author)}}}\n"
    return text[: found.start(1)] + header + text[found.end(1) :]


def new_text(identifier: str, author: str, today: date) -> str:
    """A new manuscript."""
    return _NEW.format(id=identifier, today=today.isoformat(), author=quoted(author))


def quoted(value: str) -> str:
    """As a double-quoted YAML string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
