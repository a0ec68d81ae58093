"""`fabu index` and `fabu search`."""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from district import NATIONAL, project
from district.project import find_root, is_in_project
from district.releases import refuse_released
from district.synonyms import synonyms_of
from search import messages
from search.errors import QueriesError
from search.results import Hit, SearchResults
from search.server.engine import build_index
from search.server.service import SearchService

DOCUMENTS = "documents.jsonl"
"""Beside the folder of the built site, where `fabu build` writes it."""

_index_dir_option = click.option(
    "--index-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="索引目录，默认 FABU_INDEX_DIR 或工程里的 var/index。",
)


@dataclass(frozen=True)
class BatchQuery:
    """One line of a queries file."""

    qid: str | int
    text: str


@click.command()
@click.option(
    "--documents",
    type=click.Path(path_type=Path, dir_okay=False),
    help="要索引的 documents.jsonl，默认工程里网站输出目录旁边的那一份。",
)
@_index_dir_option
@click.option("--rebuild", is_flag=True, help="不论内容是否变化，全部重建。")
def index(documents: Path | None, index_dir: Path | None, rebuild: bool) -> None:
    """建立或更新检索索引；只处理有变化的页面。"""
    start = time.perf_counter()
    documents = documents or project.built_site_dir(find_root()).parent / DOCUMENTS
    index_dir = index_dir or project.built_index_dir(find_root())
    refuse_released(index_dir)
    directory = project.config_dir(find_root()) if is_in_project() else NATIONAL
    words = (word for pair in synonyms_of(directory).pairs() for word in (pair[0], *pair[1]))
    report = build_index(documents, index_dir, rebuild=rebuild, words=words)
    seconds = time.perf_counter() - start
    done = "已重建索引" if report.was_rebuilt else "索引已是最新"
    click.echo(
        f"{done}：共 {report.pages} 篇，新增 {report.added}，修改 {report.changed}，"
        f"删除 {report.removed}，用时 {seconds:.1f} 秒（{index_dir}）"
    )


@click.command()
@click.argument("query", required=False)
@click.option(
    "--queries",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help='成批检索：每行一个 {"qid","text"}。',
)
@_index_dir_option
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, help="每次最多几条。"
)
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "jsonl"]),
    help="输出格式；单个检索默认 text，成批默认 jsonl。",
)
def search(
    query: str | None, queries: Path | None, index_dir: Path | None, limit: int, output: str | None
) -> None:
    """检索 QUERY，或用 --queries 成批检索。"""
    if (query is None) == (queries is None):
        raise click.UsageError("请给出 QUERY 或 --queries 之一")
    synonyms = project.config_dir(find_root()) if is_in_project() else NATIONAL
    service = SearchService(index_dir or project.index_dir(find_root()), synonyms)
    if queries is None:
        results = service.search(query or "", limit=limit)
        lines = _hit_lines(results) if output == "jsonl" else _text_lines(results)
        for line in lines:
            click.echo(line)
        return
    for item in list(read_queries(queries)):
        results = service.search(item.text, limit=limit)
        if output == "text":
            click.echo(f"## {item.qid} {item.text}")
            click.echo("\n".join(_text_lines(results)))
        else:
            click.echo(_batch_line(item, results))


def read_queries(path: Path) -> Iterator[BatchQuery]:
    """The queries of a file; QueriesError with the place of the first line that is none."""
    for number, raw in enumerate(path.read_bytes().removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not raw.strip():
            continue
        try:
            data = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise QueriesError(path, number, f"不是一行 JSON：{error}") from error
        if not isinstance(data, dict) or not isinstance(data.get("text"), str):
            raise QueriesError(path, number, '应为 {"qid","text"}，其中 text 为文字')
        if not isinstance(data.get("qid"), (str, int)):
            raise QueriesError(path, number, "缺少「qid」，应为文字或整数")
        yield BatchQuery(data["qid"], data["text"])


def _batch_line(item: BatchQuery, results: SearchResults) -> str:
    hits = [{"id": hit.id, "score": hit.score} for hit in results.closest]
    return json.dumps({"qid": item.qid, "hits": hits}, ensure_ascii=False)


def _hit_lines(results: SearchResults) -> Iterator[str]:
    keys = ("id", "score", "url", "kind", "title", "date")
    for hit in results.closest:
        yield json.dumps({key: getattr(hit, key) for key in keys}, ensure_ascii=False)


def _text_lines(results: SearchResults) -> Iterator[str]:
    yield f"共 {results.total} 条"
    if results.note:
        yield results.note
    for use in results.synonyms:
        yield messages.SYNONYMS.format(typed=use.typed, words="”“".join(use.words))
    if results.suggestions:
        yield messages.SUGGESTIONS.format(words="、".join(results.suggestions))
    for place, hit in enumerate(results.closest, 1):
        yield from _hit_text(place, hit)


def _hit_text(place: int, hit: Hit) -> Iterator[str]:
    about = "  ".join(part for part in (hit.id, hit.kind, hit.date, hit.url) if part)
    yield f"{place}. {' '.join(hit.title.split())}  [{about}]"
    passage = html.unescape(re.sub(r"</?mark>", "", hit.snippet_html))
    yield f"   {passage}"
