"""documents.jsonl: the file that carries what is published from building to searching.

One JSON object a line. `id`, `title` and `text` are required; `url`, `kind`, `date`, `facets` (a name
and its values), `keywords`, `summary`, `fields` (case_number, document_number, cause), `parent` (what the
document is part of: a law, a collection), `cited` (by how many others), `prose` and `sections` may be left
out. Keywords and summary raise the rank of words that `text` holds as well; parent and `cited` raise a
page, see ranking. The first `prose` characters of `text` are sentences, the rest are values of fields, of
which no passage is cut; `sections` are [where in `text` it begins, its name, its anchor on the page].
"""

from __future__ import annotations

import json
import os
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

DIGEST_SIZE = 16
MOST_CITED = 1 << 24
_REQUIRED = ("id", "title", "text")
_OPTIONAL = ("url", "kind", "date", "summary", "parent")
_BOM = b"\xef\xbb\xbf"


Section = tuple[int, str, str]
"""Where in the text a section begins, its name and its anchor on the page."""


def section_at(sections: Sequence[Section], place: int) -> Section | None:
    """The last of the sections, which stand in their order, that begins at or before `place`."""
    found = bisect_right(sections, place, key=itemgetter(0))
    return sections[found - 1] if found else None


@dataclass(frozen=True)
class Document:
    """One published page as search sees it."""

    id: str
    title: str
    text: str
    url: str = ""
    kind: str = ""
    date: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: tuple[str, ...] = ()
    summary: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    cited: int = 0
    prose: int | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Line:
    """One line of the file, not parsed yet; `digest` tells whether it changed since last time."""

    number: int
    raw: bytes

    @property
    def digest(self) -> bytes:
        return blake2b(self.raw, digest_size=DIGEST_SIZE).digest()


class MalformedLineError(Exception):
    """A line is no document; the message says what was expected and what was received."""


def read_lines(path: Path) -> Iterator[Line]:
    """Every non-empty line of `path`, in order; OSError when the file cannot be read."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if line := line_of(number, raw):
                yield line


def line_of(number: int, raw: bytes) -> Line | None:
    """Line `number`, counted from 1, as it stands in the file; None when it is empty."""
    stripped = (raw.removeprefix(_BOM) if number == 1 else raw).strip()
    return Line(number, stripped) if stripped else None


def parse_line(line: Line) -> Document:
    """The document in a line; MalformedLineError with one sentence that names every wrong key."""
    try:
        data = json.loads(line.raw)
    except UnicodeDecodeError as error:
        raise MalformedLineError(f"不是 UTF-8 文字（第 {error.start + 1} 字节）") from error
    except (ValueError, RecursionError) as error:
        raise MalformedLineError(f"不是一行 JSON：{error}") from error
    if not isinstance(data, dict):
        raise MalformedLineError(f"应为一个 JSON 对象，实际为 {type(data).__name__}")
    problems = [
        *_problems_of_texts(data),
        *_problems_of_facets(data.get("facets")),
        *_problems_of_extras(data),
        *_problems_of_places(data),
    ]
    if problems:
        raise MalformedLineError("；".join(problems))
    texts = {key: _clean(data.get(key) or "") for key in (*_REQUIRED, *_OPTIONAL)}
    return Document(
        **texts,
        facets=_facets(data.get("facets")),
        cited=data.get("cited") or 0,
        prose=data.get("prose"),
        sections=tuple(
            (start, _clean(name), _clean(anchor))
            for start, name, anchor in data.get("sections") or ()
        ),
        keywords=tuple(_clean(word) for word in data.get("keywords") or () if word.strip()),
        fields={
            _clean(name): _clean(value)
            for name, value in (data.get("fields") or {}).items()
            if value and value.strip()
        },
    )


def write_documents(path: Path, documents: Iterable[Document]) -> int:
    """Write `documents` to `path` in one step (a reader sees the old file or the new); their number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    count = 0
    try:
        with partial.open("w", encoding="utf-8", newline="\n") as file:
            for document in documents:
                file.write(json.dumps(_as_json(document), ensure_ascii=False) + "\n")
                count += 1
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def _as_json(document: Document) -> dict[str, Any]:
    data: dict[str, Any] = {"id": document.id}
    data |= {key: value for key in _OPTIONAL[:2] if (value := getattr(document, key))}
    data |= {"title": document.title, "text": document.text}
    if document.date:
        data["date"] = document.date
    data |= {key: value for key in ("parent", "cited") if (value := getattr(document, key))}
    if document.prose is not None:
        data["prose"] = document.prose
    if document.sections:
        data["sections"] = [list(section) for section in document.sections]
    if document.keywords:
        data["keywords"] = list(document.keywords)
    if document.summary:
        data["summary"] = document.summary
    if document.fields:
        data["fields"] = dict(document.fields)
    if document.facets:
        data["facets"] = {name: list(values) for name, values in document.facets.items()}
    return data


