"""References (引用) by id or by file in front matter lead to what they should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from publisher.checks.context import CheckContext
from publisher.checks.visibility import why_hidden
from publisher.model.documents.article import Article
from publisher.model.documents.case import Case
from publisher.model.documents.document import Kind
from publisher.model.documents.faq import Faq
from publisher.model.documents.guide import Guide
from publisher.model.documents.health_check import HealthCheck
from publisher.model.documents.topic import Topic
from publisher.model.finding import Finding
from publisher.model.library import Entry, Library


@dataclass(frozen=True)
class Reference:
    """An id that stands at the key path `at`; `kind`: what it must be, None for any document."""

    id: str
    at: tuple[str | int, ...]
    kind: Kind | None = None


def references(entry: Entry) -> Iterator[Reference]:
    """Every id of another document in the front matter of `entry`."""
    meta = entry.meta
    if meta.is_withdrawn:
        return
    if isinstance(meta, Case):
        for index, policy in enumerate(meta.policies):
            yield Reference(policy, ("policies", index), Kind.POLICY)
        for index, related in enumerate(meta.related):
            yield Reference(related, ("related", index))
    elif isinstance(meta, HealthCheck):
        for position, question in enumerate(meta.questions):
            for index, case in enumerate(question.cases):
                yield Reference(case, ("questions", position, "cases", index), Kind.CASE)
            for index, policy in enumerate(question.policies):
                yield Reference(policy, ("questions", position, "policies", index), Kind.POLICY)
        for index, other in enumerate(meta.combines):
            yield Reference(other, ("combines", index), Kind.HEALTH_CHECK)
    elif isinstance(meta, Faq | Article):
        for index, related in enumerate(meta.related):
            yield Reference(related, ("related", index))
    elif isinstance(meta, Topic):
        for index, pick in enumerate(meta.picks):
            yield Reference(pick, ("picks", index))


def check_references_exist(library: Library, context: CheckContext) -> list[Finding]:
    """C213 for ids and template files that do not exist, L404 for documents not published yet."""
    findings = []
    for entry in library.entries:
        for reference in references(entry):
            findings += _check(entry, reference, library, context)
        if isinstance(entry.meta, Guide) and not entry.meta.is_withdrawn:
            findings += _check_templates(entry, entry.meta, context)
    return findings


def _check(
    entry: Entry, reference: Reference, library: Library, context: CheckContext
) -> list[Finding]:
    line = entry.line_of(*reference.at)
    key = reference.at[-2] if isinstance(reference.at[-1], int) else reference.at[-1]
    target = library.by_id.get(reference.id)
    if target is None:
        if reference.id in context.names_on_disk:
            return []
        now = library.by_former_id.get(reference.id)
        moved = f"，是不是“{now.id}”" if now else ""
        message = f"「{key}」里的“{reference.id}”没有对应的稿件{moved}"
        return [Finding(entry.path, line, "C213", message)]
    if reference.kind and target.kind is not reference.kind:
        return [
            Finding(
                entry.path,
                line,
                "C213",
                f"「{key}」应为{reference.kind.label}的 id，“{reference.id}”是{target.kind.label}",
            )
        ]
    hidden = why_hidden(entry.meta, target.meta, context.today)
    if hidden is None:
        return []
    return [Finding(entry.path, line, hidden.code, f"「{key}」里的“{reference.id}”{hidden.why}")]


def _check_templates(entry: Entry, guide: Guide, context: CheckContext) -> list[Finding]:
    findings = []
    for index, template in enumerate(guide.templates):
        path = PurePosixPath(template.file)
        inside = not path.is_absolute() and ".." not in path.parts
        if not (inside and (context.folders.content / path).is_file()):
            findings.append(
                Finding(
                    entry.path,
                    entry.line_of("templates", index, "file"),
                    "C213",
                    f"「templates」里的“{template.file}”不是 content/ 下的文件",
                    "核对路径；表格文件放进 content/assets/，从 assets/ 写起",
                )
            )
    return findings
