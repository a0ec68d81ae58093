"""How a district's settings lie over the national ones: the one rule, told once.

`district/national/` holds what is the same for the whole nation or a sensible default (国家默认);
a district's `site_config/` holds what it changes, in files of the same names. Of a file that both
have, the district's is laid over the national one:

* a plain value or a list takes the place of the national one;
* a group whose national values are all plain, such as a deadline {days, count, basis} or a list
  of labels, belongs together and is replaced as a whole;
* any other group is laid over key by key; keys that only the district has come last;
* a key with nothing behind it (`terminal:`) takes the national entry away;
* a group marked `!replace` is taken as it is, the whole file too (`--- !replace`);
* a list marked `!append` is added to the national one.

A folder (`forms/`, `answer_templates/` …) is laid over file by file, by name, each file by the same
rule; `enabled: false` in the district's file switches the national one off.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from district.errors import ConfigError, ConfigProblem
from district.yaml_reading import compose_yaml, constructed, sentence

NATIONAL = Path(__file__).parent / "national"
REPLACE, APPEND = "!replace", "!append"
ENABLED = "enabled"

MISSING = "文件不存在"
NOT_UTF8 = "不是 UTF-8 编码，请另存为 UTF-8"

_NATION, _OWN = "national", "own"
"""What the places of nodes are named by: the layer that they come from."""

_MAP, _SEQUENCE, _NULL = (f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "null"))


@dataclass(frozen=True)
class Place:
    """Where a value is written: in the national file of that name, or in the district's own."""

    national: bool
    line: int


class _Merged:
    """Both layers of a file laid over each other: nodes that nobody changes any more."""

    def __init__(self, node: yaml.Node | None) -> None:
        self.node = node

    @cached_property
    def content(self) -> bytes:
        """The values, packed: each reader unpacks values of its own, in a tenth of the time that
        making them of nodes takes. Raises yaml.YAMLError for a mark that YAML does not know."""
        return pickle.dumps(constructed(self.node))


class Layered:
    """One file of settings with both layers in it: the values, and where each is written."""

    def __init__(self, name: str, merged: _Merged) -> None:
        self.name = name
        self._merged = merged
        self._node = merged.node

    @cached_property
    def data(self) -> Any:
        """The values. Raises ConfigError for a mark that YAML does not know."""
        try:
            return pickle.loads(self._merged.content)  # noqa: S301 (packed by this very process)
        except yaml.YAMLError as error:
            raise ConfigError([ConfigProblem(self.name, sentence(error))]) from error

    @property
    def mapping(self) -> dict[str, Any]:
        """The values of a file that has to be a group; empty when the file is.

        Raises ConfigError when it is anything else.
        """
        if self.data is None:
            return {}
        if not isinstance(self.data, dict):
            raise ConfigError([ConfigProblem(self.name, "应为“键: 值”的一组")])
        return self.data

    def place(self, key: str) -> Place:
        """Where the value at `key` (parts joined by dots) is written, or the nearest above it."""
        found = self._place(self._node) if self._node else Place(False, 1)
        node = self._node
        for part in key.split(".") if key else ():
            node = _child(node, part)
            if node is None:
                break
            found = self._place(node)
        return found

    def leaves(self) -> Iterator[tuple[str, Any, Place]]:
        """Every plain value and every list: its key with dots, its content, its place."""
        if self._node is not None:
            yield from self._leaves(self._node, "")

    def _leaves(self, node: yaml.Node, at: str) -> Iterator[tuple[str, Any, Place]]:
        if isinstance(node, yaml.MappingNode) and node.value:
            for key, value in node.value:
                yield from self._leaves(value, f"{at}.{key.value}" if at else str(key.value))
        else:
            yield at, constructed(node), self._place(node)

    def _place(self, node: yaml.Node) -> Place:
        return Place(node.start_mark.name == _NATION, node.start_mark.line + 1)


def _child(node: yaml.Node | None, part: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if str(key.value) == part), None)
    if isinstance(node, yaml.SequenceNode) and part.isdigit() and int(part) < len(node.value):
        item: yaml.Node = node.value[int(part)]
        return item
    return None


def read_layered(directory: Path, name: str) -> Layered:
    """The file `name` (such as `site.yml` or `forms/complaint.yml`) of the settings in `directory`
    over the national one. Raises ConfigError: neither exists, or one cannot be read."""
    own, national = directory / name, NATIONAL / name
    layers = [path for path in dict.fromkeys((national, own)) if path.is_file()]
    if not layers:
        raise ConfigError([ConfigProblem(name, MISSING)])
    texts = tuple((_text(path, name), _OWN if path == own else _NATION) for path in layers)
    try:
        return Layered(name, _merged(texts))
    except yaml.YAMLError as error:
        raise ConfigError([ConfigProblem(name, sentence(error))]) from error


