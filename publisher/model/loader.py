"""Reads every author file into the `Library`, collecting a finding for each mistake."""

from __future__ import annotations

import difflib
import os
import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from district import characters
from district.models import SiteConfig
from publisher import progress
from publisher.memory import Kept, Mark, Memory, mark_of
from publisher.model import front_matter
from publisher.model.documents.document import Kind, Plain, Unread
from publisher.model.fields import nearest
from publisher.model.finding import CODES, Finding
from publisher.model.kinds import SPECS, kind_of_content_path
from publisher.model.library import Entry, Library, ordered
from publisher.model.source_file import SourceFile, read_source, told_characters
from publisher.model.words import Words, packed
from publisher.parallel import PARALLEL_FROM, map_in_processes
from publisher.project import Folders as Folders
from publisher.prose.markdown import MarkdownReader

EntryCheck = Callable[[Entry], list[Finding]]


@dataclass(frozen=True)
class Candidate:
    """A file to read: where it is, of which kind, and where it stands among its kin."""

    file: Path
    folder: Path
    kind: Kind
    location: str
    shown: str


def _markdown_files(folder: Path) -> list[Path]:
    """Every `*.md` below `folder`, sorted. Raises OSError for a folder that may not be read:
    what lies in it must not vanish from the site in silence."""

    def refuse(error: OSError) -> None:
        raise error

    found: list[Path] = []
    for place, names, files in os.walk(folder, onerror=refuse):
        found += [Path(place, name) for name in (*names, *files) if name.endswith(".md")]
    return sorted(found)


def candidates(folders: Folders) -> Iterator[Candidate]:
    """Every `*.md` below the two folders in a stable order; hidden files are left out."""
    for folder, is_cases in ((folders.cases, True), (folders.content, False)):
        for file in _markdown_files(folder):
            found = _candidate(file, folder, folders, is_cases=is_cases)
            if found is not None:
                yield found


def manuscript_names(folders: Folders) -> Iterator[str]:
    """File names without .md of all `candidates`, told by their names alone: of thousands of files a
    check asks for nothing else."""
    for folder in (folders.cases, folders.content):
        for place, names, files in os.walk(folder):
            below = Path(place).relative_to(folder).parts
            names[:] = [name for name in names if not name.startswith((".", "_"))]
            if below[:1] == ("assets",):
                names.clear()
                continue
            found = (name for name in (*names, *files) if name.endswith(".md"))
            yield from (name[:-3] for name in found if not name.startswith((".", "_")))


def candidate_at(file: Path, folders: Folders) -> Candidate | None:
    """`file` as one to read; None where it is no manuscript."""
    for folder, is_cases in ((folders.cases, True), (folders.content, False)):
        if file.suffix == ".md" and file.is_relative_to(folder):
            return _candidate(file, folder, folders, is_cases=is_cases)
    return None


def _candidate(file: Path, folder: Path, folders: Folders, *, is_cases: bool) -> Candidate | None:
    location = file.relative_to(folder).as_posix()
    if any(part.startswith((".", "_")) for part in location.split("/")):
        return None
    if location.startswith("assets/"):
        return None
    kind = Kind.CASE if is_cases else kind_of_content_path(location)
    return Candidate(file, folder, kind, location, folders.shown(file))


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
    "bool_parsing": ("C205", "「{key}」应为 true 或 false，实际为“{input}”"),
    "float_type": ("C205", "「{key}」应为数字，实际为“{input}”"),
    "float_parsing": ("C205", "「{key}」应为数字，实际为“{input}”"),
    "tuple_type": ("C205", "「{key}」应为列表，写作 [甲, 乙]，实际为“{input}”"),
    "model_type": ("C205", "「{key}」应为“键: 值”的组合，实际为“{input}”"),
}


