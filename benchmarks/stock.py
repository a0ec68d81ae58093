"""The same cases for others: stock MkDocs + Material, as installed and as Material's documentation sets
it for large sites; Hugo with bare layouts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

STOCK = """site_name: stock
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
PRUNED = STOCK.replace("  font: false\n", "  font: false\n  features: [navigation.prune]\n")
"""`navigation.prune` takes what is not visible out of the navigation of each page; Material asks for it
from a hundred pages on."""

JIEBA = (
    "jieba==0.42.1 --hash=sha256:055ca12f62674fafed09427f176506079bc135638a14e23e25be909131928db2\n"
)
"""What Material's documentation tells sites in Chinese to install: its search plugin segments with it,
and without it finds whole sentences alone."""

HUGO = """baseURL = "http://127.0.0.1/"
title = "hugo"
languageCode = "zh"
hasCJKLanguage = true
disableKinds = ["taxonomy", "term", "RSS"]
"""
_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>
"""
_LIST = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><main><ul>
{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>
{{ end }}</ul></main></body></html>
"""


def _texts(cases: Path) -> Iterator[tuple[Path, dict[str, str], str]]:
    """Path below `cases`, one-line keys of the front matter and body of each case."""
    for file in sorted(cases.rglob("bench-*.md")):
        _, header, body = file.read_text(encoding="utf-8").split("---\n", 2)
        keys = dict(re.findall(r"^(\w+): (.*)$", header, re.MULTILINE))
        yield file.relative_to(cases), keys, body


def write_stock_project(cases: Path, folder: Path, config: str = STOCK) -> Path:
    """The same cases as a stock project below `folder`; returns its mkdocs.yml.

    Front matter is reduced to what Material knows (title, tags), the text is the same.
    """
    docs = folder / "docs"
    shutil.rmtree(folder, ignore_errors=True)
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    for name, keys, body in _texts(cases):
        tags = [part.strip() for part in keys["areas"].strip("[]").split(",")]
        target = docs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"  - {tag}\n" for tag in tags)
        target.write_text(
            f"---\ntitle: {keys['title']}\ntags:\n{lines}---\n\n{body}", encoding="utf-8"
        )
    file = folder / "mkdocs.yml"
    file.write_text(config, encoding="utf-8")
    return file


def write_hugo_project(cases: Path, folder: Path) -> None:
    """The same cases for Hugo, with a title and layouts that show nothing but title and text."""
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    (layouts / "single.html").write_text(_PAGE, encoding="utf-8")
    (layouts / "list.html").write_text(_LIST, encoding="utf-8")
    (folder / "config.toml").write_text(HUGO, encoding="utf-8")
    for name, keys, body in _texts(cases):
        target = folder / "content" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\ntitle: {keys['title']}\n---\n\n{body}", encoding="utf-8")
