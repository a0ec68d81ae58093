"""`fabu start` and `fabu adopt`."""

from __future__ import annotations

from pathlib import Path

import click

from publisher.projects.adopt import Adopted, adopt_clone
from publisher.projects.ci import Forge
from publisher.projects.start import start_project

_FOLDER = click.Path(path_type=Path, file_okay=False)
NO_REPOSITORY = "提示：没有 git，或者 git 没有成功，工程还不是 git 仓库；不影响使用。"


@click.command()
@click.argument("folder", metavar="DIR", type=_FOLDER)
@click.option("--with-examples", is_flag=True, help="连同示例区的全部示例稿件和设置。")
@click.option(
    "--ci",
    type=click.Choice([forge.value for forge in Forge]),
    help="连同合并请求的检查：ci-check 和这个代码托管平台的配置。",
)
def start(folder: Path, with_examples: bool, ci: str | None) -> None:
    """新建一个网站工程：稿件、设置、菜单，单独成为一个 git 仓库。

    DIR 是新的或者空的目录。
    """
    is_repository = start_project(
        folder.resolve(), with_examples=with_examples, forge=Forge(ci) if ci else None
    )
    click.echo(f"已在 {folder} 新建网站工程。接着运行：cd {folder} && fabu up")
    if not is_repository:
        click.echo(NO_REPOSITORY)


@click.command()
@click.argument(
    "old", metavar="OLD_CLONE", type=click.Path(path_type=Path, file_okay=False, exists=True)
)
@click.argument("new", metavar="NEW_DIR", type=_FOLDER)
def adopt(old: Path, new: Path) -> None:
    """把 0.1.0 的仓库（稿件、设置、var/ 里的数据）转成网站工程；原来的仓库不动。

    先停止原来的服务再转。转完在 NEW_DIR 里运行 fabu check 和 fabu migrate。
    """
    told = adopt_clone(old.resolve(), new.resolve())
    for line in _lines(told, new):
        click.echo(line)


def _lines(told: Adopted, new: Path) -> list[str]:
    own = "、".join(told.settings) or "没有"
    lines = [
        f"已转到 {new}：",
        f"  设置：本区改过的 {len(told.settings)} 个文件照原样带来（{own}）；"
        f"没有改过的 {told.unchanged} 个用程序自带的",
        "  稿件：content/、cases_library/ 照原样带来",
        "  数据：var/（数据库、附件、密钥）已复制"
        if told.data
        else "  数据：没有 var/，没有数据可带",
        f"  程序：site_config/ 里的 {told.code} 个 .py 文件和其余程序文件没有带来，由安装的法布代替",
    ]
    if told.handbook:
        lines.append(
            f"  手册：改过的 {'、'.join(told.handbook)} 留在 content/handbook/，其余用程序自带的"
        )
    if told.deploy:
        lines.append(f"  请自己核对：{'、'.join(told.deploy)} 改过，deploy/ 里是新的样例")
    if told.left:
        lines.append(f"  没有带来、请自己处理：{'、'.join(told.left)}")
    if not told.is_repository:
        lines.append(NO_REPOSITORY)
    lines.append(f"接着运行：cd {new} && fabu check && fabu migrate && fabu ledger verify")
    return lines
