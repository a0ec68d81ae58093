"""`fabu export`: the site as something that another program builds."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from district import FabuError
from district.os_reasons import reason_of
from publisher.build_cli import build_with_mkdocs
from publisher.exporting.zensical import AS_IT_IS, BESIDE, HEAD, PAGES, SETTINGS, write_tree
from publisher.pages.plain import plain_entries
from publisher.project import find_project


def _check_is_free(folder: Path) -> None:
    """Raises FabuError where `folder` holds anything but an earlier export."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FabuError(f"“{folder}”不是目录；请另给一个目录")
    found = {path.name for path in folder.iterdir()}
    if not found:
        return
    settings = folder / SETTINGS
    if not settings.is_file() or not settings.read_bytes().startswith(HEAD.encode()):
        raise FabuError(
            f"“{folder}”里已有别的内容，未写出任何文件；请给一个空目录，或以前导出的目录"
        )


def _put(made: Path, folder: Path) -> None:
    """Put a finished tree in the place of the one that is there; other files of the folder stay, such
    as a site that was built of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (PAGES, AS_IT_IS, BESIDE):
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in (PAGES, AS_IT_IS, BESIDE, SETTINGS):
        (made / name).replace(folder / name)


@click.command()
@click.option(
    "--for", "program", type=click.Choice(["zensical"]), required=True, help="由哪个程序接着生成。"
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def export(program: str, folder: Path) -> None:
    """把网站写成 Zensical 能生成的目录，网址不变（不再用 MkDocs 时的出路）。

    普通网页（关于本站、手册）写成 Markdown，其余是已生成的文件。再次导出换掉以前导出的内容。
    """
    folder = folder.resolve()
    _check_is_free(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = tempfile.TemporaryDirectory(prefix=".fabu-export-", dir=folder.parent)
    except OSError as error:
        raise FabuError(f"不能在“{folder.parent}”里写文件（{reason_of(error)}）") from error
    with work as name:
        site_dir, made = Path(name) / "site", Path(name) / "made"
        made.mkdir()
        plugin, nav = build_with_mkdocs(find_project(), site_dir, verify=True)
        site = plugin.source.config.site
        count = write_tree(
            made,
            site_dir,
            plain_entries(plugin.source.visible),
            plugin.urls,
            plugin.hidden,
            {"site_name": site.name, "site_url": site.base_url},
            nav,
        )
        _put(made, folder)
    click.echo(
        f"完成：{count} 个文件，写到 {folder}；在该目录运行 zensical build，网站写到其中的 site/；"
        f"改过的地址怎样跳转，写在 {BESIDE}/（Apache、nginx）"
    )
