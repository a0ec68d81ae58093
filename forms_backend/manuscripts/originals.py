"""导入 Word: a file that somebody uploads becomes drafts of the repository.

The generator converts it, behind the preview's socket: the file lies for that moment in a folder of its
own below var/, which both processes see and only their user may open.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from forms_backend.identity.person import Person
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.desk import EditingDesk, tidy
from forms_backend.manuscripts.draft_branches import PICTURE_ENDINGS
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.header_form import PROPOSED, TO_FILL
from forms_backend.manuscripts.places import KINDS, Place, place_of
from forms_backend.manuscripts.preview import PreviewProcess

FOLDER = "incoming"
"""Below var/."""

KIND_NAMES = ("case", "policy", "guide", "article")
"""What a document can become; the generator knows the same ones."""

MOST_MEGABYTES = 20
MOST_PICTURE_BYTES = 5 * 1024 * 1024
_QUOTED = re.compile(r"[：:]?“.*”", re.DOTALL)
"""Words of the original, which the history keeps none of: those may hold quotation marks themselves."""
_MOST_ROWS = 200
_LONGEST = 2_000
_LONGEST_TEXT = 100_000
_LONGEST_STEM = 60


@dataclass(frozen=True)
class Proposal:
    """One key of the front matter: what was found, where, and how sure that is."""

    key: str
    value: str
    origin: str
    confidence: str


@dataclass(frozen=True)
class Draft:
    """One draft that came of an original. `missing`: sections that wait for words; `told`: what was left
    out or has to be looked at; `redaction`: a diff that masks names."""

    place: Place
    title: str
    text: str
    pictures: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    missing: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    redaction: str = ""

    @property
    def unfilled(self) -> int:
        """Places that are marked 【待填】."""
        return self.text.count(TO_FILL) - self.proposed

    @property
    def proposed(self) -> int:
        """Keys of the front matter that are filled, and marked for somebody to look at."""
        return len(PROPOSED.findall(self.text))

    @property
    def notes(self) -> str:
        """What whoever goes on with it has to know, a line each; names stand in none of them."""
        missing = [messages.SECTION_MISSING.format(names="、".join(self.missing))]
        alike = (messages.DUPLICATE.format(said=one) for one in self.duplicates)
        told = (_QUOTED.sub("", one) for one in self.told)
        return "\n".join((*(missing if self.missing else ()), *told, *alike))


class OriginalsDesk:
    """Takes Word files in. `var`: the folder that the preview sees as well."""

    def __init__(self, desk: EditingDesk, preview: PreviewProcess, var: Path) -> None:
        self._desk = desk
        self._preview = preview
        self._folder = var / FOLDER

    def take_in(self, name: str, stream: IO[bytes], kind: str, person: Person) -> tuple[Draft, ...]:
        """The drafts that came of the file `name`, which has been looked at like any upload; `kind`: one
        of `KIND_NAMES`, or empty for what its sections show. All are written or none is, unless somebody
        takes an id at this moment. Raises EditingError with the reason."""
        if kind and kind not in KIND_NAMES:
            raise EditingError(messages.BAD_KIND)
        with self._own_folder() as folder:
            file = folder / f"{_stem(name)}.docx"
            with file.open("wb") as target:
                shutil.copyfileobj(stream, target)
            taken = self._desk.taken_ids()
            rows = self._preview.drafts_of(file, kind, sorted(taken))
            if isinstance(rows, str):
                raise EditingError(rows)
            drafts = tuple(_draft(row) for row in rows)
            identifiers = {draft.place.id for draft in drafts}
            if not drafts or len(identifiers) < len(drafts) or identifiers & taken:
                raise EditingError(messages.PREVIEW_GARBLED)
            files = [_files(draft, folder) for draft in drafts]
            for draft, held in zip(drafts, files, strict=True):
                self._desk.begin(draft.place, held, person, draft.notes)
        return drafts

    @contextmanager
    def _own_folder(self) -> Iterator[Path]:
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(dir=self._folder))
        except OSError as error:
            raise EditingError(messages.NO_ROOM) from error
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _stem(name: str) -> str:
    """The file's name as far as any system takes it: the generator proposes ids and titles from it."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0]
    return re.sub(r"[^\w\u4e00-\u9fff（）《》-]", "", stem)[:_LONGEST_STEM] or "original"


def _draft(row: object) -> Draft:
    """Raises EditingError for what is no draft of a place that is edited here."""
    data = row if isinstance(row, dict) else {}
    place = place_of(_text(data.get("path")))
    text = _text(data.get("text"), _LONGEST_TEXT * 2)
    if place is None or place.kind not in KINDS or not text:
        raise EditingError(messages.PREVIEW_GARBLED)
    return Draft(
        place,
        _text(data.get("title")) or place.id,
        tidy(text),
        _texts(data.get("pictures")),
        tuple(_proposal(one) for one in _list(data.get("proposals"))),
        _texts(data.get("missing")),
        _texts(data.get("told")),
        _texts(data.get("findings")),
        _texts(data.get("duplicates")),
        _text(data.get("redaction"), _LONGEST_TEXT),
    )


def _files(draft: Draft, folder: Path) -> dict[str, bytes]:
    """Path in the repository → bytes: the text and its pictures."""
    files = {draft.place.path: draft.text.encode()}
    for name in draft.pictures:
        path = draft.place.pictures + name
        place = folder / draft.place.id / name
        if not draft.place.may_hold(path, PICTURE_ENDINGS) or place.is_symlink():
            raise EditingError(messages.PREVIEW_GARBLED)
        try:
            with place.open("rb") as stream:
                data = stream.read(MOST_PICTURE_BYTES + 1)
        except OSError as error:
            raise EditingError(messages.PREVIEW_GARBLED) from error
        if len(data) > MOST_PICTURE_BYTES:
            raise EditingError(messages.PICTURE_TOO_LARGE.format(name=name))
        files[path] = data
    return files


def _proposal(row: object) -> Proposal:
    data: Mapping[str, Any] = row if isinstance(row, dict) else {}
    return Proposal(*(_text(data.get(key)) for key in ("key", "value", "origin", "confidence")))


def _list(value: object) -> list[object]:
    return value[:_MOST_ROWS] if isinstance(value, list) else []


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, _list(value))))


def _text(value: object, longest: int = _LONGEST) -> str:
    return value[:longest] if isinstance(value, str) else ""
