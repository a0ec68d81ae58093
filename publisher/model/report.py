"""Findings as text for people, as JSON for programs, as annotations for GitHub and Gitea."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

from publisher.model.finding import Finding, Level
from publisher.project import tellable


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def report(findings: Sequence[Finding], files: int, form: Format = Format.TEXT) -> str:
    """`findings` in the order of path and line; `files`: how many files were checked."""
    ordered = sorted(findings)
    if form is Format.JSON:
        return as_json(ordered, files)
    if form is Format.GITHUB:
        return tellable("\n".join(map(as_annotation, ordered)))
    return tellable("\n".join([*map(str, ordered), summary(ordered, files)]))


def count(findings: Sequence[Finding]) -> tuple[int, int]:
    """Number of errors and of warnings."""
    errors = sum(finding.level is Level.ERROR for finding in findings)
    return errors, len(findings) - errors


def summary(findings: Sequence[Finding], files: int) -> str:
    """One sentence: 共检查 53 个文件：2 个错误，1 个提醒，涉及 2 个文件."""
    if not findings:
        return f"共检查 {files} 个文件，没有发现问题。"
    errors, warnings = count(findings)
    touched = len({finding.path for finding in findings})
    return f"共检查 {files} 个文件：{errors} 个错误，{warnings} 个提醒，涉及 {touched} 个文件。"


def as_json(findings: Sequence[Finding], files: int) -> str:
    """An object with the findings and their counts; keys are stable."""
    errors, warnings = count(findings)
    return json.dumps(
        {
            "files": files,
            "errors": errors,
            "warnings": warnings,
            "findings": [as_object(finding) for finding in findings],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_object(finding: Finding) -> dict[str, str | int]:
    """A finding for programs, wherever they are told of it; no text holds what JSON cannot carry."""
    return {
        "path": tellable(finding.path),
        "line": finding.line,
        "code": finding.code,
        "level": finding.level.value,
        "message": tellable(finding.message),
        "mend": finding.advice,
    }


def as_annotation(finding: Finding) -> str:
    """A workflow command, with the escapes that GitHub's runner undoes."""
    text = _escape(f"{finding.message}。{finding.advice}")
    return (
        f"::{finding.level.value} file={_escape_property(finding.path)},line={finding.line},"
        f"title={_escape_property(finding.code)}::{text}"
    )


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape(text).replace(":", "%3A").replace(",", "%2C")
