"""Links within the site lead somewhere, and to what readers may see."""

from __future__ import annotations

import re
from pathlib import PurePath

from district.forms.paper import FORMS, paper_path
from district.layers import offered_names, read_folder
from publisher.checks.body.images import ON_A_DISK
from publisher.checks.context import CheckContext
from publisher.checks.visibility import why_hidden
from publisher.model.documents.document import Kind
from publisher.model.finding import Finding
from publisher.model.going_live import moved_addresses
from publisher.model.kinds import DOCUMENT_KINDS
from publisher.model.library import Entry, Library
from publisher.model.links import CASES, CONTENT, resolve, source_path
from publisher.prose.body import Link
from publisher.prose.targets import host_of, within_site
from selfhelp import CALCULATORS, PAPERS, WAYS

SERVED_BY_BACKEND = {
    *(
        "/",
        "/forms",
        "/forms/",
        "/status",
        "/search",
        "/bookings",
        "/subscriptions",
        "/activities",
        "/downloads/",
        "/booklet/",
    )
}
"""Addresses that are no files of an author: home, forms, status, search, subscriptions, basket."""

SELF_HELP = {CALCULATORS: "tools", PAPERS: "papers", WAYS: "find"}
"""Folders of settings, and the address below which each of their files is a page."""

_OWN_MACHINE = re.compile(r"(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::\d{1,5})?")
_ELSEWHERE = ("mailto:", "tel:")


def _why_nobody_gets_there(link: Link) -> str:
    """Of a target that leads nowhere for anybody but its author."""
    if not link.target.strip():
        return f"链接“{link.text}”没有写网址"
    if ON_A_DISK.match(link.target) or _OWN_MACHINE.fullmatch(host_of(link.target) or ""):
        return f"链接“{link.target}”在您自己的电脑上，别人打不开"
    return ""


def _leaves(target: str) -> bool:
    """Whether a target leads to another site, as a browser reads it, or is no page at all."""
    return host_of(target) is not None or target.lower().startswith(_ELSEWHERE)


def check_links_lead_somewhere(library: Library, context: CheckContext) -> list[Finding]:
    """L401 for dead links, L404 for links from what is published to what is not."""
    entries = {source_path(entry): entry for entry in library.entries}
    by_url = {f"/{entry.url}": entry for entry in library.entries}
    made = SERVED_BY_BACKEND | made_addresses(library, context)
    findings = []
    for entry in (*library.entries, *library.unread):
        for link in entry.links:
            own = within_site(link.target, context.config.site.domain)
            if own is None and (why_not := _why_nobody_gets_there(link)):
                findings.append(Finding(entry.path, link.line, "L401", why_not))
                continue
            target = own or link.target
            if target.startswith("#") or _leaves(target):
                continue
            if target.startswith("/"):
                findings += _check_absolute(entry, link, target, by_url, made, context)
            else:
                findings += _check_relative(entry, link, entries, library, context)
    return findings


def _check_absolute(
    entry: Entry,
    link: Link,
    address: str,
    by_url: dict[str, Entry],
    made: set[str],
    context: CheckContext,
) -> list[Finding]:
    path = address.partition("#")[0].partition("?")[0]
    if path in made:
        return []
    if path.startswith("/assets/") and (context.folders.content / path[1:]).is_file():
        return []
    target = by_url.get(path)
    if target:
        return _check_visible(entry, link, target, context)
    return [Finding(entry.path, link.line, "L401", f"站内没有“{link.target}”这个地址")]


def made_addresses(library: Library, context: CheckContext) -> set[str]:
    """Addresses of pages that no file stands for: columns, filters of the case list, forms,
    calculators, papers and ways."""
    columns = {f"/{column.url.rstrip('/')}/" for column in context.config.site.columns}
    filters = {
        f"/cases/{facet}/{term.key}/"
        for entry in library.of(Kind.CASE)
        for facet, terms in entry.document.facets().items()
        for term in terms
    }
    found = read_folder(context.config_folder, FORMS, [])  # P702 names what cannot be read
    names = [PurePath(form.name).stem for form in found]
    forms = {f"/forms/{name}" for name in names} | {f"/{paper_path(name)}" for name in names}
    helps = {
        f"/{address}/{name}/"
        for folder, address in SELF_HELP.items()
        for name in offered_names(context.config_folder, folder)
    }
    return columns | filters | forms | helps | {f"/{old}" for old in moved_addresses(library)}


def _check_relative(
    entry: Entry, link: Link, entries: dict[str, Entry], library: Library, context: CheckContext
) -> list[Finding]:
    path = resolve(entry, link.target)
    if path is None:
        return [Finding(entry.path, link.line, "L401", f"“{link.target[:80]}”不是能打开的地址")]
    target = entries.get(path)
    if target:
        return _check_visible(entry, link, target, context)
    folder, _, rest = path.partition("/")
    place = {CASES: context.folders.cases, CONTENT: context.folders.content}.get(folder)
    exists = place is not None and rest != "" and (place / rest).is_file()
    if exists and (folder == CONTENT or rest.endswith(".md")):
        return []
    return [
        Finding(
            entry.path, link.line, "L401", f"“{link.target}”不存在{_moved(path, entries, library)}"
        )
    ]


def _moved(path: str, entries: dict[str, Entry], library: Library) -> str:
    """Where a document of that name is, when it is somewhere else."""
    name = path.removesuffix("/index.html").rpartition("/")[2]
    identifier = name.removesuffix(".md").removesuffix(".html")
    found = library.by_id.get(identifier) or library.by_former_id.get(identifier)
    return f"，是不是 {source_path(found)}" if found else ""


def _check_visible(entry: Entry, link: Link, target: Entry, context: CheckContext) -> list[Finding]:
    hidden = why_hidden(entry.meta, target.meta, context.today)
    if hidden is None:
        return []
    label = f"《{target.meta.title}》" if target.kind in DOCUMENT_KINDS else target.path
    message = f"“{link.target}”指向{label}，它{hidden.why}"
    return [Finding(entry.path, link.line, hidden.code, message)]
