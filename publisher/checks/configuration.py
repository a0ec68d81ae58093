"""Where values stand in the YAML of site_config, for findings about them."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from district.yaml_reading import explained
from publisher.checks.context import CheckContext

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


def line_at(context: CheckContext, name: str, key: str) -> int:
    """The line of the value at the key path `key` (with dots), or of the nearest one below or
    above it; 1 when there is none or the file cannot be read."""
    try:
        lines = {path: line for path, _, line in reversed(list(scalars(context, name)))}
    except yaml.YAMLError as error:
        return explained(error)[0] + 1
    except (OSError, UnicodeDecodeError):
        return 1
    while key:
        found = [line for path, line in lines.items() if path == key or path.startswith(f"{key}.")]
        if found:
            return min(found)
        key = key.rpartition(".")[0]
    return 1


def line_of_column(context: CheckContext, key: str) -> int:
    """The line of site.yml at which the column `key` stands; 1 when it cannot be told."""
    for path, text, line in scalars(context, "site.yml"):
        if text == key and path.startswith("columns.") and path.endswith(".key"):
            return line
    return 1
