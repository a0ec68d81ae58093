"""From originals to drafts: reads, sorts, proposes, looks for what is wrong, writes. Never publishes."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from district.import_formats import ImportFormats
from district.os_reasons import reason_of
from privacy.folding import fold_markdown
from privacy.kinds import PersonalData
from privacy.redaction import redact
from publisher.checks import CheckContext, findings_of_one
from publisher.checks.duplicates import common, count_of, shingles_of
from publisher.checks.personal_data import USUAL
from publisher.importing.drafting import draft_of, identifier_of
from publisher.importing.forms import Form, Sorted, form_of, sorted_into
from publisher.importing.headings import Heading, with_headings
from publisher.importing.metadata import Facts, proposals_of
from publisher.importing.original import CannotImport, Original
from publisher.importing.pictures import markdown_of, renewed
from publisher.importing.pieces import pieces_of
from publisher.importing.reading import ENDINGS, read_original
from publisher.importing.record import Imported, Record, digest_of
from publisher.importing.report import Outcome, Result
from publisher.importing.sheet import read_sheet
from publisher.importing.titles import Piece
from publisher.importing.unheaded import without_filled_tables
from publisher.model.documents.document import Kind
from publisher.model.loader import Candidate, candidates

SHEET = "metadata.xlsx"
_OF_ALL = ("published", "source", "url")
"""What a file that holds several cases tells of each."""
ALIKE = 0.6
"""Share of an original's shingles in a text of the library from which on it is told."""


@dataclass(frozen=True)
class Trial:
    """A draft that was not written, and its pictures as `renewed` gives them."""

    id: str
    text: str
    pictures: dict[str, tuple[str, bytes]]


