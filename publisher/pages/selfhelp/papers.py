"""文书: the list, and one page each that asks, writes, and prints empty without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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
from selfhelp.facts import calendar_for_browser
from selfhelp.for_browser import calculator_for_browser
from selfhelp.paper import Paper, paper_for_browser
from selfhelp.shelf import Shelf

NOTE = "一次问一题，写好以后可以下载 Word 文件或者打印。填的内容只留在这个页面里，不会发给任何人；也可以打印空白的，用笔填。"


def paper_pages(shelf: Shelf, config: SiteConfig, bases: Bases) -> Iterator[PageJob]:
    """None while there is no paper."""
    if shelf.facts is None or not shelf.papers:
        return
    yield list_page(config.site, PAPERS, shelf.papers, NOTE)
    for paper in shelf.papers.values():
        url = f"{PAPERS}/{paper.id}/"
        tools = [paper.cost.calculator] if paper.cost else []
        if paper.deadlines and "deadline" in shelf.calculators:
            tools.append("deadline")
        yield PageJob(
            f"{url}index.html",
            "paper.html",
            item_view(config, PAPERS, url, paper.title, paper.summary, paper.keywords),
            {
                "paper": paper,
                "data": paper_data(paper, shelf),
                "bases": tuple(map(bases.of, paper.basis)),
                "deadlines": tuple(
                    (d.rule, shelf.facts.deadlines[d.rule]) for d in paper.deadlines
                ),
                "tools": offered_links(TOOLS, tools, shelf.calculators),
            },
        )


def paper_data(paper: Paper, shelf: Shelf) -> dict[str, Any]:
    """All that the page asks, writes and computes with; the facts are the shelf's."""
    facts = shelf.facts
    assert facts is not None
    data = paper_for_browser(paper)
    cost = paper.cost
    data["calculator"] = cost and calculator_for_browser(shelf.calculators[cost.calculator], facts)
    if paper.deadlines:
        rules = {d.rule: facts.deadlines[d.rule] for d in paper.deadlines}
        data["facts"] = {
            "calendar": calendar_for_browser(facts.calendar),
            "deadlines": {
                key: [rule.length, rule.unit.value, rule.rolls, rule.fixed, rule.term]
                for key, rule in rules.items()
            },
        }
        data["rules"] = {key: [rule.title, rule.start] for key, rule in rules.items()}
    return data
