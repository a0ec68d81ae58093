"""`fabu cite`: what a text cites and how each citation stands, for editors and for measuring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

import click

from district import NATIONAL, FabuError
from district.project import config_dir, find_root, is_in_project
from law.addresses import article_url, law_url
from law.citation import Citation, read
from law.judging import Judgement, Period, Status, counterparts, former_text, judge
from law.names import short_title
from law.references import Place
from law.registry import Registry, load_registry

_HAS_PAGE = (Status.CURRENT, Status.FORMER, Status.REPEALED, Status.NOT_YET)
LOOSE, UNREAD = "未写明法律", "读不出"


@dataclass(frozen=True)
class Row:
    """One place cited, as `--format jsonl` prints it. `law` is the full title, or as written where
    nobody knows it; None where the text does not say. `now`: where the article stands today, when
    it has moved. `through`: the last of a range that begins in the row before."""

    start: int
    end: int
    text: str
    line: int
    law: str | None
    version: str | None
    article: int | None
    inserted: int
    paragraph: int | None
    item: int | None
    status: str
    url: str | None
    through: bool = False
    now: str | None = None


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False), help="读这个文件（UTF-8）。"
)
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
    help="text 给人看；jsonl 每处引用一行 JSON。",
)  # fmt: skip
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的法律判断，默认今天。"
)
def cite(text: str | None, path: Path | None, form: str, day: datetime | None) -> None:
    """列出文字里的法律引用：哪部法、哪个文本、第几条款项、是否现行。

    TEXT 是要读的文字；用 --file 读文件时不写。
    """
    if (text is None) == (path is None):
        raise click.UsageError("请写出要读的文字，或者用 --file 指明文件，二者取一")
    today = day.date() if day else date.today()
    registry = load_registry(config_dir(find_root()) if is_in_project() else NATIONAL)
    for row in rows_of(text if text is not None else _text_of(path), registry, today):
        click.echo(json.dumps(asdict(row), ensure_ascii=False) if form == "jsonl" else _shown(row))


def _text_of(path: Path | None) -> str:
    assert path is not None
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FabuError(f"“{path}”不是 UTF-8 编码，请另存为 UTF-8") from error


def rows_of(text: str, registry: Registry, day: date) -> Iterator[Row]:
    """Every place that `text` cites, judged by the law of `day`, in order."""
    reading = read(text, registry, day=day)
    rows: list[Row] = []
    last = 0
    for citation in reading.citations:
        rows += _rows(citation, text, registry, day, last)
        last = max(last, citation.end)
    rows += [
        Row(
            loose.position,
            loose.position + len(loose.text),
            loose.text,
            loose.line,
            None,
            None,
            None,
            0,
            None,
            None,
            UNREAD if loose.is_unread else LOOSE,
            None,
        )
        for loose in reading.loose
    ]
    return iter(sorted(rows, key=lambda row: row.start))


def _rows(citation: Citation, text: str, registry: Registry, day: date, last: int) -> Iterator[Row]:
    """The first place begins with the name of the law where that stands before it."""
    for index, place in enumerate(citation.places or (None,)):
        found = judge(citation, place, registry, Period.of_day(day), day)
        start, end = (place.start, place.end) if place else (citation.position, citation.end)
        if index == 0 and last <= citation.named_at < start:
            start = citation.named_at
        now = counterparts(found, place, registry, day) if place else ()
        yield Row(
            start,
            end,
            text[start:end],
            citation.line,
            citation.law,
            found.version.label or None if found.version else None,
            place.article.number if place else None,
            place.article.inserted if place else 0,
            place.paragraph if place else None,
            place.item if place else None,
            found.status.value,
            _url(citation, place, found, former_text(found, now)),
            place.through if place else False,
            "、".join(f"{short_title(t.title)}{t}" for t in now) or None,
        )


def _url(citation: Citation, place: Place | None, found: Judgement, text: str) -> str | None:
    """Where the page of the law or article stands, relative to the site, if there is one."""
    if found.status not in _HAS_PAGE:
        return None
    return article_url(citation.law, place.article, text) if place else law_url(citation.law)


def _shown(row: Row) -> str:
    law = f"《{short_title(row.law)}》" if row.law else "（未写明）"
    version = f"（{row.version}）" if row.version else ""
    where = ""
    if row.article is not None:
        inserted = f"之{row.inserted}" if row.inserted else ""
        parts = ((row.paragraph, "款"), (row.item, "项"))
        where = f"第{row.article}条{inserted}" + "".join(f"第{n}{unit}" for n, unit in parts if n)
    now = f"，现为{row.now}" if row.now else ""
    shown = " ".join(row.text.split())
    return f"第 {row.line} 行：{shown} → {law}{version}{where} {row.status}{now}"
