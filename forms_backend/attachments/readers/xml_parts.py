"""The XML inside documents: read once, piece by piece, by a parser that keeps nothing of it.

A declaration of a document type is refused, so that there is no entity to expand: neither
OPC (ISO/IEC 29500-2, 8.1.1) nor OFD (GB/T 33190) allows one. Depth is bounded because the programs
that open the document are not known to bound it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from forms_backend.attachments import messages
from forms_backend.attachments.refusal import RefusedFileError

MAX_DEPTH = 256
OnElement = Callable[[str, Mapping[str, str]], None]
_NO_MEMORY = 1
"""XML_ERROR_NO_MEMORY of expat."""


class XmlReader:
    """Takes the pieces of one part and tells `on_element` of each element and its attributes.

    A name is its namespace, a space, and the local name; without `on_element` it is as written.
    """

    def __init__(self, on_element: OnElement | None = None) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" " if on_element else None)
        self._parser.StartDoctypeDeclHandler = _refuse_document_type
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.ordered_attributes = True
        self._on_element = on_element
        self._depth = 0
        self._is_readable = True

    def feed(self, piece: bytes) -> None:
        """The next bytes. Raises RefusedFileError for what is no XML or too deep."""
        self._parse(piece, last=False)

    def close(self) -> None:
        """There is no more. Raises RefusedFileError for a part that is cut off."""
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        if not self._is_readable:
            return
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            if error.code == _NO_MEMORY:
                raise MemoryError from error
            raise RefusedFileError(messages.BROKEN) from error
        except (ValueError, LookupError) as error:  # an encoding that expat does not know
            if self._on_element is not None:
                raise RefusedFileError(messages.BROKEN) from error
            self._is_readable = False  # add-ins write parts of their own in GBK; we need none

    def _start(self, name: str, attributes: list[str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RefusedFileError(messages.TOO_NESTED)
        if self._on_element is not None:
            pairs = dict(zip(attributes[::2], attributes[1::2], strict=True))
            self._on_element(name, pairs)

    def _end(self, _name: str) -> None:
        self._depth -= 1


def _refuse_document_type(*_declared: object) -> None:
    raise RefusedFileError(messages.BROKEN)
