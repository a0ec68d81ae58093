"""`fabu config show`: what applies in this district, and where each value comes from."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import click

from district.errors import FabuError
from district.layers import file_names, read_layered
from district.project import config_dir, find_root

NATIONAL_DEFAULT = "国家默认"


@dataclass(frozen=True)
class Shown:
    """One value as `fabu config show` tells it; `file` is None for a national default."""

    key: str
    value: Any
    file: str | None
    line: int | None

    @property
    def source(self) -> str:
        return f"{self.file}:{self.line}" if self.file else NATIONAL_DEFAULT


def shown_values(root: Path, wanted: str = "") -> Iterator[Shown]:
    """Every value that applies, its key led by its file, as in `deadlines.default.answer.days` or
    `forms/complaint.title`; with `wanted`, that one and those below it.

    Raises ConfigError for a file that cannot be read.
    """
    directory = config_dir(root)
    for name in file_names(directory):
        stem = PurePath(name).with_suffix("").as_posix()
        if wanted and not _is_below(wanted, stem) and not _is_below(stem, wanted):
            continue
        own = directory / name
        file = own.relative_to(root).as_posix() if own.is_relative_to(root) else str(own)
        for key, value, place in read_layered(directory, name).leaves():
            full = f"{stem}.{key}" if key else stem
            if not wanted or _is_below(full, wanted):
                national = place.national
                yield Shown(
                    full, value, None if national else file, None if national else place.line
                )


def _is_below(key: str, above: str) -> bool:
    return key == above or key.startswith((f"{above}.", f"{above}/"))


@click.group()
def config() -> None:
    """查看本区的设置。"""


@config.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="输出格式。",
)
@click.argument("key", required=False, default="")
def show(form: str, key: str) -> None:
    """列出各项设置的值和出处：哪个文件第几行，或者“国家默认”。

    KEY 是文件名加键，如 site、deadlines.default.answer、forms/complaint.title；不写则列出全部。
    """
    values = list(shown_values(find_root(), key))
    if not values:
        raise FabuError(f"没有“{key}”这一项设置；不写 KEY 可列出全部")
    if form == "json":
        rows = [
            {"key": v.key, "value": v.value, "file": v.file, "line": v.line, "source": v.source}
            for v in values
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
        return
    for value in values:
        click.echo(f"{value.key} = {_as_text(value.value)}  # {value.source}")


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value if "\n" not in value else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, default=str)
