"""`fabu redact`: proposes the masked version of a manuscript."""

from __future__ import annotations

import difflib
import secrets
import sys
from pathlib import Path

import click

from district import FabuError, load_site_config
from law.registry import load_registry
from privacy.folding import fold, fold_markdown
from privacy.kinds import PersonalData
from privacy.redaction import SHORTEST_KEY, Redaction, redact
from publisher.checks.context import CheckContext
from publisher.checks.personal_data import USUAL
from publisher.model.documents.document import Kind
from publisher.model.kinds import kind_of_content_path
from publisher.model.loader import Folders
from publisher.moment import build_moment
from publisher.project import config_dir, find_project

KEY_FILE = "redaction.key"
"""Below var/, which no release, backup of the site or repository holds."""

_KEY_BYTES = 32
_NAMES_FIRMS = (Kind.CASE, Kind.ANSWER, Kind.HEARING)


def read_key(root: Path) -> bytes:
    """The key of this machine, made on first use and readable by its owner alone.

    Raises FabuError for a file that was cut short.
    """
    path = root / "var" / KEY_FILE
    path.parent.mkdir(exist_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(secrets.token_bytes(_KEY_BYTES))
    except FileExistsError:
        pass
    key = path.read_bytes()
    if len(key) < SHORTEST_KEY:
        raise FabuError(f"“{path}”不完整；删去它，再运行一次会重新生成")
    return key


@click.command("redact")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--write", is_flag=True, help="直接改写这个文件；不加则只显示改动。")
def redact_command(file: Path, write: bool) -> None:
    """隐去 FILE 里的个人信息：姓名改为“张某”，企业改为“某建筑公司”，号码、住址改为“××”“某处”。

    先以差异（diff）列出改动，核对后加 --write 改写。同一个人在一个文件里总是同一个写法；
    同姓的几个人用数字区分，次序由本机 var/ 里的密钥决定，密钥不离开这台机器。
    """
    folders = find_project()
    try:
        before = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FabuError(f"“{file}”不是 UTF-8 编码的文本") from error
    after = _redacted(file, before, folders).text
    if after == before:
        click.echo("没有找到要隐去的内容。", err=True)
        return
    if write:
        file.write_text(after, encoding="utf-8", newline="\n")
        click.echo(f"已改写 {file}，请通读一遍，再运行 fabu check。", err=True)
        return
    click.echo(_diff(before, after, file.as_posix()), nl=False)
    sys.exit(1)


def _redacted(file: Path, text: str, folders: Folders) -> Redaction:
    config = load_site_config(config_dir(folders.root))
    folder = config_dir(folders.root)
    context = CheckContext(config, load_registry(folder), folders, folder, build_moment().date())
    place = file.resolve()
    is_case = place.is_relative_to(folders.cases)
    if not is_case and place.is_relative_to(folders.content):
        kind = kind_of_content_path(place.relative_to(folders.content).as_posix())
        is_case = kind in _NAMES_FIRMS
    outside = not place.is_relative_to(folders.content) and not is_case
    kinds = frozenset(PersonalData) if is_case or outside else USUAL
    folding = fold_markdown if file.suffix.lower() == ".md" else fold
    return redact(text, read_key(folders.root), kinds=kinds, public=context.public, folding=folding)


def _diff(before: str, after: str, name: str) -> str:
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
