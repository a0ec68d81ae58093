"""A small project that can be built: the good library with an mkdocs.yml like the real one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from xml.etree.ElementTree import Element

import html5lib
import material  # type: ignore[import-untyped]

from district import SiteConfig, load_site_config
from publisher.build import Source, documents_file, read_source, write_documents_and_pages
from publisher.memory import Memory
from publisher.model.fields import CHINA
from publisher.model.library import Library
from publisher.model.loader import Folders
from publisher.outputs import search_files
from publisher.project import config_dir
from publisher.rendering.environment import THEME_DIR
from publisher.rendering.render import RenderResult
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.mini_project import FIXTURES, project, read

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
THEME_DIRS = (str(THEME_DIR), str(Path(material.__file__).parent / "templates"))


def site_project(root: Path) -> Folders:
    """The good library at `root`, with the repository's mkdocs.yml and a menu of its own."""
    folders = project(FIXTURES / "library_ok", root)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    text += "\nnav:\n  - 关于本站:\n      - about/index.md\n"
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return folders


def with_keys(text: str, **keys: str | None) -> str:
    """A manuscript with some one-line keys of its front matter replaced, added or (None) removed."""
    for key, value in keys.items():
        line = "" if value is None else f"{key}: {value}\n"
        text, count = re.subn(rf"^{key}:.*\n", lambda _, line=line: line, text, flags=re.MULTILINE)
        if not count:
            text = text.replace("\n---\n", f"\n{line}---\n", 1)
    return text


def case(identifier: str, **keys: str | None) -> dict[str, str]:
    """A case file: path → text. It cites and links nothing but what `keys` say."""
    plain = {"policies": None, "related": None, "id": identifier, "title": f"案例{identifier}"}
    text = with_keys(text_of(CASE), **(plain | keys))
    return {f"cases_library/2026/{identifier}.md": text.partition("\n![")[0] + "\n"}


def write(folders: Folders, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folders.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def library_of(folders: Folders, **site: Any) -> tuple[Library, SiteConfig]:
    """What readers may see of the project, and its configuration with some site settings changed."""
    library, config, findings = read(folders)
    assert [f for f in findings if f.level.value == "error"] == []
    changed = config.site.model_copy(update=site)
    return library.live(NOW), config.model_copy(update={"site": changed})


def source_of(folders: Folders, *, drafts: bool = False) -> Source:
    return read_source(folders, load_site_config(config_dir(folders.root)), NOW, drafts=drafts)


def small_sample_of_search() -> AbstractContextManager[object]:
    """Builds prove with few pieces of text that search finds every page: with all it takes half of
    the time of a small site. The real site and test_search_recall_gate are proven with all."""
    return patch.object(search_files, "PIECES", 50)


def build(folders: Folders, now: datetime = NOW, memory: Memory | None = None) -> RenderResult:
    """All that is made from documents, written to site/ below the project's root; with a memory,
    with the work of earlier builds."""
    config = load_site_config(config_dir(folders.root))
    source = read_source(folders, config, now, drafts=False, memory=memory)
    with small_sample_of_search():
        return write_documents_and_pages(
            source,
            folders.root / "site",
            THEME_DIRS,
            (),
            now,
            documents=documents_file(folders.root / "site"),
            remember=memory is not None,
        )


# What stands on a page


def parsed(html: str) -> Element:
    """The page as a tree; tags carry no namespace."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert isinstance(tree, Element)
    return tree


def texts(
    element: Element, skip: frozenset[str] = frozenset({"script", "style", "svg"})
) -> Iterator[str]:
    """Every piece of text within `element` in order, without what `skip` names."""
    if element.tag in skip:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from texts(child, skip)
        if child.tail:
            yield child.tail


def words(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(texts(element))).strip()


def by_class(tree: Element, name: str) -> list[Element]:
    return [e for e in tree.iter() if isinstance(e.tag, str) and name in e.get("class", "").split()]


SELFHELP_KINDS = frozenset({"way", "tool", "paper", "term"})
"""What every site offers besides its documents."""


def records(folders: Folders) -> list[dict[str, Any]]:
    """The lines about documents of the library."""
    lines = (folders.root / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    found = map(json.loads, lines)
    return [record for record in found if record["kind"] not in SELFHELP_KINDS]
