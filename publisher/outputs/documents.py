"""documents.jsonl: what passes between building the site and searching it (DESIGN §8)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publisher.model.guide import Guide
from publisher.model.health_check import HealthCheck
from publisher.model.library import Entry, Library
from publisher.model.policy import Policy

FILE_NAME = "documents.jsonl"

_IMAGE_OR_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LINE_MARKS = re.compile(r"^[ \t]*(?:#{1,6}|>|[-*+]|\d+\.)[ \t]+", re.MULTILINE)
_TABLE_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|?)+[ \t]*$", re.MULTILINE)
_INLINE_MARKS = re.compile(r"\*\*|__|`|~~")
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[.#][^}\n]*\}")


def plain_text(markdown: str) -> str:
    """The words of a Markdown body, without its marks; line structure stays."""
    text = _IMAGE_OR_LINK.sub(r"\1", markdown)
    for pattern in (_TABLE_RULE, _LINE_MARKS, _INLINE_MARKS, _ATTRIBUTES):
        text = pattern.sub("", text)
    return re.sub(r"\n{2,}", "\n", text.replace("|", " ")).strip()


def _data_text(entry: Entry) -> Iterator[str]:
    """Words that readers see on the page but that stand in the front matter."""
    meta = entry.meta
    yield entry.document.summary
    yield " ".join(entry.document.keywords)
    if isinstance(meta, HealthCheck):
        for q in meta.questions:
            yield f"{q.text}\n{q.consequence}\n{q.advice}\n{q.basis}"
    elif isinstance(meta, Policy):
        yield " ".join(filter(None, (meta.document_number, meta.issuer, meta.applies_to)))
        for p in meta.promises:
            yield f"{p.what}\n{p.who}\n{p.within}\n{p.how}"
    elif isinstance(meta, Guide):
        for step in meta.steps:
            yield f"{step.title} {step.text}"
        yield " ".join((*meta.materials, meta.audience, meta.time_limit))


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
    }


def write_documents(library: Library, target: Path) -> int:
    """Write every document of `library`; returns how many. The file appears whole or not at all."""
    count = 0
    partial = target.with_suffix(".partial")
    with partial.open("w", encoding="utf-8", newline="\n") as stream:
        for entry in library.documents():
            stream.write(json.dumps(as_record(entry), ensure_ascii=False) + "\n")
            count += 1
    partial.replace(target)
    return count
