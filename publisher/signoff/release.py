"""Which text of each manuscript may go online: today's, the one approved last, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from district.models import SiteConfig
from district.signoff import SignoffRules
from district.signoff.record import (
    DamagedRecordError,
    Signature,
    counting,
    digest_of,
    genuine,
    place_of_record,
    read_record,
)
from district.signoff.standing import NO_AUTHOR, Standing
from publisher.model.documents.document import UNSIGNED, Kind, Unread
from publisher.model.finding import Finding
from publisher.model.library import Entry, Library, ordered
from publisher.model.loader import Candidate, Folders, read_entry, reader_for
from publisher.model.published_files import shown_files
from publisher.prose.markdown import MarkdownReader
from publisher.signoff.rules import needed_roles, standing


@dataclass(frozen=True)
class Waiting:
    """A manuscript that says “published” and is not wholly signed. `online`: what readers see."""

    entry: Entry
    standing: Standing
    online: str

    def finding(self, rules: SignoffRules) -> Finding:
        """P711."""
        missing = "，".join(
            f"{role.label}（{'、'.join(self._who_can(rules, role)) or '没有可以签的人'}）"
            for role in self.standing.missing
        )
        lacks = [NO_AUTHOR] if self.standing.lacks_author else []
        message = "；".join([self.online, *lacks, *([f"还缺{missing}"] if missing else [])])
        return Finding(self.entry.path, self.entry.line_of("status"), "P711", message)

    def _who_can(self, rules: SignoffRules, role: object) -> list[str]:
        return [
            key
            for key, person in rules.people.items()
            if role in person.roles and not person.left and key not in self.standing.signed
        ]


@dataclass(frozen=True)
class Release:
    """`library`: with the texts that may go online; `approved`: those of its entries that come from
    approved copies."""

    library: Library
    waiting: tuple[Waiting, ...] = ()
    approved: tuple[Entry, ...] = ()
    findings: tuple[Finding, ...] = ()


def release(
    library: Library, folders: Folders, config: SiteConfig, config_folder: Path, rules: SignoffRules
) -> Release:
    """What of `library` may go online under `rules`. P712 for records that cannot be read."""
    if not rules.is_on:
        return Release(library)
    desk = Desk(folders, config, config_folder, rules)
    entries = [desk.released(entry) for entry in library.entries]
    return Release(
        ordered([*entries, *library.unread]),
        tuple(desk.waiting),
        tuple(desk.approved),
        tuple(desk.findings),
    )


def _held_back(entry: Entry) -> Entry:
    return replace(entry, meta=entry.meta.model_copy(update={"status": UNSIGNED}))


def _over(file: Path, signatures: Sequence[Signature]) -> list[Signature]:
    """Those over the text in `file`."""
    digest = digest_of(file.read_bytes())
    return [one for one in signatures if one.digest == digest]


def file_of(entry: Entry, folders: Folders) -> Path:
    """The manuscript of `entry`."""
    folder = folders.cases if entry.kind is Kind.CASE else folders.content
    return folder / entry.location


class Desk:
    """Looks at one manuscript after the other and notes what waits."""

    def __init__(
        self, folders: Folders, config: SiteConfig, config_folder: Path, rules: SignoffRules
    ) -> None:
        self._folders, self._config = folders, config
        self._config_folder, self._rules = config_folder, rules
        self.waiting: list[Waiting] = []
        self.approved: list[Entry] = []
        self.findings: list[Finding] = []
        self._digests: dict[str, str] = {}

    @cached_property
    def _reader(self) -> MarkdownReader:
        return reader_for(self._config)

    def released(self, entry: Entry) -> Entry:
        needed = needed_roles(entry.kind, entry.meta, self._rules)
        if not needed or not entry.meta.is_published:
            return entry
        signatures = self._signatures(entry)
        if signatures is None:
            return _held_back(entry)
        file = file_of(entry, self._folders)
        copy = place_of_record(self._config_folder, entry).with_suffix(".md")
        if copy.is_file() and digest_of(copy.read_bytes()) == digest_of(file.read_bytes()):
            signatures = _over(file, signatures)  # back at what is online, whatever was begun since
        today = self._standing(entry, file, signatures)
        if today.may_go_live:
            if today.missing:
                self.waiting.append(Waiting(entry, today, "紧急发布，已经上网"))
            self._tell_uncovered(entry, file, signatures)
            return replace(entry, signed_by=self._offices(today))
        if self._is_for_its_files(entry, file, signatures):
            return _held_back(entry)
        approved = self._approved_copy(entry, copy, signatures)
        if approved is not None:
            self.waiting.append(Waiting(entry, today, "改动还没有签发，网上仍是上次签发的版本"))
            self.approved.append(approved)
            return approved
        self.waiting.append(Waiting(entry, today, self._why_not(file, signatures)))
        return _held_back(entry)

    def _signatures(self, entry: Entry) -> list[Signature] | None:
        """The genuine ones, whatever text they are over; None where the file is damaged."""
        place = place_of_record(self._config_folder, entry)
        try:
            found = read_record(place)
        except DamagedRecordError:
            self.findings.append(Finding(self._folders.shown(place), 1, "P712", "不是签名文件"))
            return None
        return genuine(found, entry, self._rules)

    def _standing(
        self, entry: Entry, file: Path, signatures: Sequence[Signature], *, with_files: bool = True
    ) -> Standing:
        digest = digest_of(file.read_bytes())
        shown = self._shown(entry) if with_files else {}
        needed = needed_roles(entry.kind, entry.meta, self._rules)
        return standing(needed, entry.meta, counting(signatures, digest, shown), self._rules)

    def _shown(self, entry: Entry) -> Mapping[str, str]:
        """Path below content/ and digest of each file that the page shows or leads to."""
        found = {}
        for path in shown_files(entry, self._config.site.domain, self._folders.content):
            if path not in self._digests:
                self._digests[path] = digest_of((self._folders.content / path).read_bytes())
            found[path] = self._digests[path]
        return found

    def _is_for_its_files(self, entry: Entry, file: Path, signatures: Sequence[Signature]) -> bool:
        """Whether the text may go live but for files that changed under it: then P719 says so, and
        nothing is written. An approved file is never changed in its place, so that what readers see
        stays what was approved while a change waits."""
        if not self._standing(entry, file, signatures, with_files=False).may_go_live:
            return False
        signed = [dict(x.files) for x in _over(file, signatures) if not x.is_from_before]
        changed = [
            path
            for path, digest in self._shown(entry).items()
            if any(one.get(path) != digest for one in signed)
        ]
        message = f"签发以后，网页用到的文件改过：{'、'.join(changed)}"
        self.findings.append(Finding(entry.path, entry.line_of("status"), "P719", message))
        return True

    def _tell_uncovered(self, entry: Entry, file: Path, signatures: Sequence[Signature]) -> None:
        """P720 for signatures from before, which say nothing of the files."""
        shown = self._shown(entry)
        if shown and any(one.is_from_before for one in _over(file, signatures)):
            message = f"签名没有包括网页用到的文件：{'、'.join(shown)}"
            self.findings.append(Finding(entry.path, entry.line_of("status"), "P720", message))

    @staticmethod
    def _why_not(file: Path, signatures: Sequence[Signature]) -> str:
        newest = max((one.number for one in signatures), default=0)
        if any(one.number < newest for one in _over(file, signatures)):
            return "这段文字以前签过，后来又签过别的，要重新签；没有上网"
        return "还没有签发，没有上网"

    def _approved_copy(
        self, entry: Entry, file: Path, signatures: Sequence[Signature]
    ) -> Entry | None:
        if not file.is_file():
            return None
        candidate = Candidate(file, file.parent, entry.kind, entry.location, entry.path)
        copy, _ = read_entry(candidate, self._config, self._reader)
        if copy is None or isinstance(copy.meta, Unread) or copy.id != entry.id:
            return None
        of_then = _over(file, signatures)
        then = self._standing(copy, file, of_then)
        if not then.may_go_live:
            self._is_for_its_files(copy, file, of_then)
            return None
        self._tell_uncovered(copy, file, of_then)
        return replace(copy, signed_by=self._offices(then))

    def _offices(self, found: Standing) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._rules.people[key].office for key in found.signed))
