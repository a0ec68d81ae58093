"""By which names files of a project know each other: whose findings a change elsewhere can touch.

What one file says of others it says by their ids, their paths or their addresses. A finding that
compares files (`AMONG_OTHERS`) follows from the file itself and from those that have the names which it
mentions; so a change of one file touches those that mention a name which it has, or had.
"""

from __future__ import annotations

from publisher.checks.references import references
from publisher.model.documents.document import Document, Kind
from publisher.model.documents.health_check import HealthCheck
from publisher.model.kinds import DOCUMENT_KINDS, SPECS
from publisher.model.library import Entry
from publisher.model.links import resolve, source_path
from publisher.prose.targets import host_of, within_site


def names_of(entry: Entry) -> frozenset[str]:
    """Ids, path and addresses by which other files mean this one."""
    names = {source_path(entry), f"/{entry.url}"}
    if entry.kind in DOCUMENT_KINDS and isinstance(entry.meta, Document):
        column = SPECS[entry.kind].column
        former = entry.meta.former_ids
        names |= {entry.id, *former, *(f"/{column}/{one}/" for one in former)}
    return frozenset(names)


def filters_of(entry: Entry) -> frozenset[str]:
    """Addresses of the filters of the case list that are there because of this case, among others."""
    if entry.kind is not Kind.CASE or not isinstance(entry.meta, Document):
        return frozenset()
    facets = entry.meta.facets()
    return frozenset(f"/cases/{facet}/{term.key}/" for facet in facets for term in facets[facet])


def mentions_of(entry: Entry, host: str) -> frozenset[str]:
    """Names of which findings of this file depend; `host`: the site's own. Its own ids are among
    them, since no other file may have them."""
    names: set[str] = {reference.id for reference in references(entry)}
    meta = entry.meta
    if entry.kind in DOCUMENT_KINDS and isinstance(meta, Document):
        names |= {entry.id, *meta.former_ids}
    if isinstance(meta, HealthCheck):
        names |= {one.partition("/")[0] for question in meta.questions for one in question.replaces}
    for link in entry.links:
        names |= _meant_by(entry, within_site(link.target, host) or link.target)
        names |= _meant_by(entry, link.target)
    return frozenset(names)


def _meant_by(entry: Entry, target: str) -> set[str]:
    """All names that a check may look up for a link's target."""
    if target.startswith("#") or (host_of(target) is not None and not target.startswith("/")):
        return set()
    written = target.partition("#")[0]
    names = {written, written.partition("?")[0]}
    for one in (target, written):
        path = resolve(entry, one)
        if path is not None:
            # A dead link is told where a document of its name lies.
            name = path.removesuffix("/index.html").rpartition("/")[2]
            names |= {path, name.removesuffix(".md").removesuffix(".html")}
    return names
