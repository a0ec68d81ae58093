"""Files beside the manuscripts that go online with them: data, captions, templates, pictures, documents.

Each is looked through for personal data: its name, its words, and what a program shows of it only when
asked (properties, comments, tracked changes, hidden sheets, the place where a photograph was taken).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from district import ConfigError
from district.characters import unusable_escapes
from district.privacy_rules import FILE as RULES
from district.privacy_rules import load_privacy_rules
from district.signoff import FILE as PEOPLE
from privacy.folding import fold
from publisher.checks.configuration import place_of, scalars, shown
from publisher.checks.context import CheckContext
from publisher.checks.personal_data import NUMBERS, USUAL, Part, findings_in, parts_of_text
from publisher.documents.reading import CannotRead, DocumentWords, read_words
from publisher.model.finding import Finding
from publisher.model.library import Library
from publisher.model.published_files import ROOT_FILES
from publisher.model.source_file import told_characters

_TEXTS = frozenset(
    {
        ".txt",
        ".vtt",
        ".srt",
        ".csv",
        ".tsv",
        ".json",
        ".yml",
        ".yaml",
        ".xml",
        ".html",
        ".htm",
        ".svg",
        ".md",
    }
)
_WITHOUT_WORDS = frozenset(
    {".mp4", ".webm", ".mp3", ".ogg", ".m4a", ".wav", ".woff", ".woff2", ".ico", ".css", ".js"}
)
_NOT_SHOWN = frozenset(
    {RULES, "import.yml", "laws.yml", "synonyms.yml", "vocabulary.yml", "units.yml", PEOPLE}
)
"""Configuration without words about anybody; units.yml and site.yml hold what is public."""

_SAMPLES = ("help", "example", "placeholder")
"""Keys whose values show how something is written."""

_DIGESTS = frozenset({"withdrawn.yml"})
"""Written by `fabu answers export`: nothing but digests."""


def check_files_hold_no_personal_data(library: Library, context: CheckContext) -> list[Finding]:
    """N101, N102, N106, N107 for every file below content/ and cases_library/ that is no manuscript."""
    manuscripts = context.manuscripts
    return [
        finding
        for file in _files(context)
        if (path := context.folders.shown(file)) not in manuscripts
        for finding in _findings(file, path, context)
    ]


def check_configuration_holds_no_personal_data(
    library: Library, context: CheckContext
) -> list[Finding]:
    """N101, N102 for the words of site_config/ that forms, pages and notices show."""
    findings: list[Finding] = []
    folder = context.config_folder
    for file in sorted((*folder.glob("*.yml"), *folder.glob("*/*.yml"))):
        name = file.relative_to(folder).as_posix()
        if file.name in _NOT_SHOWN:
            continue
        try:
            parts = [
                Part(text, line, fold, USUAL)
                for key, text, line in scalars(context, name)
                if not key.endswith(_SAMPLES)
            ]
        except (yaml.YAMLError, OSError, UnicodeDecodeError):
            continue  # P702, P703 and P705 name what cannot be read.
        findings += findings_in(parts, shown(context, name), context)
    return findings


def _files(context: CheckContext) -> list[Path]:
    folders = (
        context.folders.content,
        context.folders.cases,
        context.config_folder / ROOT_FILES,
    )
    return sorted(
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and not any(p.startswith(".") for p in file.relative_to(folder).parts)
    )


def _findings(file: Path, path: str, context: CheckContext) -> Iterator[Finding]:
    yield from findings_in([Part(file.stem, 1, fold, NUMBERS)], path, context)
    ending = file.suffix.lower()
    if ending in _WITHOUT_WORDS or file.name in _DIGESTS:
        return
    if ending in _TEXTS:
        try:
            text = file.read_text(encoding="utf-8-sig")
            yield from _characters(path, text, ending)
            yield from findings_in(parts_of_text(text), path, context)
        except UnicodeDecodeError:
            yield Finding(path, 1, "N107", "不是 UTF-8 编码的文本")
        except OSError:
            return  # F106 names what cannot be read.
        return
    try:
        words = read_words(file)
    except CannotRead as error:
        yield Finding(path, 1, "N107", str(error))
        return
    yield from _in_document(words, path, context)


def _characters(path: str, text: str, ending: str) -> Iterator[Finding]:
    """F111; in YAML for escapes as well."""
    yield from told_characters(path, text)
    if ending in (".yml", ".yaml"):
        for one in unusable_escapes(text):
            message = f"第 {one.column} 列的转义写法是{one.name}"
            yield Finding(path, one.line, "F111", message)


def _in_document(words: DocumentWords, path: str, context: CheckContext) -> Iterator[Finding]:
    for place, text in words.texts:
        for found in findings_in([Part(text, 1, fold, USUAL)], path, context):
            message = f"{place}：{found.message}"
            yield Finding(path, 1, found.code, message, found.mend)
    for message in words.hidden:
        yield Finding(path, 1, "N106", message)


def check_privacy_exceptions(library: Library, context: CheckContext) -> list[Finding]:
    """N103 for mistakes in privacy_allow.yml, N104 for what has expired, N105 for what no page needs."""
    file = context.config_folder / RULES
    if not file.is_file():
        return []
    try:
        rules = load_privacy_rules(file)
    except ConfigError as error:
        return [_mistake(context, problem.path, problem.message) for problem in error.problems]
    findings = []
    for number, exception in enumerate(rules.exceptions):
        line = place_of(context, RULES, f"exceptions.{number}.text")[1]
        if exception.has_expired(context.today):
            message = (
                f"“{exception.page}”的一条例外到 {exception.until} 为止，由{exception.who}核实"
            )
            findings.append(Finding(shown(context, RULES), line, "N104", message))
        elif not _stands_on(exception.text, exception.page, context):
            message = f"“{exception.page}”里没有这段文字"
            findings.append(Finding(shown(context, RULES), line, "N105", message))
    return findings


def pages_of_exceptions(config_folder: Path) -> frozenset[str]:
    """The pages that `check_privacy_exceptions` looks into, as paths from the project's folder."""
    try:
        rules = load_privacy_rules(config_folder / RULES)
    except (ConfigError, OSError):
        return frozenset()
    return frozenset(exception.page for exception in rules.exceptions)


def _mistake(context: CheckContext, place: str, message: str) -> Finding:
    _, _, key = place.partition(": ")
    label = f"「{key}」" if key else ""
    return Finding(shown(context, RULES), place_of(context, RULES, key)[1], "N103", label + message)


def _stands_on(text: str, page: str, context: CheckContext) -> bool:
    """Whether `page` holds `text`; of a page that is no text file nobody can tell."""
    try:
        return text in (context.folders.root / page).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return False
    except (UnicodeDecodeError, OSError):
        return True