@dataclass
class Desk:
    """One run. `kind`, `case_type`: what the editor says of every original; `key`: of the machine,
    for the masks; `write`: False for a trial, whose drafts are in `trials` by path; `taken`: ids that
    no draft may have."""

    context: CheckContext
    formats: ImportFormats
    key: bytes
    record: Record
    now: datetime
    kind: Kind | None = None
    case_type: str | None = None
    write: bool = True
    taken: set[str] = field(default_factory=set)
    trials: dict[str, Trial] = field(default_factory=dict)

    @cached_property
    def _library(self) -> list[tuple[str, bytes]]:
        """Path and shingles of every manuscript that is there already."""
        found = []
        for candidate in candidates(self.context.folders):
            if candidate.kind is not Kind.PAGE:
                text = candidate.file.read_text(encoding="utf-8", errors="replace")
                found.append((candidate.shown, shingles_of(text.partition("\n---\n")[2])))
        return found

    def take_in(self, source: Path) -> Iterator[Result]:
        """Every original in `source`, a file or a folder, one result for each text in it."""
        self.taken |= self.context.names_on_disk
        files = [source] if source.is_file() else _originals(source)
        sheets: dict[Path, dict[str, dict[str, tuple[str, str]]]] = {}
        for file in files:
            if file.parent not in sheets:
                sheet = file.parent / SHEET
                try:
                    sheets[file.parent] = read_sheet(sheet) if sheet.is_file() else {}
                except CannotImport as error:
                    sheets[file.parent] = {}
                    yield Result(
                        sheet.name, digest_of(sheet.read_bytes()), Outcome.UNREAD, told=[str(error)]
                    )
            rows = sheets[file.parent]
            yield from self._file(file, rows.get(file.name) or rows.get(file.stem) or {})

    def _file(self, file: Path, row: Facts) -> Iterator[Result]:
        digest = ""
        try:
            digest = digest_of(file.read_bytes())
            known = self.formats.known_headings
            original = read_original(file, known)
            items = with_headings(without_filled_tables(original.blocks, known), known)
            pieces = pieces_of(original, items, self._is_a_case)
        except CannotImport as error:
            yield Result(file.name, digest, Outcome.UNREAD, told=[str(error)])
            return
        except OSError as error:
            told = [f"无法读取（{reason_of(error)}）"]
            yield Result(file.name, digest, Outcome.UNREAD, told=told)
            return
        except RecursionError:
            yield Result(file.name, digest, Outcome.UNREAD, told=["文件的结构套得太深，没有读取"])
            return
        several = len(pieces) > 1
        for number, piece in enumerate(pieces):
            kept = _OF_ALL if several else original.facts
            facts = {key: original.facts[key] for key in kept if key in original.facts}
            yield self._piece(
                file, digest, original, piece, number, {**facts, **piece.labels, **row}, several
            )

    def _piece(
        self,
        file: Path,
        digest: str,
        original: Original,
        piece: Piece,
        number: int,
        facts: Facts,
        several: bool,
    ) -> Result:
        config, today = self.context.config, self.now.date()
        title, title_origin = facts.get("title", ("", "")) if not several else ("", "")
        title, title_origin = (
            (title, title_origin)
            if title and (title_origin.startswith(SHEET) or "title" in piece.labels)
            else (piece.title, piece.origin)
        )
        form = self._form(title, piece, facts)
        known = self.record.of(file, number)
        wanted = facts.get("id", ("", ""))[0] if not several else ""
        identifier = (
            known.id
            if known
            else identifier_of(title, file.stem if not several else "", wanted, self.taken)
        )
        self.taken.add(identifier)
        told = [*original.told, *piece.told]
        pictures = renewed(original.pictures, told) if not several else {}
        if several and original.pictures:
            told.append("一个文件里有几篇，图片没有带入，请逐篇补上")
        folder = ("../../content" if form.kind is Kind.CASE else "..") + f"/assets/{identifier}"
        marks = {key: markdown_of(folder, name) for key, (name, _) in pictures.items()}
        body = sorted_into(form, piece.items, self.formats, config, marks)
        text = f"{piece.plain}"
        proposals = proposals_of(
            form, title, title_origin, text, body, facts, self.formats, config, today
        )
        location, draft = draft_of(
            form, identifier, config, today, proposals, body.lines, _footnotes(original, body)
        )
        base = (
            self.context.folders.cases if form.kind is Kind.CASE else self.context.folders.content
        )
        place = self.context.folders.root / known.path if known else base / location
        location = place.relative_to(base).as_posix() if place.is_relative_to(base) else location
        place = base / location
        result = Result(
            original=file.name,
            digest=digest,
            outcome=Outcome.WOULD,
            path=self.context.folders.shown(place),
            title=title,
            kind=form.kind.value,
            case_type=form.case_type or "",
            headings=[i.name for i in piece.items if isinstance(i, Heading) and i.name],
            proposals=proposals,
            missing=body.missing,
            told=[*told, *body.told],
            url=facts.get("url", ("", ""))[0],
        )
        self._judge(result, form, base, location, draft, pictures, text)
        if self.write:
            result.outcome = self._write(file, number, place, identifier, digest, draft, known)
            if result.outcome in (Outcome.NEW, Outcome.UPDATED):
                self._write_pictures(identifier, pictures)
        else:
            self.trials[result.path] = Trial(identifier, draft, pictures)
        return result

    def _is_a_case(self, piece: Piece) -> bool:
        config = self.context.config
        return form_of(piece.title, piece.items, self.formats, config).kind is Kind.CASE

    def _form(self, title: str, piece: Piece, facts: Facts) -> Form:
        config = self.context.config
        found = form_of(title, piece.items, self.formats, config)
        said = config.vocabulary.terms("case_types").find(facts.get("type", ("", ""))[0])
        if self.case_type:
            return Form(Kind.CASE, self.case_type, "命令里的 --type", True)
        if said and self.kind in (None, Kind.CASE):
            return Form(Kind.CASE, said.key, facts["type"][1], True)
        if self.kind is None or self.kind is found.kind:
            return found
        if self.kind is Kind.CASE:
            return Form(
                Kind.CASE, next(iter(config.vocabulary.case_types)), "没有认出案例类型", False
            )
        return Form(self.kind, None, "命令里的 --kind", True)

    def _judge(
        self,
        result: Result,
        form: Form,
        base: Path,
        location: str,
        draft: str,
        pictures: dict[str, tuple[str, bytes]],
        text: str,
    ) -> None:
        """What is likely wrong with the draft: findings, personal data, texts that are there already."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, location)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(draft, encoding="utf-8", newline="\n")
            candidate = Candidate(file, Path(folder), form.kind, location, result.path)
            findings = findings_of_one(candidate, self.context)
        coming = {name for name, _ in pictures.values()}
        result.findings = [
            str(f)
            for f in sorted(findings)
            if f.code != "C214" and not (f.code == "L402" and coming)
        ]
        kinds = frozenset(PersonalData) if form.kind is Kind.CASE else USUAL
        masked = redact(
            draft, self.key, kinds=kinds, public=self.context.public, folding=fold_markdown
        )
        result.redaction = "".join(
            line if line.endswith("\n") else f"{line}\n"
            for line in difflib.unified_diff(
                draft.splitlines(keepends=True),
                masked.text.splitlines(keepends=True),
                result.path,
                result.path,
            )
        )
        own = shingles_of(text)
        for path, theirs in self._library:
            shared = common(own, theirs) if path != result.path else 0
            if shared and shared >= ALIKE * min(count_of(own), count_of(theirs)):
                result.duplicates.append(f"{path}（有 {shared / count_of(own):.0%} 相同）")
        self._library.append((result.path, own))

    def _write(
        self,
        file: Path,
        number: int,
        place: Path,
        identifier: str,
        digest: str,
        draft: str,
        known: Imported | None,
    ) -> Outcome:
        data = draft.encode("utf-8")
        entry = Imported(self.context.folders.shown(place), identifier, digest, digest_of(data))
        if place.exists():
            there = digest_of(place.read_bytes())
            if known is None or there != known.draft:
                return Outcome.TOUCHED
            if there == entry.draft:
                self.record.keep(file, number, replace(known, original=digest))
                return Outcome.SAME
        place.parent.mkdir(parents=True, exist_ok=True)
        existed = place.exists()
        place.write_bytes(data)
        self.record.keep(file, number, entry)
        return Outcome.UPDATED if existed else Outcome.NEW

    def _write_pictures(self, identifier: str, pictures: dict[str, tuple[str, bytes]]) -> None:
        folder = self.context.folders.content / "assets" / identifier
        for name, data in pictures.values():
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def _originals(folder: Path) -> list[Path]:
    """Every file below `folder` that may be an original; hidden ones and Word's locks are left out."""
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file()
        and file.suffix.lower() in ENDINGS
        and not file.name.startswith((".", "~$"))
    )


def _footnotes(original: Original, body: Sorted) -> list[str]:
    """The notes that the body refers to, in their order."""
    text = "\n".join(body.lines)
    return [
        line
        for label, words in original.footnotes.items()
        if f"[^{label}]" in text
        for line in (f"[^{label}]: {words or '（脚注没有内容）'}", "")
    ]
