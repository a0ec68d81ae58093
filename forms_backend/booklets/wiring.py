"""From an order to a file: what is published, what was made before, and the press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forms_backend.booklets.order import BookletFormat, read_order
from forms_backend.booklets.press import Press
from forms_backend.booklets.published import PublishedCases
from forms_backend.booklets.shelf import Shelf
from forms_backend.running.parts import Parts

FOLDER = "booklets"


@dataclass(frozen=True)
class Made:
    """A booklet that can be fetched."""

    name: str
    format: BookletFormat
    path: Path


class BookletOffice:
    """选编: the parts together."""

    def __init__(self, published: PublishedCases, shelf: Shelf, press: Press) -> None:
        self._published = published
        self._shelf = shelf
        self._press = press

    @property
    def can_print(self) -> bool:
        """Whether it makes sense to offer booklets at all."""
        return self._press.has_manuscripts

    def make(self, data: Mapping[str, object]) -> Made:
        """The booklet that `data` asks for, from the shelf when it is there.

        Raises OrderRefusedError and CannotPrintError.
        """
        published = self._published.read()
        order = read_order(data, published.cases)
        name = order.digest(published.digest)
        path = self._shelf.find(name, order.format) or self._press.make(order, name)
        return Made(name, order.format, path)

    def find(self, name: str, format_: BookletFormat) -> Path | None:
        """A booklet that was made before."""
        return self._shelf.find(name, format_)


def build(parts: Parts) -> None:
    """The office of this server."""
    settings = parts.ground.settings
    folder = settings.var_dir / FOLDER
    shelf = Shelf(folder)
    press = Press(settings.project_dir, settings.site_dir, folder, shelf, settings.booklet_seconds)
    parts.add(BookletOffice(PublishedCases(settings.site_dir), shelf, press))
