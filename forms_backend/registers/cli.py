"""`fabu register draw`: a sample drawn again, from nothing but the list and the seed."""

from __future__ import annotations

from pathlib import Path

import click

from district.errors import FabuError
from forms_backend.fields.field_rules import InvalidValueError
from forms_backend.registers.sampling import WHOLE, draw, list_digest, read_items
from forms_backend.running import cli_messages


@click.group()
def register() -> None:
    """工作台账。"""


@register.command("draw")
@click.option("--seed", required=True, help="抽取时公布的种子。")
@click.option(
    "--percent",
    required=True,
    type=click.FloatRange(0, WHOLE / 100, min_open=True),
    help="抽取的比例（百分数），如 5。",
)
@click.argument("list_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def draw_again(seed: str, percent: float, list_file: Path) -> None:
    """核对评查抽取：按名单（UTF-8 文本，一行一个）、种子和比例重新抽一遍，不碰数据库。"""
    try:
        items = read_items(list_file.read_text(encoding="utf-8-sig"))
    except (InvalidValueError, UnicodeDecodeError) as error:
        raise FabuError(f"{list_file}：{error}") from error
    drawn = draw(items, seed, round(percent * 100))
    click.echo(
        cli_messages.CLI_SAMPLE.format(
            listed=len(items), digest=list_digest(items), drawn=len(drawn)
        )
    )
    for one in drawn:
        click.echo(f"{one.hash}  {one.item}")
