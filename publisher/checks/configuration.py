"""Where values stand in the YAML of site_config, for findings about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from district.errors import ConfigError, ConfigProblem
from district.layers import read_layered
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding

NATIONAL_DEFAULT = "（这是国家默认值，请在这个文件里写上本区自己的）"

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def shown(context: CheckContext, name: str) -> str:
    """The path of the configuration file `name` in findings."""
    root = context.folders.root
    path = context.config_folder / name
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else f"site_config/{name}"


def scalars(context: CheckContext, name: str) -> Iterator[tuple[str, str, int]]:
    """Every scalar value of a configuration file: key path with dots, text, line."""
    path = context.config_folder / name
    root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=_Loader)
    if root is not None:
        yield from _walk(root, "")


def _walk(node: yaml.Node, at: str) -> Iterator[tuple[str, str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _walk(value, f"{at}.{key.value}" if at else str(key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, f"{at}.{index}")
    else:
        yield at, str(node.value), node.start_mark.line + 1


def place_of(context: CheckContext, name: str, key: str) -> tuple[str, int]:
    """Path and line at which a district changes the value at `key` (with dots) of the file `name`:
    where it stands, or where the nearest above it does; line 1 of a file that is not there yet
    when it is a national default, and where the file cannot be read."""
    line = 1
    try:
        place = read_layered(context.config_folder, name).place(key)
        line = 1 if place.national else place.line
    except ConfigError as error:
        line = next((_line_in(problem.message) for problem in error.problems), 1)
    return shown(context, name), line


def _line_in(message: str) -> int:
    found = re.search(r"第 (\d+) 行", message)
    return int(found[1]) if found else 1


def finding_at(context: CheckContext, code: str, problem: ConfigProblem) -> Finding:
    """`problem.path` is “routing.yml: rules.0.to”, or the file alone. Of a national default it is
    said that the district has to write a value of its own."""
    name, _, key = problem.path.partition(": ")
    label = f"「{key}」" if key else ""
    default = NATIONAL_DEFAULT if _is_national(context, name, key) else ""
    return Finding(*place_of(context, name, key), code, f"{label}{problem.message}{default}")


def _is_national(context: CheckContext, name: str, key: str) -> bool:
    try:
        return read_layered(context.config_folder, name).place(key).national
    except ConfigError:
        return False


def line_of_column(context: CheckContext, key: str) -> int:
    """The line of site.yml at which the column `key` stands; 1 when it cannot be told."""
    for path, text, line in scalars(context, "site.yml"):
        if text == key and path.startswith("columns.") and path.endswith(".key"):
            return line
    return 1
