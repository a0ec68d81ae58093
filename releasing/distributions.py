"""Distributions as their metadata tells of them, and which of them one needs."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from releasing.licences import Licence, licence_of


@dataclass(frozen=True)
class Distribution:
    """`name` is in its canonical form, `title` as its authors write it; `requires` with markers."""

    name: str
    title: str
    version: str
    summary: str
    requires_python: str
    requires: tuple[Requirement, ...]
    licence: Licence


Find = Callable[[str], Distribution]
"""The distribution of a canonical name; raises LookupError where there is none."""


def installed(name: str) -> Distribution:
    """The one installed beside us. Raises importlib.metadata.PackageNotFoundError."""
    return _read(metadata.distribution(name).metadata)  # type: ignore[arg-type]


def in_wheel(wheel: Path) -> Distribution:
    """The one that a wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        names = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        own = min(names, key=lambda name: name.count("/"))
        return _read(Parser().parsestr(archive.read(own).decode("utf-8")))


def needed_by(
    requirements: Iterable[Requirement], find: Find
) -> Mapping[str, tuple[Distribution, frozenset[str]]]:
    """All that `requirements` bring here, by name, each with the names that it needs itself.

    Markers are read for this interpreter; extras bring what they name. `find` may raise.
    """
    found: dict[str, Distribution] = {}
    needs: dict[str, set[str]] = {}
    asked: set[tuple[str, str]] = set()
    waiting = [("", requirement, "") for requirement in requirements]
    while waiting:
        asker, requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        needs.setdefault(asker, set()).add(name)
        for wanted in ("", *requirement.extras):
            if (name, wanted) not in asked:
                asked.add((name, wanted))
                found[name] = found.get(name) or find(name)
                waiting += [(name, inner, wanted) for inner in found[name].requires]
    return {name: (found[name], frozenset(needs.get(name, ()))) for name in sorted(found)}


def _read(data: Message) -> Distribution:
    title = data["Name"]
    return Distribution(
        name=canonicalize_name(title),
        title=title,
        version=data["Version"],
        summary=data.get("Summary") or "",
        requires_python=data.get("Requires-Python") or "",
        requires=tuple(Requirement(text) for text in data.get_all("Requires-Dist") or ()),
        licence=licence_of(data),
    )
