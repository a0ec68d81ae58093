"""A plain tree that Zensical builds to the same addresses as MkDocs does with our plugin.

What MkDocs renders of a site are the plain pages (about, handbook); they leave as Markdown. All else
is finished when MkDocs is done, and leaves as the files that it is: pages of documents, lists, laws,
search, feeds, what they load.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from publisher.exporting.manuscript import as_markdown
from publisher.model.library import Entry
from publisher.model.links import hidden_links, link_table
from publisher.publishing.beside_pages import files_beside
from publisher.publishing.mirror import names_of

PAGES = "docs"
AS_IT_IS = "as_it_is"
"""Files named *.md that readers fetch as they are, such as blank forms: below docs/ they would become
pages. To Zensical the folder is part of the theme."""

BESIDE = "beside"
"""What a web server needs to lead old addresses to the new ones: no part of the site."""

SETTINGS = "zensical.toml"
HEAD = "# 由 fabu export --for zensical 写出；再次导出会换掉本文件、docs/、as_it_is/ 和 beside/。\n"
"""Begins the settings: a folder with these is an earlier export, which the next one replaces."""

MADE_BY_ZENSICAL = frozenset({"404.html", "sitemap.xml", "search.json"})
"""It writes these itself, whatever lies in the tree."""

_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "footnotes", "tables", "pymdownx.superfences",
    "pymdownx.tilde",
)  # fmt: skip
_SETTINGS_OF = {"pymdownx.tilde": {"subscript": False}}


def write_tree(
    folder: Path,
    site_dir: Path,
    plain: Iterable[Entry],
    urls: dict[str, str],
    hidden: Mapping[str, str],
    site: Mapping[str, str],
    nav: list[Any],
) -> int:
    """Write the tree to the empty `folder`; returns how many files it has.

    `site_dir` holds the site as it was built of nothing; `urls` and `hidden` are as
    `publisher.model.links` takes them. `site`: name and address; `nav` as mkdocs.yml has it.
    """
    entries = {entry.location: entry for entry in plain}
    rendered = {f"{entry.url}index.html" for entry in entries.values()}
    (folder / AS_IT_IS).mkdir()
    count = len(entries)
    for output in names_of(site_dir):
        file = site_dir / output
        if output in rendered | MADE_BY_ZENSICAL or file.name.startswith("."):
            continue
        part = AS_IT_IS if output.endswith(".md") else PAGES
        target = folder / part / output
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        count += 1
    pages = {entry.url: location for location, entry in entries.items()}
    for location, entry in entries.items():
        target = folder / PAGES / location
        target.parent.mkdir(parents=True, exist_ok=True)
        addresses = _Addresses(entry, link_table(entry, urls), pages)
        text = as_markdown(entry, addresses.of, hidden_links(entry, hidden))
        target.write_text(text, encoding="utf-8")
    for name, text in files_beside(site_dir).items():
        target = folder / BESIDE / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    (folder / SETTINGS).write_text(settings_text(site, nav), encoding="utf-8")
    return count


class _Addresses:
    """Where the links of one page lead from its file, as far as they lead within the site."""

    def __init__(self, entry: Entry, table: Mapping[str, str], pages: Mapping[str, str]) -> None:
        self._table = table
        self._pages = pages
        self._to_top = "../" * entry.location.count("/")

    def of(self, target: str) -> str | None:
        url = self._table.get(target)
        if url is None and target.startswith("/") and not target.startswith("//"):
            url = target[1:]
        if url is None:
            return None
        page, mark, anchor = url.partition("#")
        if page in self._pages:
            return f"{self._to_top}{self._pages[page]}{mark}{anchor}"
        return f"{self._to_top}{url}" or "./"


def settings_text(site: Mapping[str, str], nav: list[Any]) -> str:
    """zensical.toml. A string of JSON is one of TOML, too."""
    lines = [HEAD, "[project]"]
    lines += [f"{key} = {_written(value)}" for key, value in site.items()]
    lines += [f"docs_dir = {_written(PAGES)}", f"nav = {_written(nav)}", ""]
    lines += ["[project.theme]", 'language = "zh"', "font = false"]
    lines += [f"custom_dir = {_written(AS_IT_IS)}", ""]
    for name in _EXTENSIONS:
        lines.append(f"[project.markdown_extensions.{name}]")
        own = _SETTINGS_OF.get(name, {})
        lines += [*(f"{key} = {_written(value)}" for key, value in own.items()), ""]
    return "\n".join(lines)


def _written(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_written(str(key))} = {_written(one)}" for key, one in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
