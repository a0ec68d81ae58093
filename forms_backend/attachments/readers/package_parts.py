"""What the parts of an Office document that name other parts say: types, and relationships (OPC)."""

from __future__ import annotations

from collections.abc import Mapping

from forms_backend.attachments import messages
from forms_backend.attachments.kinds import FileKind
from forms_backend.attachments.refusal import RefusedFileError

LONGEST_RELATIONS = 64 * 1024
LONGEST_TYPES = 1024 * 1024
_MAIN_TYPES = {
    "wordprocessingml.document.main+xml": FileKind.DOCX,
    "spreadsheetml.sheet.main+xml": FileKind.XLSX,
    "presentationml.presentation.main+xml": FileKind.PPTX,
}
_MACRO_TYPES = ("macroenabled", "vbaproject", "vnd.ms-word.vbadata", "ms-excel.macrosheet",
                "ms-excel.intlmacrosheet")  # fmt: skip
_ACTIVE_TYPES = ("activex",)
_MACRO_RELATIONS = frozenset({"vbaproject", "wordvbadata", "xlmacrosheet", "xlintlmacrosheet"})
_FETCHED = frozenset({"attachedtemplate", "oleobject", "frame", "subdocument"})
"""Relationships that a program follows when the document is opened, not when somebody clicks."""


class ContentTypes:
    """`[Content_Types].xml`: which part is what. Raises RefusedFileError for macros and ActiveX."""

    def __init__(self) -> None:
        self._main: dict[str, FileKind] = {}

    def see(self, _name: str, attributes: Mapping[str, str]) -> None:
        """One element."""
        content_type = attributes.get("ContentType", "").lower()
        if any(mark in content_type for mark in _MACRO_TYPES):
            raise RefusedFileError(messages.MACROS)
        if any(mark in content_type for mark in _ACTIVE_TYPES):
            raise RefusedFileError(messages.ACTIVE)
        for ending, kind in _MAIN_TYPES.items():
            if content_type.endswith(ending) and "PartName" in attributes:
                self._main[attributes["PartName"].lstrip("/").lower()] = kind

    def kind_among(self, lower_names: set[str]) -> FileKind | None:
        """The kind of the document whose main part is among these names."""
        return next((kind for part, kind in self._main.items() if part in lower_names), None)


def see_relation(_name: str, attributes: Mapping[str, str]) -> None:
    """One element of a `.rels` part.

    Raises RefusedFileError where opening the document would fetch something from elsewhere, as a
    template that brings its macros.
    """
    what = attributes.get("Type", "").rpartition("/")[2].lower()
    if what in _MACRO_RELATIONS:
        raise RefusedFileError(messages.MACROS)
    if what in _FETCHED and leads_to_network(attributes.get("Target", "")):
        raise RefusedFileError(messages.ACTIVE)


def leads_to_network(target: str) -> bool:
    """Whether a target is on another machine, as http://…, \\\\server\\… or file://server/… are.

    A part of the document and a path on the author's own disk are not.
    """
    path = target.strip().lower().replace("\\", "/")
    if path.startswith("file:"):
        path = path.removeprefix("file:")
        inner = path.lstrip("/")
        on_disk = inner[1:2] in (":", "|") or (
            path.startswith("///") and not path.startswith("////")
        )
        return not on_disk and path.startswith("//")
    scheme, colon, _rest = path.partition(":")
    return path.startswith("//") or (bool(colon) and len(scheme) > 1 and "/" not in scheme)


class OfdRoot:
    """`OFD.xml`: whether it is what its name says."""

    NAMESPACE = "http://www.ofdspec.org/"

    def __init__(self) -> None:
        self.is_ofd = False

    def see(self, name: str, _attributes: Mapping[str, str]) -> None:
        """One element, named with its namespace."""
        self.is_ofd = self.is_ofd or name.startswith(self.NAMESPACE)
