"""A health check (法治体检) can be answered to its end, and its result can be trusted."""

from __future__ import annotations

from collections.abc import Iterator

from law.citation import citations
from publisher.checks.context import CheckContext
from publisher.health.sheet import condition_of
from publisher.model.documents.document import Kind
from publisher.model.documents.health_check import HealthCheck, Question
from publisher.model.finding import Finding
from publisher.model.front_matter import UNFILLED
from publisher.model.library import Entry, Library


def check_health_check(entry: Entry, context: CheckContext) -> list[Finding]:
    """H901–H904 for one questionnaire; nothing for other kinds."""
    if not isinstance(entry.meta, HealthCheck):
        return []
    return [
        *check_questions_can_be_reached(entry, entry.meta),
        *check_weights_add_up(entry, entry.meta),
        *check_basis_is_law_in_force(entry, entry.meta, context),
        *check_advice_has_a_case(entry, entry.meta),
    ]


def check_questions_can_be_reached(entry: Entry, check: HealthCheck) -> Iterator[Finding]:
    """H901: the condition names an earlier question and answers that it has, and some answer to
    a question that is itself reached leads here."""
    reached: set[str] = set()
    for index, question in enumerate(check.questions):
        reason = _why_unreached(question, check.questions[:index], check, reached)
        if reason:
            yield Finding(
                entry.path,
                entry.line_of("questions", index, "show_if"),
                "H901",
                f"题目“{question.id}”{reason}",
            )
        else:
            reached.add(question.id)


def _why_unreached(
    question: Question, earlier: tuple[Question, ...], check: HealthCheck, reached: set[str]
) -> str | None:
    if question.show_if is None:
        return None
    parent = next((q for q in earlier if q.id == question.show_if.question), None)
    if parent is None:
        return f"的条件题“{question.show_if.question}”不存在，或者排在它后面"
    labels = [option.label for option in parent.answers]
    unknown = [label for label in question.show_if.labels if label not in labels]
    if unknown:
        return f"的条件写了“{unknown[0]}”，“{parent.id}”没有这个选项（{'、'.join(labels)}）"
    condition = condition_of(check, question)
    if parent.id not in reached or not (condition and condition.answers):
        return f"永远不会问到：“{parent.id}”怎样回答都到不了这里"
    return None


def check_weights_add_up(entry: Entry, check: HealthCheck) -> Iterator[Finding]:
    """H902: options reach from no risk to full risk, and each dimension has the sum declared.

    A question that never reaches 0 or 1 cannot give the weight that it is counted with.
    """
    for index, question in enumerate(check.questions):
        risks = {option.permille for option in question.options}
        if not {0, 1000} <= risks:
            yield Finding(
                entry.path,
                entry.line_of("questions", index, "options"),
                "H902",
                f"题目“{question.id}”的选项应从风险 0 到 1，缺少"
                f" {'和'.join(str(n // 1000) for n in (0, 1000) if n not in risks)}",
            )
    if not check.weights:
        return
    actual = {name: sum(q.weight for q in group) for name, group in check.dimensions.items()}
    for name, expected in check.weights.items():
        if actual.get(name, 0) != expected:
            yield Finding(
                entry.path,
                entry.line_of("weights", name),
                "H902",
                f"维度“{name}”写的权重合计是 {expected}，各题相加是 {actual.get(name, 0)}",
            )
    for name in actual.keys() - check.weights.keys():
        yield Finding(
            entry.path,
            entry.line_of("weights"),
            "H902",
            f"「weights」没有写维度“{name}”，各题相加是 {actual[name]}",
        )


def check_basis_is_law_in_force(
    entry: Entry, check: HealthCheck, context: CheckContext
) -> Iterator[Finding]:
    """H903: the basis of each question names at least one law of the registry that is in force.

    Departmental rules and standards may stand beside it; the registry does not list them.
    """
    registry = context.registry
    for index, question in enumerate(check.questions):
        if UNFILLED in question.basis:
            continue
        known = [
            c.law
            for c in citations(question.basis, registry, day=context.today)
            if c.instrument and not c.instrument.has_ended(context.today)
        ]
        if not known:
            yield Finding(
                entry.path,
                entry.line_of("questions", index, "basis"),
                "H903",
                f"题目“{question.id}”的依据“{question.basis}”里没有法律目录中的现行法律",
            )


def check_advice_has_a_case(entry: Entry, check: HealthCheck) -> Iterator[Finding]:
    """H904: readers can see in a case what the advice protects them from."""
    for index, question in enumerate(check.questions):
        if not question.cases and UNFILLED not in question.advice:
            yield Finding(
                entry.path,
                entry.line_of("questions", index, "advice"),
                "H904",
                f"题目“{question.id}”的建议没有配案例",
            )


def check_replaced_questions_exist(library: Library, context: CheckContext) -> list[Finding]:
    """C213 for `replaces` that names no question of a set combined with; H901 where another
    question of that set is asked only after an answer to the one left out."""
    findings: list[Finding] = []
    for entry in library.of(Kind.HEALTH_CHECK):
        check = entry.meta
        if isinstance(check, HealthCheck) and not check.is_withdrawn:
            for index, question in enumerate(check.questions):
                for number, reference in enumerate(question.replaces):
                    line = entry.line_of("questions", index, "replaces", number)
                    findings += _check_replaced(entry, line, check, reference, library, context)
    return findings


def _check_replaced(
    entry: Entry,
    line: int,
    check: HealthCheck,
    reference: str,
    library: Library,
    context: CheckContext,
) -> Iterator[Finding]:
    name, _, key = reference.partition("/")
    target = library.by_id.get(name)
    if target is None and name in context.names_on_disk:
        return
    other = target.meta if target else None
    if name not in check.combines:
        yield Finding(entry.path, line, "C213", f"「replaces」里的“{name}”不在「combines」里")
    elif not isinstance(other, HealthCheck) or all(q.id != key for q in other.questions):
        yield Finding(entry.path, line, "C213", f"「replaces」里的“{reference}”没有对应的题目")
    else:
        for question in other.questions:
            if question.show_if and question.show_if.question == key and question.show_if.is_:
                yield Finding(
                    entry.path,
                    line,
                    "H901",
                    f"“{reference}”被替换后，“{name}/{question.id}”永远不会问到",
                )
