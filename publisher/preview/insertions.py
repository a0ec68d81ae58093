"""What an editor inserts by search: a law or its article, a case, a form; as Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from law.names import PRC, key_of
from law.numerals import NUMERAL, chinese, number_of
from law.registry import Instrument, Registry
from publisher.model.documents.document import Kind
from publisher.model.library import Entry
from publisher.model.links import source_path
from publisher.pages.parts.form_links import form_links
from publisher.preview.project import Project
from search.analysis import fold

MOST = 20
ELSEWHERE = "content/guides/new.md"
"""Where a manuscript stands that nobody named: two folders deep, as nearly all of them do."""

_ARTICLE = re.compile(rf"(?:(?<!\s)\s+)?(?:第\s*+)?([{NUMERAL}]{{1,6}})(?:\s*+条)?\s*+$")


class Insertion(NamedTuple):
    """`label`: what an editor chooses by; `markdown`: what is put into the text."""

    label: str
    markdown: str


def insertions(project: Project, what: str, query: str, path: str = "") -> list[Insertion] | None:
    """The best first, at most `MOST`; None where `what` is none of law, case, form. `path`: of the
    manuscript that is being written, for links to others."""
    find = _FINDERS.get(what)
    return None if find is None else list(islice(find(project, query.strip(), path), MOST))


def _laws(project: Project, query: str, _path: str) -> Iterator[Insertion]:
    """By a part of the name; with an article where the query ends with its number."""
    context = project.context
    names: list[tuple[str, int | None]] = [(query, None)]
    article = _ARTICLE.search(query)
    if article is not None and (number := number_of(_plain(article[1]))):
        names.insert(0, (query[: article.start()], number))
    seen = set()
    for name, number in names:
        for instrument in _named(context.registry, name.strip()):
            version = instrument.version_on(context.today)
            is_there = version is not None and instrument.is_in_force(context.today)
            if not is_there or instrument.title in seen:
                continue
            last = version and version.articles
            if number is not None and not (0 < number <= (last or 0)):
                continue
            seen.add(instrument.title)
            cited = f"《{instrument.title}》" + (f"第{chinese(number)}条" if number else "")
            yield Insertion(cited, cited)


def _named(registry: Registry, name: str) -> Iterator[Instrument]:
    key = key_of(name)
    if not key:
        return
    exact = registry.find(name)
    if exact is not None:
        yield exact
    close = [title for title in registry.titles if key in key_of(title)]
    # The shorter the name around what was typed, the likelier it is meant; laws of the nation first.
    for title in sorted(close, key=lambda t: (not t.startswith(PRC), len(t), t)):
        found = registry.instrument(title)
        if found is not None and found is not exact:
            yield found


def _plain(numeral: str) -> str:
    return numeral.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def _cases(project: Project, query: str, path: str) -> Iterator[Insertion]:
    """Every part of the query stands in title, id, keywords or summary; those with it in the title
    first, then the newest."""
    parts = fold(query).split()

    def rank(entry: Entry) -> int | None:
        document = entry.document
        title = fold(document.title)
        rest = fold(" ".join((title, document.id, *document.keywords, document.summary)))
        if not all(part in rest for part in parts):
            return None
        return 0 if all(part in title for part in parts) else 1

    ranked = [
        (found, entry)
        for entry in project.visible.of(Kind.CASE)
        if (found := rank(entry)) is not None
    ]
    folder = posixpath.dirname(path or ELSEWHERE)
    for _, entry in sorted(ranked, key=lambda pair: pair[0]):
        words = entry.meta.title.replace("[", "［").replace("]", "］")
        link = posixpath.relpath(source_path(entry), folder)
        yield Insertion(f"{entry.meta.title}（{entry.id}）", f"[{words}]({link})")


def _forms(project: Project, query: str, _path: str) -> Iterator[Insertion]:
    for crumb in form_links(project.ground.forms):
        if fold(query) in fold(f"{crumb.title} {crumb.url}"):
            yield Insertion(crumb.title, f"[{crumb.title}](/{crumb.url})")


_FINDERS: dict[str, Callable[[Project, str, str], Iterator[Insertion]]] = {
    "law": _laws,
    "case": _cases,
    "form": _forms,
}
