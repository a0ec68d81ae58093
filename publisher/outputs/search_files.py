"""What readers search with: the browser's index, its scripts and the names that the box suggests.

The index lies in search-index/ and is proven by `search.recall_gate` before it is published.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import search
from district.script_bundle import bundled
from district.synonyms import synonyms_of
from law.registry import Registry
from publisher.model.documents.document import Kind
from publisher.model.library import Library
from publisher.parallel import PARALLEL_FROM, map_in_processes
from search.recall_gate import PIECES, SAMPLED_PAGES, check_recall, sampled_numbers
from search.shards.index import map_here, write_browser_index
from search.shards.index_parts import read_documents
from search.shards.reader import BrowserIndexReader
from search.shards.source import Source
from search.synonyms import table_of

INDEX = "search-index"
SCRIPTS = "assets/fabu/search"
ENGINE = Path(search.__file__).parent / "browser"
SUGGESTIONS = "search-suggestions.json"
MANY_PARTS = 8
"""Below this many parts of an index to be written a second process costs more than it saves; an edit
changes one batch and a few partitions."""

LOGGER = "mkdocs.plugins.fabu.search"
"""Below MkDocs' own, so that `mkdocs build` shows it; `fabu build` shows it by itself."""

_log = logging.getLogger(LOGGER)
Item = TypeVar("Item")
Result = TypeVar("Result")


def write_search_index(
    documents: Path, site_dir: Path, config_dir: Path, pages: int, kept: Path | None = None
) -> None:
    """Bring search-index/ up to date. RecallError, and the old index stays, when it would lose a page.

    `kept`: where one build leaves work for the next; None: everything is made anew.
    """
    table = table_of(synonyms_of(config_dir))

    def prove(source: Source, folder: Path, manifest: dict[str, Any]) -> None:
        seed = int(source.digest[:8], 16)
        numbers = sampled_numbers(len(source.spans), seed, source.fresh)
        sample = list(
            zip(
                numbers,
                read_documents(source.path, [source.spans[n] for n in numbers]),
                strict=True,
            )
        )
        count = PIECES if source.fresh is None else PIECES * len(numbers) // SAMPLED_PAGES
        reader = BrowserIndexReader(folder, manifest)
        pieces = check_recall(reader, sample, table, seed, count, source.fresh)
        _log.info("检索查全：%d 段原文在两个引擎中都找到了所在页面（随机种子 %d）", pieces, seed)

    report = write_browser_index(
        documents,
        site_dir / INDEX,
        synonyms=table.entries.items(),
        map_items=_map_in_parallel if pages >= PARALLEL_FROM else map_here,
        check=prove,
        kept=kept,
    )
    if not report.is_new:
        _log.info("检索数据没有变化，沿用已通过查全检查的一份")


def _map_in_parallel(function: Callable[[Item], Result], items: Sequence[Item], /) -> list[Result]:
    return map_in_processes(function, items, parallel_from=MANY_PARTS, batch=1)


def write_search_scripts(site_dir: Path) -> list[str]:
    """Write the browser's engine, as one script for the Worker and as modules; returns what was written."""
    source, folder = ENGINE, site_dir / SCRIPTS
    folder.mkdir(parents=True, exist_ok=True)
    scripts = {file.name: file.read_text(encoding="utf-8") for file in sorted(source.glob("*.js"))}
    scripts["worker.js"] = bundled(source, "worker", classic=True)
    for name, text in scripts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [f"{SCRIPTS}/{name}" for name in scripts]


def write_suggestions(library: Library, registry: Registry, site_dir: Path) -> list[str]:
    """Topics and laws, which the search box offers besides titles."""
    topics = [[entry.meta.title, entry.url] for entry in library.of(Kind.TOPIC)]
    content = json.dumps({"topics": topics, "laws": registry.law_titles}, ensure_ascii=False)
    (site_dir / SUGGESTIONS).write_text(content, encoding="utf-8")
    return [SUGGESTIONS]
