"""Calculators, papers and ways (自助) can be used, rest on law in force, and have their figures."""

from __future__ import annotations

from district.errors import ConfigError, ConfigProblem
from district.layers import read_layered
from law.citation import Citation, citations
from law.judging import Period, Status, judge
from publisher.checks.configuration import finding_at, place_of
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library
from selfhelp.facts import LOCAL, LPR
from selfhelp.shelf import Shelf, load_shelf
from selfhelp.way import FOLDER as WAYS


def check_selfhelp_can_be_used(library: Library, context: CheckContext) -> list[Finding]:
    """T506 for mistakes in ways, P708 for those in calculators, papers and their facts, P707 for
    figures that only the district knows or that have run out."""
    shelf = load_shelf(context.config_folder)
    problems = [
        *shelf.mistakes,
        *_bases_that_do_not_hold(shelf, context),
        *_pages_missing(shelf, context),
    ]
    return [
        *(finding_at(context, _code(problem), problem) for problem in problems),
        *_figures_asked_for(shelf, context),
    ]


def _code(problem: ConfigProblem) -> str:
    return "T506" if problem.path.startswith(f"{WAYS}/") else "P708"


def _bases_that_do_not_hold(shelf: Shelf, context: CheckContext) -> list[ConfigProblem]:
    """Every basis names at least one law of the registry, with articles that it has, in force."""
    found = []
    for place, text in shelf.bases():
        cited = list(citations(text, context.registry, day=context.today))
        known = [c for c in cited if c.instrument and not c.instrument.has_ended(context.today)]
        if not cited or len(known) < len(cited):
            found.append(ConfigProblem(place, f"依据“{text}”不是法律目录中的现行法律"))
        elif any(_is_wrong(one, context) for one in known):
            found.append(ConfigProblem(place, f"依据“{text}”的条、款、项在现行文本里没有"))
    return found


def _is_wrong(citation: Citation, context: CheckContext) -> bool:
    now = Period.of_day(context.today)
    judged = (
        judge(citation, place, context.registry, now, context.today).status
        for place in citation.places or (None,)
    )
    return any(status in (Status.BEYOND, Status.BELOW, Status.NOT_YET) for status in judged)


def _pages_missing(shelf: Shelf, context: CheckContext) -> list[ConfigProblem]:
    """Pages that a way of the district's own names; those of the national ways are shown where the
    district has them."""
    found = []
    for key, way in shelf.ways.items():
        name = f"{WAYS}/{key}.yml"
        for end_name, end in way.ends.items():
            for index, page in enumerate(end.pages):
                at = f"ends.{end_name}.pages.{index}"
                if page not in context.names_on_disk and not _is_national(context, name, at):
                    found.append(ConfigProblem(f"{name}: {at}", f"没有“{page}”这篇稿件"))
    return found


def _is_national(context: CheckContext, name: str, key: str) -> bool:
    try:
        return read_layered(context.config_folder, name).place(key).national
    except ConfigError:
        return True


def _figures_asked_for(shelf: Shelf, context: CheckContext) -> list[Finding]:
    if shelf.facts is None:
        return []
    found = []
    missing = [f.title for f in shelf.facts.local.values() if f.value is None]
    if missing:
        message = f"还没有填写本地的数：{'、'.join(missing)}"
        found.append(Finding(*place_of(context, LOCAL, ""), "P707", message))
    old = [
        f.title for f in shelf.facts.local.values() if f.year and f.year < context.today.year - 2
    ]
    if old:
        message = f"本地的数已经旧了：{'、'.join(old)}"
        found.append(Finding(*place_of(context, LOCAL, ""), "P707", message))
    until = shelf.facts.lpr.holds_until
    if until < context.today:
        message = f"LPR 只载入到 {until} 为止，以后的利息都是“暂定”"
        found.append(Finding(*place_of(context, LPR, "holds_until"), "P707", message))
    return found
