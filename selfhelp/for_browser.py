"""A calculator with the facts that it needs and no others, as JSON for the page that runs it."""

from __future__ import annotations

from typing import Any

from selfhelp.calculator import Calculator, Step
from selfhelp.expression import Node, calls_in, compile_formula
from selfhelp.facts import Facts, calendar_for_browser, lpr_for_browser, scales_for_browser
from selfhelp.inputs import Input

CALENDAR_CALLS = frozenset({"working_after", "working_days", "next_working", "certain", "deadline"})
LPR_CALLS = frozenset({"lpr", "lpr_known", "lpr_floating"})
DEADLINE_CALLS = frozenset({"deadline", "term", "rolls", "is_fixed", "is_working_term"})


def calculator_for_browser(calculator: Calculator, facts: Facts) -> dict[str, Any]:
    """What `selfhelp-calculator.js` runs; formulas are compiled, so that it needs no parser."""
    return {
        "id": calculator.id,
        "title": calculator.title,
        "inputs": [_input(one, facts) for one in calculator.inputs],
        "steps": [_step(step) for step in calculator.steps],
        "results": list(calculator.results),
        "facts": _facts(_formulas(calculator), facts),
    }


def _formulas(calculator: Calculator) -> list[Node]:
    texts = [one.when for one in calculator.inputs]
    texts += [text for step in calculator.steps for text in (step.when, step.formula)]
    return [compile_formula(text) for text in texts if text is not None]


def _input(one: Input, facts: Facts) -> dict[str, Any]:
    local = facts.local_values().get(one.local) if one.local else None
    data = one.model_dump(exclude_defaults=True, exclude={"options_from", "local", "when"})
    data |= {"required": one.required, "options": [[o.value, o.label] for o in one.options]}
    if one.when is not None:
        data["when"] = compile_formula(one.when)
    if local is not None:
        data["default"] = local
    return data


def _step(step: Step) -> dict[str, Any]:
    data = step.model_dump(exclude_defaults=True, exclude={"formula", "when", "kind"})
    data |= {"as": step.kind}
    for key, text in (("is", step.formula), ("when", step.when)):
        if text is not None:
            data[key] = compile_formula(text)
    return data


def _facts(formulas: list[Node], facts: Facts) -> dict[str, Any]:
    calls = [call for node in formulas for call in calls_in(node)]
    names = {name for name, _ in calls}
    data: dict[str, Any] = {}
    named = [(name, args[0][1]) for name, args in calls if name in ("scale", "lookup")]
    if scales := sorted({key for name, key in named if name == "scale"}):
        data["scales"] = scales_for_browser(facts, scales)
    if lookups := sorted({key for name, key in named if name == "lookup"}):
        data["lookups"] = {
            key: {k: str(v) for k, v in facts.money.lookups[key].values.items()} for key in lookups
        }
    if names & LPR_CALLS:
        data["lpr"] = lpr_for_browser(facts)
    if names & CALENDAR_CALLS:
        data["calendar"] = calendar_for_browser(facts.calendar)
    if names & DEADLINE_CALLS:
        data["deadlines"] = {
            key: [rule.length, rule.unit.value, rule.rolls, rule.fixed, rule.term]
            for key, rule in facts.deadlines.items()
        }
    return data
