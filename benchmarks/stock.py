"""Stock MkDocs + Material with its search and tags plugins and every case in the navigation."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

CONFIG = """site_name: stock
site_url: http://127.0.0.1/
theme:
  name: material
  language: zh
  font: false
plugins:
  - search:
      lang: zh
  - tags
"""


def write_stock_project(cases: Path, folder: Path) -> Path:
    """The same cases as a stock project below `folder`; returns its mkdocs.yml.

    Front matter is reduced to what Material knows (title, tags), the text is the same.
    """
    docs = folder / "docs"
    shutil.rmtree(folder, ignore_errors=True)
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    for file in sorted(cases.rglob("*.md")):
        _, header, body = file.read_text(encoding="utf-8").split("---\n", 2)
        found = dict(re.findall(r"^(\w+): (.*)$", header, re.MULTILINE))
        tags = [part.strip() for part in found["areas"].strip("[]").split(",")]
        target = docs / file.relative_to(cases)
        target.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"  - {tag}\n" for tag in tags)
        target.write_text(
            f"---\ntitle: {found['title']}\ntags:\n{lines}---\n\n{body}", encoding="utf-8"
        )
    config = folder / "mkdocs.yml"
    config.write_text(CONFIG, encoding="utf-8")
    return config
