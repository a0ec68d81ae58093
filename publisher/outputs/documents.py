"""documents.jsonl: what passes between building the site and searching it (DESIGN §8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publisher.model.answer import Answer
from publisher.model.case import Case
from publisher.model.document import Document
from publisher.model.guide import Guide
from publisher.model.health_check import DEFAULT_OPTIONS, HealthCheck
from publisher.model.hearing import Hearing
from publisher.model.library import Entry, Library
from publisher.model.plain_text import plain_text
from publisher.model.policy import Policy
from publisher.model.video import Video

FILE_NAME = "documents.jsonl"


def _data_text(entry: Entry) -> Iterator[str]:
    """Words that readers see on the page but that stand in the front matter, main ones first."""
    document = entry.document
    yield document.summary
    yield " ".join(document.keywords)
    yield from _own_text(document)
    labels = (term.label for terms in document.facets().values() for term in terms)
    yield " ".join((*labels, document.source.name, document.editor))


def _own_text(meta: Document) -> Iterator[str]:
    """What only documents of this kind have."""
    if isinstance(meta, Case):
        yield _line(meta.case_number, meta.unit.name, meta.stage.label if meta.stage else None)
    elif isinstance(meta, HealthCheck):
        for q in meta.questions:
            yield f"{q.dimension}\n{q.text}\n{q.consequence}\n{q.advice}\n{q.basis}"
            if q.options != DEFAULT_OPTIONS:
                yield " ".join(option.label for option in q.options)
    elif isinstance(meta, Hearing):
        yield _line(f"{meta.court.name}{meta.courtroom}", meta.cause, meta.state.label)
        yield f"{meta.open_to}\n{meta.contact}"
    elif isinstance(meta, Policy):
        yield _line(meta.document_number, meta.issuer, meta.applies_to, meta.validity.label)
        yield _line(meta.issued, meta.effective, meta.expires)
        for p in meta.promises:
            yield f"{p.what}\n{p.who}\n{p.within}\n{p.how}"
    elif isinstance(meta, Guide):
        for step in meta.steps:
            yield f"{step.title}\n{step.text}"
        yield "\n".join((*meta.materials, meta.audience, meta.time_limit, meta.fee, meta.contact))
        yield _line(meta.basis, meta.unit.name)
    elif isinstance(meta, Answer):
        yield _line(meta.unit.name, meta.asked, meta.answered)
    elif isinstance(meta, Video):
        yield _line(meta.unit.name, meta.shown_duration)


def _line(*words: str | None) -> str:
    return " ".join(filter(None, words))


def as_record(entry: Entry) -> dict[str, Any]:
    """One line of documents.jsonl for a document."""
    document = entry.document
    facets = {name: [term.label for term in terms] for name, terms in document.facets().items()}
    cause = getattr(document, "cause", None)
    extra = f"{cause}\n" if cause else ""
    return {
        "id": document.id,
        "url": entry.url,
        "kind": entry.kind.value,
        "title": document.title,
        "text": extra + "\n".join((*_data_text(entry), plain_text(entry.body))),
        "date": document.published.strftime("%Y-%m-%d"),
        "facets": {name: values for name, values in facets.items() if values},
        "keywords": list(document.keywords),
        "summary": document.summary,
        "fields": _fields(document),
    }


def _fields(document: Document) -> dict[str, str]:
    """What can be searched by itself: 案号, 文号, 案由."""
    names = ("case_number", "document_number", "cause")
    return {name: value for name in names if (value := getattr(document, name, None))}


def is_searchable(entry: Entry) -> bool:
    """Whether the search should know of this document."""
    return not (isinstance(entry.meta, Hearing) and entry.meta.is_retired)


def write_documents(library: Library, target: Path) -> int:
    """Write every document of `library`; returns how many. The file appears whole or not at all.

    Retired hearings are left out: nobody should find what has been taken down.
    """
    count = 0
    partial = target.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as stream:
        for entry in filter(is_searchable, library.documents()):
            stream.write(json.dumps(as_record(entry), ensure_ascii=False) + "\n")
            count += 1
    partial.replace(target)
    return count
