"""The structure of the program in figures: `python -m benchmarks.structure`; `make test` runs it.

Exits 1 on a circle of folders, on more upward imports than `MOST_UPWARD`, and on more files in the
root of the backend than `MOST_ROOT_FILES`. A folder of more than `MANY_MODULES` modules is a warning.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("district", "law", "privacy", "selfhelp", "search", "publisher", "forms_backend")
BACKEND = "forms_backend"
MOST_UPWARD = 3
MOST_ROOT_FILES = 8
MANY_MODULES = 30


def circles(edges: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Each set of names that reach each other (Tarjan's strongly connected components)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    path: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        path.append(name)
        for other in edges.get(name, ()):
            if other not in order:
                visit(other)
            if other in path:
                low[name] = min(low[name], low[other])
        if low[name] == order[name]:
            start = path.index(name)
            if len(path) - start > 1:
                found.append(tuple(sorted(path[start:])))
            del path[start:]

    for name in sorted(edges):
        if name not in order:
            visit(name)
    yield from found


def folder_circles(graph: grimp.ImportGraph) -> list[tuple[str, ...]]:
    """Circles among the folders and modules that lie side by side in one folder."""
    edges: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for importer in graph.modules:
        for imported in graph.find_modules_directly_imported_by(importer):
            a, b = importer.split("."), imported.split(".")
            depth = next(
                (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y),
                min(len(a), len(b)),
            )
            if depth and depth < min(len(a), len(b)):
                side = ".".join(a[:depth])
                edges[side][".".join(a[: depth + 1])].add(".".join(b[: depth + 1]))
    return [found for side in edges.values() for found in circles(side)]


def upward_imports() -> list[str]:
    """What the layers of the backend let pass, each with its reason in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return [
        passed
        for contract in contracts
        if contract["type"] == "layers"
        for passed in contract.get("ignore_imports", ())
    ]


def crowded_folders() -> list[tuple[str, int]]:
    """Folders with more than `MANY_MODULES` modules of their own."""
    counts = {
        folder.relative_to(ROOT).as_posix(): len([*folder.glob("*.py")])
        for package in PACKAGES
        for folder in ((ROOT / package), *(ROOT / package).rglob("*"))
        if folder.is_dir()
    }
    return sorted((name, count) for name, count in counts.items() if count > MANY_MODULES)


def main() -> int:
    """Print the figures; 1 when one of them is over its bound."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    found, upward = folder_circles(graph), upward_imports()
    root_files = len([*(ROOT / BACKEND).glob("*.py")])
    print(f"modules {len(graph.modules)}, imports {graph.count_imports()}")
    print(f"circles of folders {len(found)} (must be 0)")
    for names in found:
        print("  " + " ↔ ".join(names))
    print(f"upward imports {len(upward)} (at most {MOST_UPWARD})")
    for line in upward:
        print(f"  {line}")
    print(f"files in the root of {BACKEND} {root_files} (at most {MOST_ROOT_FILES})")
    for name, count in crowded_folders():
        print(f"warning: {name} has {count} modules; can a stranger find his room in it?")
    return int(bool(found) or len(upward) > MOST_UPWARD or root_files > MOST_ROOT_FILES)


if __name__ == "__main__":
    sys.exit(main())
