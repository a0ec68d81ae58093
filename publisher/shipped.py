"""What comes with the program besides code: the handbook, the teaching example, files to deploy with.

In the repository they are its own `content/`, `cases_library/`, `site_config/`, `mkdocs.yml` and
`deploy/`; a wheel carries a copy of them in `publisher/shipped_files/` (made by setup.py), so that git
holds each file once.
"""

from __future__ import annotations

from pathlib import Path

_COPY = Path(__file__).with_name("shipped_files")

SHIPPED = _COPY if _COPY.is_dir() else Path(__file__).resolve().parents[1]
"""The folder with the reference project (示例区) and `deploy/`."""

HANDBOOK = SHIPPED / "content" / "handbook"
PARTS = ("content", "cases_library", "site_config", "mkdocs.yml")
DEPLOY = SHIPPED / "deploy"