_CHINESE_KEYS = {
    "标题": "title", "摘要": "summary", "发布时间": "published", "发布日期": "published", "日期": "published",
    "更新时间": "updated", "关键词": "keywords", "关键字": "keywords", "来源": "source", "编辑": "editor",
    "责任编辑": "editor", "状态": "status", "案由": "cause", "领域": "areas", "行业": "industries",
    "类型": "type", "阶段": "stage", "单位": "unit", "办案单位": "unit", "案号": "case_number",
    "办结时间": "decided", "风险": "risk", "风险等级": "risk", "文号": "document_number", "编号": "id",
}  # fmt: off
"""What editors call the keys when they write from memory."""

Location = tuple[str | int, ...]


def _model_at(model: Any, location: Location) -> Any:
    """The model that holds the key at the end of `location`; None where there is none."""
    for part in location[:-1]:
        if isinstance(part, int):
            continue
        field = getattr(model, "model_fields", {}).get(part)
        model = _inner_model(field.annotation) if field else None
    return model


def _inner_model(annotation: Any) -> Any:
    """The model in an annotation such as tuple[Question, ...] or Review | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner_model, get_args(annotation))), None)


def _known_keys(model: Any) -> list[str]:
    fields = getattr(model, "model_fields", {})
    return [
        name
        for name, info in fields.items()
        if not (info.json_schema_extra or {}).get("x-internal")
    ]


def _shown_key(location: Location) -> str:
    """questions.0.weight → “questions 第 1 项 weight”, as an author counts."""
    return " ".join(f"第 {part + 1} 项" if isinstance(part, int) else part for part in location)


def _finding(shown: str, kind: Kind, parsed: front_matter.FrontMatter, error: dict) -> Finding:  # type: ignore[type-arg]
    location: Location = tuple(error["loc"])
    key = _shown_key(location)
    line = parsed.line_of(location)
    if error["type"] in CODES:
        label = (
            f"「{key}」" if key and not error["ctx"]["message"].startswith(("「", "缺少")) else ""
        )
        return Finding(
            shown,
            _line_of_rule(parsed, line, error),
            error["type"],
            label + error["ctx"]["message"],
        )
    if error["type"] == "missing" and location == ("source",):
        return Finding(shown, 1, "C211", "缺少「source」")
    if error["type"] not in ("missing", "extra_forbidden") and error["input"] is None:
        return Finding(shown, line, "C202", f"「{key}」不能为空")
    known_code, text = _FIELD_MESSAGES.get(
        error["type"], ("C205", "「{key}」类型不对，实际为“{input}”")
    )
    message = text.format(**{"key": key, "input": error["input"], **error.get("ctx", {})})
    if error["type"] == "extra_forbidden":
        known = _known_keys(_model_at(SPECS[kind].model, location))
        meant = _CHINESE_KEYS.get(str(location[-1]), "")
        message += f"，是不是“{meant}”" if meant in known else nearest(str(location[-1]), known)
    return Finding(shown, line, known_code, message)


def _without_echoes(errors: list[dict], kind: Kind) -> list[dict]:  # type: ignore[type-arg]
    """`errors` less those that another one causes: a list that is too short for a wrong item, and
    a key that is missing because it is mistyped."""
    inner = {
        tuple(error["loc"][:length]) for error in errors for length in range(len(error["loc"]))
    }
    missing = {tuple(e["loc"]) for e in errors if e["type"] == "missing"}
    mistyped = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *above, key = error["loc"]
            known = _known_keys(_model_at(SPECS[kind].model, tuple(error["loc"])))
            meant = difflib.get_close_matches(str(key), known, n=1)
            meant += [name for name in known if name == _CHINESE_KEYS.get(str(key))]
            mistyped |= {(*above, name) for name in meant} & missing
    return [
        e
        for e in errors
        if not (e["type"] == "too_short" and tuple(e["loc"]) in inner)
        and not (e["type"] == "missing" and tuple(e["loc"]) in mistyped)
    ]


def _line_of_rule(parsed: front_matter.FrontMatter, line: int, error: dict) -> int:  # type: ignore[type-arg]
    """A rule over several keys has no location of its own; it names its key first: 「key」."""
    if error["loc"]:
        return line
    message = error["ctx"]["message"]
    key = message.partition("「")[2].partition("」")[0]
    return parsed.line_of((key,))


def reader_for(config: SiteConfig) -> MarkdownReader:
    """The reader of the bodies of a site."""
    return MarkdownReader(config.site.domain, config.glossary)


def read_entry(
    candidate: Candidate, config: SiteConfig, reader: MarkdownReader
) -> tuple[Entry | None, list[Finding]]:
    """Read one file: file, front matter, model, body.

    Returns None when the file cannot be split into front matter and body; an entry whose `meta`
    is `Unread` when the front matter has mistakes.
    """
    source, findings = read_source(candidate.file, candidate.folder, candidate.shown)
    if source is None:
        return None, findings
    findings += told_characters(candidate.shown, source.text, candidate.file.stem)
    entry, found = entry_of(candidate, source, config, reader)
    return entry, findings + found


def entry_of(
    candidate: Candidate, source: SourceFile, config: SiteConfig, reader: MarkdownReader
) -> tuple[Entry | None, list[Finding]]:
    """The same for a text that was read already; its characters are not told again."""
    parsed, findings = front_matter.parse(candidate.shown, characters.legible(source.text))
    if parsed is None:
        return None, findings
    meta: Plain
    try:
        meta = SPECS[candidate.kind].model.model_validate(parsed.data, context=config)
    except ValidationError as error:
        findings += [
            _finding(candidate.shown, candidate.kind, parsed, item)
            for item in _without_echoes(
                [dict(e) for e in error.errors(include_url=False)], candidate.kind
            )
        ]
        meta = _unread(parsed.data, config)
    # What was withdrawn is nobody's to read: no check of a text that nobody sees stops a takedown.
    body = "" if meta.is_withdrawn else parsed.body
    reading = reader.read(body, parsed.body_line)
    words = Words(reading, parsed.lines, parsed.header, body)
    entry = Entry(
        candidate.shown,
        candidate.kind,
        candidate.location,
        meta,
        parsed.body_line,
        source.digest,
        words,
        unfilled=parsed.unfilled,
    )
    return entry.saying(words), findings


def _unread(data: dict[str, Any], config: SiteConfig) -> Unread:
    word = data.get("type")
    case_type = config.vocabulary.terms("case_types").find(word) if isinstance(word, str) else None
    return Unread(title="—", summary="—", case_type=case_type)


@dataclass(frozen=True)
class Reading:
    """One file as it was read, packed for the way between processes and to later builds.

    `value`: a pickle of what `read_entry` gave; `found`: a pickle of what the checks of the entry
    gave on the day `day`; `mark`: of the file, None where it could not be read at all.
    """

    mark: Mark | None
    value: bytes
    day: str
    found: bytes

    def unpacked(self) -> tuple[Entry | None, list[Finding]]:
        entry, findings = pickle.loads(self.value)  # noqa: S301 — ours, see publisher.memory
        return entry, findings

    def findings(self) -> list[Finding]:
        found: list[Finding] = pickle.loads(self.found)  # noqa: S301
        return found


def _read_and_check(
    candidate: Candidate, config: SiteConfig, reader: MarkdownReader, check: EntryCheck, day: str
) -> Reading:
    mark = mark_of(candidate.file)
    entry, findings = read_entry(candidate, config, reader)
    # Before checks, which leave with a body what they worked out.
    kept = entry and replace(entry, words=packed(entry.words.at_hand()))
    value = _packed((kept, findings))
    found = [] if entry is None else check(entry)
    return Reading(mark, value, day, _packed(found))


def _check_again(entry: Entry | None, check: EntryCheck) -> bytes:
    return _packed([] if entry is None else check(entry))


def _packed(value: Any) -> bytes:
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


_MANUSCRIPT_LIKE = re.compile(
    r"\.(?:md|markdown|mdown|mkd|txt|docx?|wps|rtf|odt|pages|dotx?|html?)(?:\.txt|\.bak|\.tmp)?$|\.md\W|~$",
    re.IGNORECASE,
)
"""Endings of what an editor takes for a manuscript; whatever else lies in content/ is an asset."""


def strays(folders: Folders) -> Iterator[Finding]:
    """F112 for files that their author takes for manuscripts, C219 for folders whose name is near
    that of a column; nobody would ever see what lies there."""
    for folder, is_cases in ((folders.cases, True), (folders.content, False)):
        for place, names, files in os.walk(folder):
            location = Path(place).relative_to(folder).as_posix()
            names[:] = [n for n in names if not n.startswith((".", "_"))]
            if location == "." and not is_cases:
                names[:] = [n for n in names if n != "assets"]
                yield from _strange_folders(folders, names)
            for name in files:
                is_read = name.endswith(".md") or name.startswith((".", "_"))
                if not is_read and (is_cases or _MANUSCRIPT_LIKE.search(name)):
                    yield Finding(
                        folders.shown(Path(place, name)), 1, "F112", f"“{name}”不会当作稿件读取"
                    )


def _strange_folders(folders: Folders, names: list[str]) -> Iterator[Finding]:
    columns = [spec.folder for spec in SPECS.values() if spec.folder]
    for name in names:
        near = difflib.get_close_matches(name.lower(), columns, n=1, cutoff=0.7)
        if name not in columns and near:
            first = min((folders.content / name).rglob("*.md"), default=None)
            if first is not None:
                message = f"“content/{name}/”不是栏目，是不是 content/{near[0]}/"
                yield Finding(folders.shown(first), 1, "C219", message)


def no_check(entry: Entry) -> list[Finding]:
    """For who wants nothing but what was read."""
    return []


def load_library(
    folders: Folders,
    config: SiteConfig,
    check: EntryCheck = no_check,
    *,
    day: str = "",
    memory: Memory | None = None,
) -> tuple[Library, list[Finding]]:
    """Read every author file. The library holds what could be read; findings say the rest.

    `check` looks at each entry in the process that read it, and its findings are among those
    returned: to send every entry to other processes once more would cost more than the checks.
    They hold for `day`. What `memory` holds of files that did not change is not read again.
    """
    files = list(candidates(folders))
    names = [f"{file.kind} {file.shown} {file.file}" for file in files]
    readings = _remembered(files, names, memory)
    missing = [place for place, reading in enumerate(readings) if reading is None]
    read = partial(_read_and_check, config=config, reader=reader_for(config), check=check, day=day)
    # What the first one loads and compiles, processes that are forked for the others inherit.
    made = [read(files[place]) for place in missing[:1]]
    made += map_in_processes(
        read, [files[n] for n in missing[1:]], parallel_from=PARALLEL_FROM, told=progress.done
    )
    for place, reading in zip(missing, made, strict=True):
        readings[place] = reading
        _keep(names[place], reading, memory)
    known = [reading for reading in readings if reading is not None]
    unpacked = [reading.unpacked() for reading in known]
    stale = [place for place, reading in enumerate(known) if reading.day != day]
    checked = map_in_processes(
        partial(_check_again, check=check),
        [unpacked[n][0] for n in stale],
        parallel_from=PARALLEL_FROM,
    )
    for place, found in zip(stale, checked, strict=True):
        known[place] = replace(known[place], day=day, found=found)
        _keep(names[place], known[place], memory)
    findings = [*strays(folders)]
    for reading, (_, told) in zip(known, unpacked, strict=True):
        findings += [*told, *reading.findings()]
    return ordered([entry for entry, _ in unpacked if entry is not None]), findings


def _remembered(
    files: Sequence[Candidate], names: Sequence[str], memory: Memory | None
) -> list[Reading | None]:
    if memory is None:
        return [None] * len(files)
    found = (memory.recall(n, f.file) for n, f in zip(names, files, strict=True))
    return [None if k is None else Reading(k.mark, k.value, k.day, k.found) for k in found]


def _keep(name: str, reading: Reading, memory: Memory | None) -> None:
    if memory is not None and reading.mark is not None:
        memory.keep(name, Kept(reading.mark, reading.value, reading.day, reading.found))
