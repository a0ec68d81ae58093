"""The frame of a page (header, nav, footer), taken from the built site so that it exists once."""

from __future__ import annotations

import html
import threading
from dataclasses import dataclass
from pathlib import Path

from forms_backend.fields import messages

SHELL_FILE = Path("_shell/index.html")
TITLE_SLOT = "<!--fabu:title-->"
CONTENT_SLOT = "<!--fabu:content-->"
ROOM_SLOT = "<!--fabu:room-->"
SCRIPT_SLOT = "<!--fabu:bundle-->"
SCRIPT = "main"
"""The site's script for pages without one of their own."""


@dataclass(frozen=True)
class _Loaded:
    stamp: tuple[int, int] | None
    text: str


class Shell:
    """Fills the site's shell page; reads it again when a build replaced it."""

    def __init__(self, site_dir: Path, site_name: str, root: str = "/") -> None:
        self._path = site_dir / SHELL_FILE
        self._fallback = _minimal_page(site_name, root)
        self._lock = threading.Lock()
        self._loaded = _Loaded(None, self._fallback)

    def render(self, title: str, content: str, room: str = "", script: str = SCRIPT) -> str:
        """A whole page. `title` is plain text, `content` is HTML for the inside of <main>, `room` what
        the style sheet knows a page by that is laid out in a way of its own, `script` the name of
        the site's script for it."""
        before, slot, after = self._template().partition(CONTENT_SLOT)
        before = before.replace(SCRIPT_SLOT, script)
        before = before.replace(html.escape(ROOM_SLOT), html.escape(room))
        page_title = html.escape(title)
        for form in (TITLE_SLOT, html.escape(TITLE_SLOT)):  # the second stands in attributes
            before = before.replace(form, page_title)
        return before + content + after if slot else content

    def _template(self) -> str:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            with self._lock:
                if self._loaded.stamp != stamp:
                    self._loaded = _Loaded(stamp, self._usable(self._path.read_text("utf-8")))
                return self._loaded.text
        except (FileNotFoundError, NotADirectoryError):
            return self._fallback

    def _usable(self, text: str) -> str:
        """The text, or our own page while a build is half-way through writing it."""
        return text if CONTENT_SLOT in text and TITLE_SLOT in text else self._fallback


def _minimal_page(site_name: str, root: str) -> str:
    """What stands in when the site was not built: plain, but complete and valid."""
    name = html.escape(site_name)
    return (
        "<!doctype html>\n"
        f'<html lang="zh-CN" data-root="{root}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE_SLOT} - {name}</title>\n"
        "</head>\n<body>\n"
        f'<header><a href="{root}">{name}</a></header>\n'
        f'<main id="main">{CONTENT_SLOT}</main>\n'
        f"<footer><p>{html.escape(messages.SHELL_FALLBACK_FOOTER)}</p></footer>\n"
        "</body>\n</html>\n"
    )