def _text(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError([ConfigProblem(name, NOT_UTF8)]) from error


@lru_cache(maxsize=512)
def _merged(texts: tuple[tuple[str, str], ...]) -> _Merged:
    """The layers (each a text and whose it is) over each other. One command reads the same files several
    times, a server and the preview read them again for every change of another: files of the same
    text are the same."""
    node: yaml.Node | None = None
    for text, layer in texts:
        compose = _composed_once if layer == _NATION else compose_yaml
        node = _laid_over(node, compose(text, layer))
    return _Merged(_unmarked(node))


_composed_once = lru_cache(maxsize=256)(compose_yaml)
"""What is the same for the whole nation is read by many and changed by nobody: laying a district's
values over it changes the nodes of the district alone."""


def _laid_over(national: yaml.Node | None, own: yaml.Node | None) -> yaml.Node | None:
    """See the module's docstring; an empty file of the district changes nothing."""
    if national is None or own is None:
        return own or national
    if own.tag == APPEND and isinstance(own, yaml.SequenceNode):
        if isinstance(national, yaml.SequenceNode):
            own.value[:0] = national.value
        return own
    if (
        not isinstance(national, yaml.MappingNode)
        or not isinstance(own, yaml.MappingNode)
        or own.tag == REPLACE
        or _belongs_together(national)
    ):
        return own
    mine = {str(key.value): (key, value) for key, value in own.value}
    merged = []
    for key, value in national.value:
        changed = mine.pop(str(key.value), None)
        if changed is None:
            merged.append((key, value))
        elif changed[1].tag != _NULL:
            merged.append((changed[0], _laid_over(value, changed[1])))
    own.value = [*merged, *mine.values()]
    return own


def _belongs_together(group: yaml.MappingNode) -> bool:
    return all(isinstance(value, yaml.ScalarNode) for _key, value in group.value)


def _unmarked(node: yaml.Node | None) -> yaml.Node | None:
    """Both marks have done their work; what is left is plain YAML."""
    if isinstance(node, yaml.MappingNode):
        if node.tag == REPLACE:
            node.tag = _MAP
        for _key, value in node.value:
            _unmarked(value)
    elif isinstance(node, yaml.SequenceNode):
        if node.tag == APPEND:
            node.tag = _SEQUENCE
        for item in node.value:
            _unmarked(item)
    return node


def read_folder(directory: Path, folder: str, problems: list[ConfigProblem]) -> list[Layered]:
    """Every file of a folder of settings, in the order of their names; what the district switched
    off is left out. A file that cannot be read, or is no group, goes to `problems` instead."""
    names = {
        f"{folder}/{path.name}"
        for layer in (NATIONAL, directory)
        for path in (layer / folder).glob("*.yml")
    }
    found = []
    for name in sorted(names):
        try:
            if _is_switched_off(directory, name):
                continue
            layered = read_layered(directory, name)
            if layered.mapping.pop(ENABLED, True) is not False:
                found.append(layered)
        except ConfigError as error:
            problems += error.problems
    return found


def _is_switched_off(directory: Path, name: str) -> bool:
    """Whether the district's file says so by itself: then the nation's need not be read."""
    own = directory / name
    if directory == NATIONAL or not own.is_file():
        return False
    try:
        return _says_off(_text(own, name))
    except yaml.YAMLError as error:
        raise ConfigError([ConfigProblem(name, sentence(error))]) from error


@lru_cache(maxsize=512)
def _says_off(text: str) -> bool:
    switch = _child(compose_yaml(text), ENABLED)
    return switch is not None and constructed(switch) is False


def offered_names(directory: Path, folder: str) -> list[str]:
    """Names, without the suffix, of the files of a folder of settings that are switched on.

    Only files that the district has itself are read for it: a national file is always on. One that
    cannot be read counts as switched on; whoever needs its content is told what is wrong.
    """
    names = {p.stem for layer in (NATIONAL, directory) for p in (layer / folder).glob("*.yml")}
    return sorted(name for name in names if _is_on(directory, f"{folder}/{name}.yml"))


def _is_on(directory: Path, name: str) -> bool:
    try:
        return not _is_switched_off(directory, name)
    except ConfigError:
        return True


def file_names(directory: Path) -> list[str]:
    """Every file of settings, those of folders too, that one of the layers has, relative to it."""
    return sorted(
        {
            path.relative_to(layer).as_posix()
            for layer in (NATIONAL, directory)
            for path in layer.rglob("*.yml")
        }
    )
