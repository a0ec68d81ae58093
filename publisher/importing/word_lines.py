"""One paragraph of a Word document as it is put together of its runs, and the Markdown that it makes."""

from __future__ import annotations

from dataclasses import dataclass, field

from publisher.importing.original import escaped, line_of_text


@dataclass
class Line:
    """One paragraph as it is put together."""

    pieces: list[tuple[str, bool, float | None]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)

    def add(self, text: str, bold: bool = False, size: float | None = None) -> None:
        self.pieces.append((text, bold, size))

    @property
    def words(self) -> str:
        return "".join(text for text, _, _ in self.pieces)


def without_marks(words: str) -> str:
    return "".join(
        part.partition("\x02")[2] if n else part for n, part in enumerate(words.split("\x01"))
    )


def without_markup(text: str) -> str:
    return text.replace("**", "").replace("\\", "")


def marked(line: Line) -> str:
    """The words as Markdown: what stands out in bold within a paragraph, and the marks of notes."""
    merged: list[tuple[str, bool]] = []
    for text, bold, _ in line.pieces:
        if merged and (merged[-1][1] == bold or not text.strip()):
            merged[-1] = (merged[-1][0] + text, merged[-1][1])
        elif text:
            merged.append((text, bold))
    whole = all(bold for text, bold in merged if text.strip())
    parts = []
    for text, bold in merged:
        shown = escaped(text.replace("\n", "\x03"))
        inner = shown.strip()
        if bold and not whole and inner and "\x03" not in inner and "\x01" not in inner:
            before, after = shown[: len(shown) - len(shown.lstrip())], shown[len(shown.rstrip()) :]
            shown = f"{before}**{inner}**{after}"
        parts.append(shown)
    result = "".join(parts).replace("\x01", "[^").replace("\x02", "]")
    return "  \n".join(filter(None, (line_of_text(part) for part in result.split("\x03"))))
