"""Reads every author file into the `Library`, collecting a finding for each mistake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from os import cpu_count
from pathlib import Path

from pydantic import ValidationError

from publisher.model import front_matter
from publisher.model.document import Kind
from publisher.model.fields import nearest
from publisher.model.finding import CODES, Finding
from publisher.model.kinds import SPECS, kind_of_content_path
from publisher.model.library import Entry, Library, ordered
from publisher.model.source_file import read_source
from site_config.models import SiteConfig

PARALLEL_FROM = 400
"""Below this many files a second process costs more than it saves."""


@dataclass(frozen=True)
class Folders:
    """Where authors' files lie. `root` is what findings' paths are relative to."""

    root: Path
    cases: Path
    content: Path

    def shown(self, file: Path) -> str:
        """The path of `file` in findings: relative to the root where it lies below it."""
        return (file.relative_to(self.root) if file.is_relative_to(self.root) else file).as_posix()


@dataclass(frozen=True)
class Candidate:
    """A file to read: where it is, of which kind, and where it stands among its kin."""

    file: Path
    folder: Path
    kind: Kind
    location: str
    shown: str


def candidates(folders: Folders) -> Iterator[Candidate]:
    """Every `*.md` below the two folders in a stable order; hidden files are left out."""
    for folder, is_cases in ((folders.cases, True), (folders.content, False)):
        for file in sorted(folder.rglob("*.md")):
            location = file.relative_to(folder).as_posix()
            if any(part.startswith((".", "_")) for part in location.split("/")):
                continue
            if location.startswith("assets/"):
                continue
            kind = Kind.CASE if is_cases else kind_of_content_path(location)
            yield Candidate(file, folder, kind, location, folders.shown(file))


_FIELD_MESSAGES = {
    "missing": ("C202", "缺少「{key}」"),
    "extra_forbidden": ("C201", "没有「{key}」这个键"),
    "string_too_short": ("C202", "「{key}」不能为空"),
    "too_short": ("C212", "「{key}」至少 {min_length} 项，实际 {actual_length} 项"),
    "too_long": ("C212", "「{key}」至多 {max_length} 项，实际 {actual_length} 项"),
    "greater_than_equal": ("C212", "「{key}」应不小于 {ge}，实际为“{input}”"),
    "less_than_equal": ("C212", "「{key}」应不大于 {le}，实际为“{input}”"),
    "string_pattern_mismatch": ("C203", "「{key}」格式不对，实际为“{input}”"),
    "string_type": ("C205", "「{key}」应为文字，实际为“{input}”"),
    "int_type": ("C205", "「{key}」应为整数，实际为“{input}”"),
    "bool_type": ("C205", "「{key}」应为 true 或 false，实际为“{input}”"),
    "tuple_type": ("C205", "「{key}」应为列表，写作 [甲, 乙]，实际为“{input}”"),
    "model_type": ("C205", "「{key}」应为“键: 值”的组合，实际为“{input}”"),
}


def _field_names(model: type, location: tuple[str | int, ...]) -> list[str]:
    """Keys known at `location`: those of the model itself for a top-level mistake."""
    if len(location) > 1:
        return []
    fields = getattr(model, "model_fields", {})
    return [name for name, info in fields.items()
            if not (info.json_schema_extra or {}).get("x-internal")]


def _finding(shown: str, kind: Kind, parsed: front_matter.FrontMatter, error: dict) -> Finding:  # type: ignore[type-arg]
    location = tuple(part for part in error["loc"])
    key = ".".join(str(part) for part in location)
    line = parsed.line_of(location)
    if error["type"] in CODES:
        label = f"「{key}」" if key and not error["ctx"]["message"].startswith(("「", "缺少")) else ""
        return Finding(shown, _line_of_rule(parsed, line, error), error["type"],
                       label + error["ctx"]["message"])
    known_code, text = _FIELD_MESSAGES.get(error["type"], ("C205", "「{key}」类型不对，实际为“{input}”"))
    if error["type"] == "missing" and location == ("source",):
        return Finding(shown, 1, "C211", "缺少「source」")
    values = {"key": key, "input": error.get("input"), **error.get("ctx", {})}
    message = text.format(**values)
    if error["type"] == "extra_forbidden":
        message += nearest(str(location[-1]), _field_names(SPECS[kind].model, location))
    return Finding(shown, line, known_code, message)


def _line_of_rule(parsed: front_matter.FrontMatter, line: int, error: dict) -> int:  # type: ignore[type-arg]
    """A rule over several keys has no location of its own; it names its key first: 「key」."""
    if error["loc"]:
        return line
    message = error["ctx"]["message"]
    key = message.partition("「")[2].partition("」")[0]
    return parsed.line_of((key,))


def read_entry(candidate: Candidate, config: SiteConfig) -> tuple[Entry | None, list[Finding]]:
    """Read one file: file, front matter, model. None when no model could be built."""
    source, findings = read_source(candidate.file, candidate.folder, candidate.shown)
    if source is None:
        return None, findings
    parsed, found = front_matter.parse(candidate.shown, source.text)
    findings += found
    if parsed is None:
        return None, findings
    try:
        meta = SPECS[candidate.kind].model.model_validate(parsed.data, context=config)
    except ValidationError as error:
        findings += [
            _finding(candidate.shown, candidate.kind, parsed, dict(item))
            for item in error.errors(include_url=False)
        ]
        return None, findings
    entry = Entry(candidate.shown, candidate.kind, candidate.location, meta, parsed.body,
                  parsed.body_line, source.digest, parsed.lines, parsed.unfilled)
    return entry, findings


def _read_all(
    found: list[Candidate], config: SiteConfig
) -> Iterable[tuple[Entry | None, list[Finding]]]:
    read = partial(read_entry, config=config)
    if len(found) < PARALLEL_FROM or (cpu_count() or 1) < 2:
        return map(read, found)
    with ProcessPoolExecutor() as pool:
        return list(pool.map(read, found, chunksize=100))


def load_library(folders: Folders, config: SiteConfig) -> tuple[Library, list[Finding]]:
    """Read every author file. The library holds what could be read; findings say the rest."""
    entries: list[Entry] = []
    findings: list[Finding] = []
    for entry, found in _read_all(list(candidates(folders)), config):
        findings += found
        if entry is not None:
            entries.append(entry)
    return ordered(entries), findings
