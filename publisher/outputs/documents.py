"""documents.jsonl: what passes between building the site and searching it (DESIGN §8)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from district.glossary import Glossary
from publisher.model.documents.document import Document
from publisher.model.library import Entry, Library
from publisher.model.record_ids import SELF_HELP, TERM, record_id
from publisher.outputs import DOCUMENTS
from publisher.prose.glossing import PAGE as GLOSSARY
from publisher.prose.markdown import NO_GLOSSARY
from selfhelp import CALCULATORS, PAPERS, WAYS

if TYPE_CHECKING:
    # Who writes a line of a document anew does not wait until calculators are loaded.
    from selfhelp.shelf import Shelf

FILE_NAME = DOCUMENTS


def _field_text(document: Document) -> Iterator[str]:
    """Values of the front matter that readers see on the page, main ones first."""
    yield document.named_values().get("cause") or ""
    yield " ".join(document.keywords)
    yield from document.shown_fields()
    labels = (term.label for terms in document.facets().values() for term in terms)
    yield " ".join((*labels, document.source.name, document.editor))


def as_record(entry: Entry) -> dict[str, Any]:
    """One line of documents.jsonl for a document: first what is read as sentences, then fields."""
    document = entry.document
    before = "".join(f"{text}\n" for text in (document.summary, *document.shown_text()))
    sentences = before + entry.reading.text
    facets = {name: [term.label for term in terms] for name, terms in document.facets().items()}
    fields = {name: value for name, value in document.named_values().items() if value}
    return {
        "id": document.id,
        "url": entry.url,
        "kind": entry.kind.value,
        "title": document.title,
        "text": "\n".join((sentences, *filter(None, _field_text(document)))),
        "date": document.published.strftime("%Y-%m-%d"),
        "facets": {name: values for name, values in facets.items() if values},
        "keywords": list(document.keywords),
        "summary": document.summary,
        "fields": fields,
        "prose": len(sentences),
        "sections": [[len(before) + at, name, anchor] for at, name, anchor in entry.reading.parts],
    }


def is_searchable(entry: Entry) -> bool:
    """Whether the search should know of this document."""
    return not entry.document.is_retired


def selfhelp_records(shelf: Shelf) -> Iterator[dict[str, Any]]:
    """One line for each way, calculator and paper: what one can do is found like what one can read.
    Without a date: they are no news for subscribers."""
    for way in shelf.ways.values():
        said = [line for end in way.ends.values() for line in (end.applies, *end.first)]
        rest = [asking.ask for asking in way.questions.values()]
        rest += [answer.say for asking in way.questions.values() for answer in asking.answers]
        rest += [text for end in way.ends.values() for text in (end.title, *end.basis)]
        yield _selfhelp_record(WAYS, "find", way, said, rest)
    for tool in shelf.calculators.values():
        said = [f"{rule.text}（{rule.basis}）" for rule in tool.rules]
        rest = [one.label for one in tool.inputs]
        yield _selfhelp_record(CALCULATORS, "tools", tool, said, rest)
    for paper in shelf.papers.values():
        rest = [*paper.basis, *paper.where, *paper.attach]
        rest += [question.label for question in paper.questions]
        yield _selfhelp_record(PAPERS, "papers", paper, [paper.form], rest)


def glossary_records(glossary: Glossary) -> Iterator[dict[str, Any]]:
    """One line for each explained term, with its place on the page of terms and without a date."""
    for term in glossary.terms:
        yield {
            "id": record_id(TERM, term.key),
            "url": f"{GLOSSARY}#{term.key}",
            "kind": TERM,
            "title": term.term,
            "text": "\n".join((term.note, *term.also)),
            "facets": {},
            "keywords": list(term.also),
            "summary": "",
            "fields": {},
            "prose": len(term.note),
        }


class _Described(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def keywords(self) -> tuple[str, ...]: ...


def _selfhelp_record(
    folder: str, address: str, one: _Described, said: Iterable[str], rest: Iterable[str]
) -> dict[str, Any]:
    """`said`: sentences, of which a passage may be cut; `rest`: what stands on its buttons and labels."""
    words, kind = " ".join(one.keywords), SELF_HELP[folder]
    sentences = "\n".join(_sentence(text) for text in (one.summary, *said) if text)
    return {
        "id": record_id(kind, one.id),
        "url": f"{address}/{one.id}/",
        "kind": kind,
        "title": one.title,
        "text": "\n".join((sentences, words, *rest)),
        "facets": {},
        "keywords": list(one.keywords),
        "summary": one.summary,
        "fields": {},
        "prose": len(sentences),
    }


def _sentence(text: str) -> str:
    """With a full stop where it has no end of its own: steps of a way are written without one."""
    return text if text.endswith(("。", "？", "！", "）")) else f"{text}。"


def write_documents(
    library: Library,
    target: Path,
    shelf: Shelf | None = None,
    glossary: Glossary = NO_GLOSSARY,
    laws: Iterable[dict[str, Any]] = (),
    known: Mapping[str, bytes] = MappingProxyType({}),
) -> int:
    """Write every document of `library`, then what `shelf` offers, the terms of `glossary` and the
    records of `laws`; returns how many. The file appears whole or not at all. `known`: lines as they
    were written before, by the ids of documents that did not change.

    Retired hearings are left out: nobody should find what has been taken down.
    """
    count = 0
    partial = target.with_suffix(".partial")
    with partial.open("wb") as stream:
        for entry in filter(is_searchable, library.documents()):
            stream.write(known.get(entry.id) or _line(as_record(entry)).encode())
            count += 1
        offered = selfhelp_records(shelf) if shelf is not None else ()
        for record in chain(offered, glossary_records(glossary), laws):
            stream.write(_line(record).encode())
            count += 1
    partial.replace(target)
    return count


def lines_by_id(target: Path) -> dict[str, bytes]:
    """Every line of such a file by the id that it begins with."""
    found = {}
    for line in target.read_bytes().splitlines(keepends=True):
        before, _, _ = line.partition(b",")
        found[json.loads(before + b"}")["id"]] = line
    return found


def replace_lines(target: Path, entries: Iterable[Entry]) -> int | None:
    """Write the lines of these documents anew; how many lines the file has. None, and nothing is
    written, where one of them has no line of its own yet."""
    data = target.read_bytes()
    lines: list[tuple[int, int, bytes]] = []
    for entry in entries:
        line = _line(as_record(entry)).encode()
        begins = line[: line.index(b",") + 1]  # the id, which comes first and holds no comma
        starts = [at + 1 for at in _places(data, b"\n" + begins)]
        starts += [0] if data.startswith(begins) else []
        if len(starts) != 1:
            return None
        lines.append((starts[0], data.index(b"\n", starts[0]) + 1, line))
    partial = target.with_suffix(".partial")
    with partial.open("wb") as stream:
        whole, at = memoryview(data), 0  # without a copy of what stays, which is nearly all
        for start, end, line in sorted(lines):
            stream.write(whole[at:start])
            stream.write(line)
            at = end
        stream.write(whole[at:])
    partial.replace(target)
    return data.count(b"\n")


def _places(data: bytes, sought: bytes) -> Iterator[int]:
    at = data.find(sought)
    while at >= 0:
        yield at
        at = data.find(sought, at + 1)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"
