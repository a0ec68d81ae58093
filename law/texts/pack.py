"""A pack (条文库): a folder with one Markdown file for each text of a law, `minfadian/2020-05-28.md`.

It may be `var/laws/`, or a folder of its own under git. A site without one works as well; what is in
it is found by its name, so that nothing is read but the texts that a page cites.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from law.addresses import BASE, law_url
from law.instrument import Instrument, Version
from law.structure import Number
from law.texts.files import LARGEST
from law.texts.reading import read_lines
from law.texts.wording import ArticleText, LawText

TITLE, VERSION, AS_OF, SOURCE = "title", "version", "as_of", "source"


@dataclass(frozen=True)
class Pack:
    """The texts in `directory`; None: no pack. Travels to another process as a name."""

    directory: Path | None = None

    def text(self, instrument: Instrument, version: Version | None) -> LawText | None:
        """The words of that version; None where the pack lacks them."""
        if self.directory is None or version is None:
            return None
        found = _read(self.path_of(instrument.title, version.key))
        return found if found and found.title == instrument.title else None

    def article(
        self, instrument: Instrument, version: Version | None, number: Number
    ) -> ArticleText | None:
        found = self.text(instrument, version)
        return found.by_number.get(number) if found else None

    def path_of(self, title: str, key: str) -> Path:
        """Where the text `key` of the law `title` stands or would stand."""
        assert self.directory is not None
        return self.directory / law_url(title).removeprefix(BASE) / f"{key}.md"

    def files(self) -> Iterator[Path]:
        """Every text, in a stable order."""
        if self.directory is not None and self.directory.is_dir():
            yield from sorted(
                file
                for file in self.directory.glob("*/*.md")
                if file.is_file() and not file.parent.name.startswith(".")
            )

    def texts(self) -> Iterator[tuple[Path, str, LawText]]:
        """Every text with its file and the key of its version."""
        for file in self.files():
            found = _read(file)
            if found:
                yield file, file.stem, found

    @property
    def state(self) -> str:
        """Digest of names, sizes and times of all texts: what pages and findings made with another
        state say may be wrong."""
        digest = blake2b(digest_size=12)
        for file in self.files():
            info = file.stat()
            digest.update(f"{file}\0{info.st_size}\0{info.st_mtime_ns}\n".encode())
        return digest.hexdigest()

    def __bool__(self) -> bool:
        """Whether there is a pack; asked for at each citation, so that no folder is looked at."""
        return self.directory is not None


NO_PACK = Pack()


def load_pack(directory: Path) -> Pack:
    """The pack in `directory`; where that is no folder or holds no text, `NO_PACK`."""
    found = Pack(directory)
    return found if next(found.files(), None) else NO_PACK


def _read(file: Path) -> LawText | None:
    """The text of that file, None where there is none."""
    try:
        info = file.stat()
    except OSError:
        return None
    if info.st_size > LARGEST:
        return None
    return _parsed(file, info.st_mtime_ns, info.st_size)


@lru_cache(maxsize=128)
def _parsed(file: Path, _changed: int, _size: int) -> LawText | None:
    try:
        draft = read_lines(file.read_text(encoding="utf-8-sig").splitlines())
    except (OSError, ValueError):
        return None
    front = draft.front
    return LawText(
        front.get(TITLE, ""), draft.articles, front.get(AS_OF, ""), front.get(SOURCE, "")
    )


def file_of(text: LawText, key: str) -> str:
    """The file of a text, as a person may read it and git compare it."""
    front = [(TITLE, text.title), (VERSION, key), (AS_OF, text.as_of), (SOURCE, text.source)]
    lines = ["---", *(f"{name}: {_one_line(value)}" for name, value in front), "---", ""]
    lines += [f"# {text.title}", ""]
    before: tuple[str, ...] = ()
    for article in text.articles:
        for depth, heading in enumerate(article.headings):
            if article.headings[: depth + 1] != before[: depth + 1]:
                lines += [f"{'#' * min(depth + 2, 6)} {heading}", ""]
        before = article.headings
        first, *rest = article.lines or ("",)
        lines += [f"**{article}**　{first}".rstrip(), ""]
        for line in rest:
            lines += [line, ""]
    return "\n".join(lines)


def _one_line(value: str) -> str:
    return " ".join(value.split())


def write_text(file: Path, content: str) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.part")
    partial.write_text(content, encoding="utf-8")
    partial.replace(file)
