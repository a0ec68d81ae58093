"""`fabu fix`, `fabu new` and `fabu schema`: what editors run besides `fabu check`."""

from __future__ import annotations

import sys

import click

from district import SiteConfig, load_site_config
from district.models import Term
from publisher.authoring.derived import derived_files, stale_files
from publisher.authoring.manuscript import NEW_KINDS, new_manuscript
from publisher.checks import check_context, findings_of_one
from publisher.editing.check_cli import existing
from publisher.editing.mending import difference, mended
from publisher.model.documents.document import Kind
from publisher.model.fields import is_id, nearest
from publisher.model.loader import Folders, candidates
from publisher.moment import build_moment
from publisher.project import config_dir, find_project


def _project() -> tuple[Folders, SiteConfig]:
    folders = find_project()
    return folders, load_site_config(config_dir(folders.root))


@click.command()
@click.option("--write", is_flag=True, help="写入文件；不加时只显示要改的地方。")
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
def fix(write: bool, paths: tuple[str, ...]) -> None:
    """改正稿件里意思明确的错误：没有成为标题、列表、表格、链接的写法，多余的空格。

    先显示要改的地方，加 --write 才写入。改不了的照旧由 fabu check 提示。
    """
    folders, config = _project()
    chosen = [existing(path) for path in paths]
    files = [found for found in candidates(folders) if found.file.resolve() in chosen]
    if len(files) < len(set(chosen)):
        raise click.UsageError("只能改 cases_library/ 和 content/ 里的稿件")
    context = check_context(folders, config, build_moment().date())
    changed = 0
    for candidate in files:
        before = candidate.file.read_bytes().decode("utf-8")
        after = mended(before, findings_of_one(candidate, context))
        if after == before:
            continue
        changed += 1
        click.echo(difference(candidate.shown, before, after) or f"{candidate.shown}：换行和 BOM")
        if write:
            candidate.file.write_text(after, encoding="utf-8", newline="\n")
    if not changed:
        click.echo("没有能自动改的地方。")
    elif not write:
        click.echo(f"以上 {changed} 个文件还没有写入；加 --write 写入。")


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in NEW_KINDS]), metavar="KIND")
@click.argument("identifier", metavar="ID")
@click.option(
    "--type", "case_type", metavar="案例类型", help="仅用于 case，如 裁判案例、调解案例。"
)
def new(kind: str, identifier: str, case_type: str | None) -> None:
    """新建一篇稿件：头信息已有合规的默认值，要写的地方标着【待填】。

    KIND 是种类：case 典型案例，policy 政策解读，health-check 法治体检，hearing 旁听庭审，
    guide 办事指南，topic 专题，faq 问答手册，video 普法微视频，article 普法文章。

    ID 是编号，也是文件名和网址的一部分，如 ld-unsigned-contract。
    """
    folders, config = _project()
    chosen = Kind(kind)
    _check_id(identifier, folders)
    term = _case_type(case_type, chosen, config)
    manuscript = new_manuscript(chosen, identifier, config, build_moment().date(), term)
    base = folders.cases if chosen is Kind.CASE else folders.content
    path = base / manuscript.location
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(manuscript.text)
    except FileExistsError as error:
        raise click.UsageError(
            f"{folders.shown(path)} 已经存在，没有改动它；请换一个 ID"
        ) from error
    click.echo(f"已新建 {folders.shown(path)}，请写好标着【待填】的地方，再运行 fabu check。")


def _check_id(identifier: str, folders: Folders) -> None:
    if not is_id(identifier):
        raise click.UsageError(
            f"ID“{identifier}”不合规：只用小写字母、数字和连字符（不超过 60 个），如 ld-unsigned-contract"
        )
    for found in candidates(folders):
        if found.file.stem == identifier and found.kind is not Kind.PAGE:
            raise click.UsageError(
                f"ID“{identifier}”已用于 {found.shown}，没有新建文件；全站的 ID 不能重复，请换一个"
            )


def _case_type(word: str | None, kind: Kind, config: SiteConfig) -> Term | None:
    if word is None:
        return None
    if kind is not Kind.CASE:
        raise click.UsageError("--type 只用于 case")
    terms = config.vocabulary.terms("case_types")
    term = terms.find(word)
    if term is None:
        raise click.UsageError(
            f"没有“{word}”这种案例类型{nearest(word, terms.labels)}；可选：{'、'.join(terms.labels)}"
        )
    return term


@click.command()
@click.option("--check", "only_check", is_flag=True, help="不写文件；有文件过时则退出码为 1。")
def schema(only_check: bool) -> None:
    """由模型和词表生成各类稿件的 JSON Schema、VS Code 的补全和任务、编辑手册里的表格。"""
    folders, config = _project()
    files = derived_files(folders, config)
    stale = stale_files(files)
    for path in stale:
        if not only_check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], encoding="utf-8", newline="\n")
        click.echo(f"{'已过时' if only_check else '已更新'} {folders.shown(path)}")
    if only_check and stale:
        click.echo("请运行 fabu schema，并提交改动。", err=True)
        sys.exit(1)
    if not stale:
        click.echo(f"{len(files)} 个文件都是最新的。")
