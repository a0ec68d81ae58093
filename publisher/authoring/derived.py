"""Files that `fabu schema` writes: all that follows from the models and the vocabularies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from district.models import SiteConfig
from publisher.authoring import handbook, vscode
from publisher.authoring.schema import json_schema
from publisher.model.documents.document import Kind
from publisher.model.loader import Folders

_PAGES = {
    "case.md": Kind.CASE,
    "policy.md": Kind.POLICY,
    "health-check.md": Kind.HEALTH_CHECK,
    "hearing.md": Kind.HEARING,
    "guide.md": Kind.GUIDE,
    "topic.md": Kind.TOPIC,
    "answer.md": Kind.ANSWER,
    "faq.md": Kind.FAQ,
    "video.md": Kind.VIDEO,
    "article.md": Kind.ARTICLE,
}
_LISTS: dict[str, tuple[str, Callable[[SiteConfig], str]]] = {
    "findings.md": (handbook.CODES_HEADING, lambda _config: handbook.codes_tables()),
    "vocabulary.md": (handbook.LISTS_HEADING, handbook.vocabulary_lists),
}
_WITH_TEMPLATE = (Kind.CASE, Kind.POLICY, Kind.GUIDE, Kind.ANSWER, Kind.VIDEO)


def derived_files(folders: Folders, config: SiteConfig) -> dict[Path, str]:
    """Path → content. Handbook pages are only brought up to date where the project has them."""
    schemas = folders.root / "site_config" / "schema"
    files = {
        schemas / f"{kind.value}.schema.json": _json(json_schema(kind, config)) for kind in Kind
    }
    editor = folders.root / ".vscode"
    files[editor / "fabu.code-snippets"] = _json(vscode.snippets(config))
    files[editor / "settings.json"] = _json(vscode.settings())
    files[editor / "tasks.json"] = _json(vscode.tasks())
    return files | _handbook(folders.content / "handbook", config)


def stale_files(files: dict[Path, str]) -> list[Path]:
    """The paths whose content on disk is not what it should be."""
    return [
        path
        for path, content in files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != content
    ]


def _handbook(folder: Path, config: SiteConfig) -> dict[Path, str]:
    names = (*_PAGES, *_LISTS)
    return {
        folder / name: handbook_page(folder / name, config)
        for name in names
        if (folder / name).is_file()
    }


def handbook_page(path: Path, config: SiteConfig) -> str:
    """A page of the handbook with those of its parts made anew that follow from `config`."""
    text = path.read_text(encoding="utf-8")
    if path.name in _PAGES:
        kind = _PAGES[path.name]
        text = handbook.with_section(text, handbook.KEYS_HEADING, handbook.keys_table(kind, config))
        if kind in _WITH_TEMPLATE:
            table = handbook.sections_table(kind, config)
            text = handbook.with_section(text, handbook.SECTIONS_HEADING, table)
    if path.name in _LISTS:
        heading, content = _LISTS[path.name]
        text = handbook.with_section(text, heading, content(config))
    return text


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
