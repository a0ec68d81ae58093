"""`fabu purge`: a published leak leaves every output."""

from __future__ import annotations

from pathlib import Path

import click

from district import FabuError, load_site_config
from district.project import index_dir, var_dir
from district.project import site_dir as project_site_dir
from district.releases import shown_from
from publisher.build import read_source
from publisher.build_cli import STAMP, WAITING, run_mkdocs
from publisher.last_build import one_at_a_time
from publisher.model.fields import is_id
from publisher.moment import build_moment
from publisher.parallel import without_garbage_collection
from publisher.project import config_dir, find_project
from publisher.publishing.cli import WORK
from publisher.publishing.releases import current, locked
from publisher.purging import delete, is_still_live, releases_with, traces_of

SHELF = "booklets"
"""Below var/: booklets that readers ordered."""


@click.command()
@click.option("--write", is_flag=True, help="删除并重新生成；不加时只列出要删的。")
@click.option(
    "--also",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    multiple=True,
    help="另外留着的旧网站目录，可写几次。",
)
@click.argument("identifier", metavar="ID")
def purge(identifier: str, also: tuple[Path, ...], write: bool) -> None:
    """从网站、旧版网站、提要、汇编、索引和缓存里清除一篇泄露了个人信息的稿件。

    先删去稿件，或写上 withdrawn 并改掉泄露的文字。先列出要删的，加 --write 才删除，随后重新生成网站。
    git 历史、搜索引擎和备份里的，按手册“清除已发布的泄露”办理。
    """
    if not is_id(identifier):
        raise click.UsageError(f"“{identifier}”不是稿件的 id")
    folders = find_project()
    site = project_site_dir(folders.root).resolve()
    config = load_site_config(config_dir(folders.root))
    # An error would leave the site without the pages that are deleted here.
    source = read_source(folders, config, build_moment(), drafts=False)
    if is_still_live(source.library, identifier):
        raise FabuError(
            f"“{identifier}”还在发布；请先删去稿件，或写上 withdrawn: {{on: 日期, reason: 原因}}"
        )
    shelf, releases = var_dir(folders.root) / SHELF, shown_from(project_site_dir(folders.root))
    if releases is None:
        others = [index_dir(folders.root), shelf]
        own = [site]
    else:
        others = [shelf, *_older_releases(identifier, releases), releases / WORK]
        own = []
    sites = [folder.resolve() for folder in (*own, *also) if folder.is_dir()]
    traces = traces_of(identifier, folders.root, sites, others)
    for path in traces.made:
        click.echo(f"{'删除' if write else '要删除'} {path}")
    for path in traces.written:
        click.echo(f"请自己看 {folders.shown(path)}：里面写着“{identifier}”")
    if not write:
        click.echo(f"以上 {len(traces.made)} 处还没有删除；加 --write 删除。")
        return
    if releases is not None:
        with locked(releases):
            delete(traces)
        click.echo("已清除；读者看到的版本里没有这篇。git 历史和备份按手册办理。")
        return
    with one_at_a_time(folders.root, site, lambda: click.echo(WAITING)):
        (site / STAMP).unlink(missing_ok=True)
        delete(traces)
        with without_garbage_collection():
            run_mkdocs(folders, site, verify=True)
    click.echo("已清除并重新生成网站。接着运行 fabu index；git 历史和备份按手册办理。")


def _older_releases(identifier: str, releases: Path) -> list[Path]:
    """The releases that have the document, which go as a whole. Raises FabuError while the shown one
    does: what readers see is replaced by one rename, never mended in place."""
    found = releases_with(identifier, releases)
    if any(folder.name == current(releases) for folder in found):
        raise FabuError(
            f"读者看到的版本里还有“{identifier}”：提交改好的稿件，运行 fabu publish，再运行 fabu purge"
        )
    return found
