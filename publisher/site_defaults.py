"""What every site's mkdocs.yml would have to say: MkDocs' own checks, the menu
of the handbook. A project's file stays short, and an upgrade brings new settings along."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

EDITORS = (
    "index", "editing", "import", "case", "policy", "health-check", "hearing", "hearing-seats", "guide", "topic",
    "answer", "faq", "video", "article", "publicity-calendar", "selfhelp", "casework", "old-ledgers", "registers", "filings",
    "promises", "forms", "notices", "following",
    "booklets", "markdown", "vocabulary", "personal-data", "laws", "going-live", "findings",
)  # fmt: skip
OPERATORS = (
    "operator", "operator-install", "operator-publish", "operator-editing", "operator-accounts", "operator-backup", "operator-incident",
)  # fmt: skip
ROLES = (
    "role-clerk", "role-handler", "role-head", "role-supervisor", "role-leader", "role-auditor", "role-editor",
    "role-administrator",
)  # fmt: skip
HANDBOOKS = {"编辑手册": EDITORS, "岗位手册": ROLES, "运维手册": OPERATORS}


def complete(config: MkDocsConfig) -> None:
    """Fill in what the project's mkdocs.yml does not say; what it does say stays.

    Links that only the backend answers (/forms/…, /status, /search) are no mistakes of an author:
    our own checks look at links, MkDocs' stay silent.
    """
    config.validation.links.absolute_links = logging.DEBUG
    config.validation.links.unrecognized_links = logging.DEBUG
    config.validation.links.anchors = logging.WARNING


def with_handbooks(nav: list[Any] | None, pages: Collection[str]) -> list[Any]:
    """The menu `nav` of mkdocs.yml with the handbooks behind it, unless it has pages of them itself.

    `pages`: what there is to show, as `handbook/case.md`.
    """
    nav = list(nav or [])
    if "handbook/" in str(nav):
        return nav
    for title, names in HANDBOOKS.items():
        found = [path for name in names if (path := f"handbook/{name}.md") in pages]
        if found:
            nav.append({title: found})
    return nav
