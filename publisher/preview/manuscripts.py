"""One manuscript as it stands on disk, or in the hands of somebody who is writing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from publisher.checks import CheckContext, check_entry
from publisher.checks.signoff import released_library
from publisher.memory import open_memory
from publisher.model.documents.document import Unread
from publisher.model.finding import Finding, has_errors
from publisher.model.library import Entry, Library, ordered
from publisher.model.loader import (
    Candidate,
    candidates,
    entry_of,
    load_library,
    reader_for,
    strays,
)
from publisher.model.source_file import SourceFile, read_source, source_of, told_characters
from publisher.preview.turns import tried
from publisher.prose.markdown import MarkdownReader


@dataclass(frozen=True)
class Manuscript:
    """`entry`: None where the file cannot be split into front matter and body; its `meta` is `Unread`
    where the front matter has mistakes. `findings`: what the file has wrong by itself, and not for
    want of a picture or film. `problem`: why it could not be read at all, where that is no finding."""

    candidate: Candidate
    entry: Entry | None
    findings: tuple[Finding, ...]
    problem: str = ""

    @property
    def readable(self) -> Entry | None:
        """The entry, if a page can be made of it."""
        entry = self.entry
        return None if entry is None or isinstance(entry.meta, Unread) else entry

    @property
    def is_good(self) -> bool:
        return self.readable is not None and not has_errors(list(self.findings))


Manuscripts = Mapping[str, Manuscript]
"""By path as findings show it."""


def read_all(context: CheckContext) -> dict[str, Manuscript]:
    """Every manuscript of the project; what builds and checks remember is not read again."""
    folders = context.folders
    memory = open_memory(folders.root, folders.cases, folders.content)
    day = str(context.today)
    library, found = load_library(
        folders, context.config, partial(check_entry, context=context), day=day, memory=memory
    )
    memory.save()
    entries = {entry.path: entry for entry in (*library.entries, *library.unread)}
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    others = set(strays(folders))
    for finding in found:
        if finding not in others:
            findings[finding.path].append(finding)
    made = {}
    for one in candidates(folders):
        made[one.shown] = Manuscript(one, entries.get(one.shown), tuple(findings[one.shown]))
    return made


def read_again(context: CheckContext) -> dict[str, Manuscript]:
    """The same in this process alone and without a memory: while others run, a process cannot be
    doubled safely."""
    reader = reader_for(context.config)
    return {one.shown: read_one(one, context, reader) for one in candidates(context.folders)}


def read_one(candidate: Candidate, context: CheckContext, reader: MarkdownReader) -> Manuscript:
    """The manuscript as its file stands now."""
    read = partial(read_source, candidate.file, candidate.folder, candidate.shown)
    return _tried(candidate, read, context, reader)


def written(
    candidate: Candidate, text: str, context: CheckContext, reader: MarkdownReader
) -> Manuscript:
    """The manuscript with a text that is not saved."""
    data = text.encode("utf-8", "surrogatepass")
    return _tried(candidate, partial(source_of, data, candidate.shown), context, reader)


def _tried(
    candidate: Candidate,
    read: Callable[[], tuple[SourceFile | None, list[Finding]]],
    context: CheckContext,
    reader: MarkdownReader,
) -> Manuscript:
    def made() -> Manuscript:
        source, findings = read()
        return _made(candidate, source, findings, context, reader)

    found, problem = tried(made, candidate.shown)
    return found or Manuscript(candidate, None, (), problem)


def _made(
    candidate: Candidate,
    source: SourceFile | None,
    findings: list[Finding],
    context: CheckContext,
    reader: MarkdownReader,
) -> Manuscript:
    if source is None:
        return Manuscript(candidate, None, tuple(findings))
    told = told_characters(candidate.shown, source.text, candidate.file.stem)
    entry, found = entry_of(candidate, source, context.config, reader)
    checked = [] if entry is None else check_entry(entry, context)
    return Manuscript(candidate, entry, (*findings, *told, *found, *checked))


def library_of(
    manuscripts: Iterable[Manuscript],
    more: Iterable[Entry] = (),
    signed: Mapping[str, Entry] = MappingProxyType({}),
) -> Library:
    """The library as the files are. `more`: entries that are no files of the project; `signed`: by path,
    what signatures say of just these texts."""
    entries = (one.entry for one in manuscripts if one.entry is not None)
    return ordered([*(signed_text(entry, signed) for entry in entries), *more])


def signed_text(entry: Entry, signed: Mapping[str, Entry]) -> Entry:
    """`entry`, or what `signed` has of the same text."""
    found = signed.get(entry.path)
    return entry if found is None or found.digest != entry.digest else found


def with_signatures(entry: Entry, context: CheckContext) -> Entry:
    """`entry` with what signatures say of just this text: an editor sees what was written, also where
    readers still see the text that was approved before."""
    released = released_library(Library((entry,)), context)[0].entries[0]
    return released if released.digest == entry.digest else entry
