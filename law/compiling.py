"""Makes the data files of `law/data/` from a folder of tables of facts about laws.

    python -m law.compiling FOLDER
    python -m law.compiling         addresses alone, after added.yml got another law

FOLDER holds instruments.tsv, structure.tsv.gz, short_names.tsv, repeals.tsv, repeals_add.tsv,
crosswalk.tsv and crosswalk2.tsv. Nothing else writes the four files; what is known from elsewhere
stands in `law/data/added.yml`, which a person writes.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from law.addresses import address_of
from law.names import PRC, key_of
from law.registry import load_registry
from law.structure import Number, encode
from law.tables import ADDRESSES, DATA, INSTRUMENTS, MOVES, STRUCTURE

Row = dict[str, str]
WEAK = 0.5
"""Below this likeness a pair of articles is a hint: every fifth of those read was wrong."""


def rows_of(path: Path) -> list[Row]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = text.decode("utf-8-sig").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def compile_tables(source: Path, target: Path = DATA) -> None:
    """Write the data files below `target` from the tables in `source`."""
    versions = _versions_by_title(rows_of(source / "instruments.tsv"))
    repeals = _repeals(
        [*rows_of(source / "repeals_add.tsv"), *rows_of(source / "repeals.tsv")], versions
    )
    names = _names(rows_of(source / "short_names.tsv"), versions, repeals)
    lines = [
        *(_instrument_line(t, v, names[t], repeals.get(t)) for t, v in versions.items()),
        *(_repealed_line(t, names[t], r) for t, r in repeals.items() if t not in versions),
    ]
    _write(target / INSTRUMENTS, lines)
    _write(target / STRUCTURE, _structure_lines(rows_of(source / "structure.tsv.gz")))
    files = (source / "crosswalk2.tsv", source / "crosswalk.tsv")
    _write(target / MOVES, _move_lines(files, versions, names))


def compile_addresses(target: Path = DATA) -> None:
    """Give every law of the registry that has no address yet its own. What stands there stays.

    Raises ValueError when two laws would share one: a person writes a line for the new one first.
    """
    path = target / ADDRESSES
    found = dict(line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    for title in load_registry().titles:
        name, address = address_of(title)
        found.setdefault(name, address)
    names: dict[str, str] = {}
    for name, address in found.items():
        if names.setdefault(address, name) != name:
            raise ValueError(f"{name} and {names[address]} sound alike: {address}")
    _write(path, sorted("\t".join(pair) for pair in found.items()))


def _versions_by_title(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["title"]].append(row)
    for versions in found.values():
        versions.sort(key=lambda row: (row["effective"] or row["version"], row["version"]))
    return dict(found)


def _repeals(rows: Iterable[Row], versions: dict[str, list[Row]]) -> dict[str, Row]:
    """The repeals by title. A repeal of something older than the text we hold under that title
    (a predecessor of the same name) is none of ours."""
    titles = {key_of(title): title for title in versions}
    found: dict[str, Row] = {}
    for row in rows:
        name = row["repealed"]
        title = titles.setdefault(key_of(name), name)
        if key_of(row["by_law"]) == key_of(name):
            continue
        if title in versions:
            last = versions[title][-1]
            if last["status"] != "repealed" and not _ends(row, last):
                continue
        found.setdefault(title, row)
        if not found[title]["repeal_date"]:
            found[title] = row
    return found


def _ends(row: Row, last: Row) -> bool:
    made = last["adopted"] if not last["effective"] else last["effective"]
    return bool(row["repeal_date"]) and row["repeal_date"] > made


def _names(
    rows: Iterable[Row], versions: dict[str, list[Row]], repeals: dict[str, Row]
) -> dict[str, list[str]]:
    """Keys of the names of each title, those that every reader makes of the title itself left out."""
    found: dict[str, list[str]] = defaultdict(list)
    known = {*versions, *repeals}
    for row in rows:
        title = row["title"]
        name = key_of(row["short_name"])
        if title in known and len(name) > 1 and name != key_of(title) and name not in found[title]:
            found[title].append(name)
    return found


def _instrument_line(title: str, rows: list[Row], names: list[str], repeal: Row | None) -> str:
    last = rows[-1]
    repealed = last["status"] == "repealed" or repeal is not None
    stated = last["status_date"] if last["status"] == "repealed" else ""
    ended = stated if stated > last["effective"] else (repeal["repeal_date"] if repeal else "")
    by = (
        (repeal["by_law"] if repeal else last["status_by"].partition(" art. ")[0])
        if repealed
        else ""
    )
    versions = "|".join(_version(row) for row in rows)
    kind = last["kind"]
    fields = (title, kind, last["adopted"], "repealed" if repealed else "", ended, by)
    return "\t".join((*fields, versions, "|".join(names)))


def _version(row: Row) -> str:
    complete = "" if row["complete"] in ("yes", "") else "?"
    fields = (row["version"], row["version_label"], row["effective"], row["articles"])
    return ";".join(
        (*fields, row["document_number"].replace(";", "；").replace("|", " "), complete)
    )


def _repealed_line(title: str, names: list[str], row: Row) -> str:
    by = row["by_law"].removeprefix(PRC)
    kind = row["level"]
    return "\t".join(
        (title, kind, row["original_date"], "repealed", row["repeal_date"], by, "", "|".join(names))
    )


def _structure_lines(rows: Iterable[Row]) -> Iterator[str]:
    texts: dict[tuple[str, str], list[tuple[Number, str]]] = defaultdict(list)
    for row in rows:
        number, _, inserted = row["article"].partition(".")
        counts = row["items"] or ",".join(["0"] * int(row["paragraphs"] or 0))
        items = "?" if row["check"] == "?" or not counts else counts
        texts[row["title"], row["version"]].append(((int(number), int(inserted or 0)), items))
    for (title, version), articles in texts.items():
        yield f"{title}\t{version}\t{encode(sorted(articles))}"


def _move_lines(
    files: Iterable[Path], versions: dict[str, list[Row]], names: dict[str, list[str]]
) -> Iterator[str]:
    """One line for each pair of texts that were compared: which article went where."""
    by_name = {key_of(title): title for title in versions}
    for title in versions:
        for name in names[title]:
            by_name.setdefault(name, title)
    seen = set()
    for file in files:
        blocks: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
        for line in file.read_text(encoding="utf-8-sig").splitlines():
            if line and not line.startswith(("#", "law\t")):
                law, years, *rest = line.split("\t")
                blocks[law, years].append(rest)
        for (law, years), pairs in blocks.items():
            head = _texts_of(law, years, versions, by_name)
            if head and head not in seen:
                seen.add(head)
                yield "\t".join((*head, _pairs(pairs)))


def _texts_of(
    law: str, years: str, versions: dict[str, list[Row]], by_name: dict[str, str]
) -> tuple[str, str, str, str] | None:
    """Titles and version keys of a block headed `公司法 2018→2023` or `A→B 2012→2019`."""
    old_name, _, new_name = law.partition("→")
    found: list[str] = []
    for name, year in zip((old_name, new_name or old_name), years.split("→"), strict=True):
        title = by_name.get(key_of(name)) or by_name.get(key_of(name) + "管理处罚法")
        row = next(
            (
                r
                for r in versions.get(title or "", ())
                if r["version"].startswith(year) or r["version_label"].startswith(year)
            ),
            None,
        )
        if title is None or row is None:
            print(f"no text for {name} {year}", file=sys.stderr)  # noqa: T201 - a maker's tool
            return None
        found += [title, row["version"]]
    return found[0], found[1], found[2], found[3]


def _pairs(rows: Iterable[list[str]]) -> str:
    """`16>15 20>21,23 24>-`; `~` after a target that is only a hint."""
    targets: dict[str, list[str]] = defaultdict(list)
    for old, new, *rest in rows:
        weak = bool(rest) and rest[0] not in ("", "checked") and float(rest[0]) < WEAK
        targets[old].append(new + ("~" if weak and new != "-" else ""))
    return " ".join(f"{old}>{','.join(new)}" for old, new in targets.items())


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        compile_tables(Path(sys.argv[1]))
    compile_addresses()