def _problems_of_texts(data: Mapping[str, Any]) -> Iterator[str]:
    for key in _REQUIRED:
        if key not in data:
            yield f"缺少「{key}」"
        elif not isinstance(data[key], str):
            yield f"「{key}」应为文字，实际为 {type(data[key]).__name__}"
        elif key == "id" and not data[key].strip():
            yield "「id」不能为空"
    for key in _OPTIONAL:
        if data.get(key) is not None and not isinstance(data[key], str):
            yield f"「{key}」应为文字，实际为 {type(data[key]).__name__}"


def _problems_of_facets(facets: object) -> Iterator[str]:
    if facets is None:
        return
    if not isinstance(facets, dict):
        yield f"「facets」应为对象，实际为 {type(facets).__name__}"
        return
    for name, values in facets.items():
        listed = values if isinstance(values, list) else [values]
        if not all(value is None or isinstance(value, (str, int, float)) for value in listed):
            yield f"「facets.{name}」应为文字的列表"


def _problems_of_extras(data: Mapping[str, Any]) -> Iterator[str]:
    keywords, fields, cited = data.get("keywords"), data.get("fields"), data.get("cited")
    if cited is not None and (type(cited) is not int or not 0 <= cited < MOST_CITED):
        yield f"「cited」应为 0 到 {MOST_CITED - 1} 的整数"
    if keywords is not None and not (
        isinstance(keywords, list) and all(isinstance(word, str) for word in keywords)
    ):
        yield "「keywords」应为文字的列表"
    if fields is None:
        return
    if not isinstance(fields, dict):
        yield f"「fields」应为对象，实际为 {type(fields).__name__}"
        return
    for name, value in fields.items():
        if value is not None and not isinstance(value, str):
            yield f"「fields.{name}」应为文字，实际为 {type(value).__name__}"


def _problems_of_places(data: Mapping[str, Any]) -> Iterator[str]:
    text = data.get("text")
    size = len(text) if isinstance(text, str) else 0
    prose, sections = data.get("prose"), data.get("sections")
    if prose is not None and not _is_place(prose, size):
        yield f"「prose」应为 0 到 {size} 的整数"
    if sections is None:
        return
    if not (isinstance(sections, list) and all(_is_section(section, size) for section in sections)):
        yield "「sections」应为 [起点, 名称, 锚点] 的列表"
    elif any(first[0] > second[0] for first, second in pairwise(sections)):
        yield "「sections」应按起点从前到后排列"


def _is_place(value: object, size: int) -> bool:
    return type(value) is int and 0 <= value <= size


def _is_section(section: object, size: int) -> bool:
    if not (isinstance(section, list) and len(section) == 3):
        return False
    start, name, anchor = section
    return _is_place(start, size) and isinstance(name, str) and isinstance(anchor, str)


def _facets(facets: Mapping[str, Any] | None) -> dict[str, tuple[str, ...]]:
    """Facets as texts: a single value counts as a list of one, empty values and repeats are left out."""
    result: dict[str, tuple[str, ...]] = {}
    for name, values in (facets or {}).items():
        listed = values if isinstance(values, list) else [values]
        texts = [_clean(str(value)) for value in listed if value is not None and value != ""]
        if texts:
            result[name] = tuple(dict.fromkeys(texts))
    return result


def _clean(text: str) -> str:
    """Text that can be encoded: JSON may carry lone surrogates (`"\\ud800"`), UTF-8 may not."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
