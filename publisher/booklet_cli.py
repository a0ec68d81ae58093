"""`fabu booklet`: chosen cases as a PDF or EPUB to hand to an enterprise."""

from __future__ import annotations

import time
from pathlib import Path

import click

from district import FabuError, load_site_config
from district.os_reasons import reason_of
from law.registry import load_registry
from publisher.booklet.epub import make_epub
from publisher.booklet.fonts import find_fonts
from publisher.booklet.model import DEFAULT_TITLE, Booklet, compose
from publisher.booklet.pdf import TEXT_SIZES, make_pdf
from publisher.booklet.selection import (
    Chosen,
    Filters,
    SelectionFile,
    cases_by_filters,
    cases_by_id,
    find_term,
    read_selection,
)
from publisher.build import read_source
from publisher.model.library import Library
from publisher.moment import build_moment
from publisher.project import config_dir, find_project


def _chosen(library: Library, filters: Filters, selection: SelectionFile | None) -> Chosen:
    if selection is not None:
        chosen = cases_by_id(library, selection.cases)
    else:
        chosen = cases_by_filters(library, filters)
    if not chosen:
        raise FabuError("没有符合条件的已发布案例；请去掉一个条件，或核对选案文件")
    return chosen


def _subtitle(filters: Filters) -> str:
    """What the filters say, as a line on the cover: “2026年　劳动用工”."""
    parts = [f"{filters.year}年" if filters.year else ""]
    parts += [term.label for term in (filters.area, filters.industry, filters.type) if term]
    return "　".join(filter(None, parts))


@click.command()
@click.option("--area", help="领域，如 劳动用工。")
@click.option("--industry", help="行业，如 制造业。")
@click.option("--type", "case_type", help="案例类型，如 裁判案例。")
@click.option("--year", type=click.IntRange(1949, 2999), help="发布年份。")
@click.option(
    "--selection",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="选案文件（YAML）：cases 列出案例编号，title 可写书名。",
)
@click.option("--title", help=f"书名，默认“{DEFAULT_TITLE}”。")
@click.option("--subtitle", help="封面上书名下面的一行，默认写明所选的条件。")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="输出文件，以 .pdf 或 .epub 结尾。",
)
@click.option(
    "--text-size",
    type=click.Choice(list(TEXT_SIZES)),
    default="小四",
    show_default=True,
    help="PDF 正文字号。",
)
@click.option("--whole-sheets", is_flag=True, help="PDF 页数补足为 4 的倍数，便于骑马订。")
@click.option("--font-dir", type=click.Path(path_type=Path), help="另外放中文字体文件的目录。")
def booklet(
    area: str | None,
    industry: str | None,
    case_type: str | None,
    year: int | None,
    selection: Path | None,
    title: str | None,
    subtitle: str | None,
    out: Path,
    text_size: str,
    whole_sheets: bool,
    font_dir: Path | None,
) -> None:
    """把选定的案例编成一本册子（PDF 或 EPUB），用于送阅和赠阅。

    给出的条件须同时符合；用 --selection 时按文件里的先后排列，不再看其他条件。
    """
    started = time.monotonic()
    suffix = out.suffix.lower()
    if suffix not in (".pdf", ".epub"):
        raise click.BadParameter("应以 .pdf 或 .epub 结尾", param_hint="--out")
    if selection and (area or industry or case_type or year):
        raise click.UsageError("--selection 不能与 --area、--industry、--type、--year 一起用")
    folders = find_project()
    config = load_site_config(config_dir(folders.root))
    words = config.vocabulary
    filters = Filters(
        area=find_term(words, "areas", area, "--area") if area else None,
        industry=find_term(words, "industries", industry, "--industry") if industry else None,
        type=find_term(words, "case_types", case_type, "--type") if case_type else None,
        year=year,
    )
    saved = read_selection(selection) if selection else None
    # Fonts are looked for before anything is read: without them the work would be in vain.
    fonts = find_fonts(font_dir) if suffix == ".pdf" else None
    library = read_source(folders, config, build_moment(), drafts=False).visible
    chosen = _chosen(library, filters, saved)
    name = title or (saved.title if saved else None) or DEFAULT_TITLE
    book = compose(
        name,
        subtitle if subtitle is not None else _subtitle(filters),
        chosen,
        library,
        config,
        load_registry(config_dir(folders.root)),
        by_area=saved is None and filters.area is None,
    )
    if fonts is not None:
        pdf = make_pdf(book, fonts, text_size=TEXT_SIZES[text_size], whole_sheets=whole_sheets)
        _write(out, pdf.content)
        size = f"{pdf.pages} 页"
    else:
        _write(out, make_epub(book))
        size = "EPUB"
    _report(book, out, size, time.monotonic() - started)


def _write(out: Path, content: bytes) -> None:
    """Write the file whole or not at all. Raises FabuError where it cannot be written."""
    partial = out.with_name(f"{out.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        raise FabuError(f"写不了“{out}”：{reason_of(error)}；请换一个目录，或先建好它") from error


def _report(book: Booklet, out: Path, size: str, seconds: float) -> None:
    kilobytes = out.stat().st_size / 1024
    click.echo(
        f"完成：{len(book.cases)} 个案例，{size}，{kilobytes:,.0f} KB，用时 {seconds:.1f} 秒，写到 {out}"
    )
