"""计算器: the list, and one page each with the form, the rule and worked examples."""

from __future__ import annotations

from collections.abc import Iterator

from district.models import SiteConfig
from publisher.pages.selfhelp.offers import (
    PAPERS,
    TOOLS,
    Bases,
    item_view,
    list_page,
    offered_links,
)
from publisher.pages.view import PageJob
from selfhelp.calculator import Calculator, run
from selfhelp.facts import Facts
from selfhelp.for_browser import calculator_for_browser
from selfhelp.shelf import Shelf

NOTE = "填的数只在您的手机或电脑上算，不会发给任何人。结果供参考，以法院、仲裁委、社保经办机构核定的为准。"


def tool_pages(shelf: Shelf, config: SiteConfig, bases: Bases) -> Iterator[PageJob]:
    """None while nothing can be computed."""
    if shelf.facts is None or not shelf.calculators:
        return
    yield list_page(config.site, TOOLS, shelf.calculators, NOTE)
    for calculator in shelf.calculators.values():
        url = f"{TOOLS}/{calculator.id}/"
        yield PageJob(
            f"{url}index.html",
            "tool.html",
            item_view(
                config, TOOLS, url, calculator.title, calculator.summary, calculator.keywords
            ),
            {
                "calculator": calculator,
                "data": calculator_for_browser(calculator, shelf.facts),
                "local": _local(calculator, shelf.facts),
                "examples": _examples(calculator, shelf.facts),
                "rules": tuple((rule.text, bases.of(rule.basis)) for rule in calculator.rules),
                "papers": offered_links(PAPERS, calculator.papers, shelf.papers),
                "deadlines": _deadlines(calculator, shelf.facts, bases),
                "lpr": shelf.facts.lpr if _uses_lpr(calculator, shelf.facts) else None,
            },
        )


def _uses_lpr(calculator: Calculator, facts: Facts) -> bool:
    return "lpr" in calculator_for_browser(calculator, facts)["facts"]


def _local(calculator: Calculator, facts: Facts) -> dict[str, tuple[str, str]]:
    """By input: the figure that the district filled in, and where it comes from."""
    return {
        one.id: (figure.value, f"{figure.year} 年，{figure.source}")
        for one in calculator.inputs
        if one.local is not None and (figure := facts.local[one.local]).value is not None
    }


def _examples(calculator: Calculator, facts: Facts) -> tuple[dict[str, object], ...]:
    """Worked through, so that a reader without scripts sees every step."""
    fields = {one.id: one for one in calculator.inputs}

    def words(name: str, value: str) -> tuple[str, str]:
        labels = {option.value: option.label for option in fields[name].options}
        return fields[name].label, labels.get(value, value)

    return tuple(
        {
            "title": example.title,
            "given": tuple(words(name, value) for name, value in example.given.items()),
            "lines": tuple(run(calculator, example.given, facts).lines),
        }
        for example in calculator.examples
    )


def _deadlines(calculator: Calculator, facts: Facts, bases: Bases) -> tuple[object, ...]:
    if not any(one.options_from == "deadlines" for one in calculator.inputs):
        return ()
    return tuple(
        (key, rule, rule.term, bases.of(rule.basis)) for key, rule in facts.deadlines.items()
    )
