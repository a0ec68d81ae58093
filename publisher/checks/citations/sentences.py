"""Where in a document a citation stands: its section, its sentence."""

from __future__ import annotations

from bisect import bisect_right

from publisher.model.documents.document import Kind
from publisher.model.library import Entry

_ORIGINAL_TEXT = "文件原文"
_ENDS = "。！？!?\n"


class Sections:
    """The sections (H2) of one document by line."""

    def __init__(self, entry: Entry) -> None:
        self._is_policy = entry.kind is Kind.POLICY
        self._lines = [section.line for section in entry.reading.sections]
        self._names = [section.name for section in entry.reading.sections]

    def at(self, line: int) -> str:
        """The name of the section that holds `line`; empty before the first."""
        index = bisect_right(self._lines, line)
        return self._names[index - 1] if index else ""

    def is_quoted(self, line: int) -> bool:
        """Whether `line` lies in the section that holds the text of the policy itself."""
        return self._is_policy and self.at(line) == _ORIGINAL_TEXT


def sentence_around(text: str, position: int) -> str:
    """The sentence of `text` in which `position` lies; a line break ends one, too."""
    begin = max(text.rfind(end, 0, position) for end in _ENDS) + 1
    ends = [at for end in _ENDS if (at := text.find(end, position)) >= 0]
    return text[begin : min(ends, default=len(text))]
