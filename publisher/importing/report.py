"""The report of an import: what came of each original, for the editor (HTML) and for programs (JSON)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from html import escape
from pathlib import Path

from publisher.importing.metadata import Proposal


class Outcome(StrEnum):
    NEW = "新建"
    UPDATED = "更新"
    SAME = "没有变化"
    TOUCHED = "有人改过，没有动"
    UNREAD = "没有读出"
    WOULD = "试运行，没有写"


@dataclass
class Result:
    """One text of one original. `digest`: SHA-256 of the original; `path`: of the draft, relative to
    the project, empty when there is none; `redaction`: a diff; `findings`: as `fabu check` says them;
    `url`: where it stood before."""

    original: str
    digest: str
    outcome: Outcome
    path: str = ""
    title: str = ""
    kind: str = ""
    case_type: str = ""
    headings: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    redaction: str = ""
    url: str = ""


def write_report(folder: Path, results: list[Result]) -> Path:
    """report.json and report.html in `folder`; returns the latter. Both hold what the originals hold,
    names included, and stay below var/."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    data = [asdict(result) for result in results]
    (folder / "report.json").write_text(
        json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    page = folder / "report.html"
    page.write_text(_html(results), encoding="utf-8")
    return page


_STYLE = (
    "body{font:16px/1.7 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.2rem .5rem;text-align:left}"
    "pre{background:#f4f4f4;padding:1rem;overflow:auto}section{border-top:2px solid #1d4f91;margin-top:2rem}"
)


def _html(results: list[Result]) -> str:
    counts = "，".join(
        f"{outcome.value} {number}"
        for outcome in Outcome
        if (number := sum(r.outcome is outcome for r in results))
    )
    parts = [
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>旧稿导入报告</title>',
        f"<style>{_STYLE}</style><h1>旧稿导入报告</h1><p>共 {len(results)} 篇：{counts or '没有'}。</p>",
        "<p>都是草稿，没有发布。标着【待填】的写好，隐名的建议核对后运行 fabu redact，再运行 fabu check。</p>",
        *map(_section, results),
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _section(result: Result) -> str:
    parts = [f"<section><h2>{escape(result.title or result.original)}</h2>"]
    parts.append(
        f"<p>{result.outcome.value}：{escape(result.path or '—')}<br>原件：{escape(result.original)}"
        f"<br>SHA-256：<code>{result.digest}</code>"
        + (f"<br>原网址：{escape(result.url)}" if result.url else "")
        + "</p>"
    )
    if result.headings:
        parts.append(f"<p>段落：{escape('、'.join(result.headings))}</p>")
    if result.proposals:
        rows = "".join(
            f"<tr><td>{escape(p.key)}</td><td>{escape(p.value if isinstance(p.value, str) else '、'.join(p.value)) or '（不写）'}</td>"
            f"<td>{escape(p.origin)}</td><td>{p.confidence.value}</td></tr>"
            for p in result.proposals
        )
        parts.append(
            f"<h3>头信息</h3><table><tr><th>键</th><th>提议</th><th>从哪里来</th><th>把握</th></tr>{rows}</table>"
        )
    for heading, lines in (
        ("要补写的段落", result.missing),
        ("请核对", result.told),
        ("可能重复", result.duplicates),
        ("检查", result.findings),
    ):
        if lines:
            items = "".join(f"<li>{escape(line)}</li>" for line in lines)
            parts.append(f"<h3>{heading}</h3><ul>{items}</ul>")
    if result.redaction:
        parts.append(f"<h3>隐名的建议</h3><pre>{escape(result.redaction)}</pre>")
    return "".join([*parts, "</section>"])
