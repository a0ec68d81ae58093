"""办事路径: nested pages from a trouble to what to do; each works without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from district.models import SiteConfig
from publisher.model.library import Library
from publisher.pages.selfhelp.offers import (
    FIND,
    PAPERS,
    TOOLS,
    Bases,
    item_view,
    list_page,
    offered_links,
)
from publisher.pages.view import Crumb, PageJob
from selfhelp.shelf import Shelf
from selfhelp.way import Way

NOTE = "选一件烦心事，答两三个问题，看适用什么、先做什么、什么时候以前、用哪份文书、找谁。"


def way_pages(
    shelf: Shelf, library: Library, config: SiteConfig, bases: Bases
) -> Iterator[PageJob]:
    """None while there is no way."""
    if shelf.facts is None or not shelf.ways:
        return
    yield list_page(config.site, FIND, shelf.ways, NOTE)
    for way in shelf.ways.values():
        for name in (*way.questions, *way.ends):
            yield _page(way, name, shelf, library, config, bases)


def address(way: Way, name: str) -> str:
    """The start of a way has the way's own address, relative to the site's root."""
    return f"{FIND}/{way.id}/" if name == way.start else f"{FIND}/{way.id}/{name}/"


def _page(
    way: Way, name: str, shelf: Shelf, library: Library, config: SiteConfig, bases: Bases
) -> PageJob:
    before = way.way_to(name)
    steps = [*before, name]
    chosen = tuple(
        (
            way.questions[a].ask,
            next(x.say for x in way.questions[a].answers if x.to == b),
            address(way, a),
        )
        for a, b in pairwise(steps)
    )
    above = () if name == way.start else (Crumb(way.title, address(way, way.start)),)
    url = address(way, name)
    context: dict[str, object] = {"way": way, "chosen": chosen}
    if name in way.questions:
        asking = way.questions[name]
        title = way.title if name == way.start else f"{way.title}：{asking.ask}"
        answers = tuple(Crumb(answer.say, address(way, answer.to)) for answer in asking.answers)
        context |= {"asking": asking, "answers": answers, "end": None}
    else:
        end = way.ends[name]
        title = f"{way.title}：{end.title}"
        assert shelf.facts is not None
        context |= {
            "asking": None,
            "end": end,
            "bases": tuple(map(bases.of, end.basis)),
            "deadlines": tuple((key, shelf.facts.deadlines[key]) for key in end.by),
            "papers": offered_links(PAPERS, end.papers, shelf.papers),
            "tools": offered_links(TOOLS, end.tools, shelf.calculators),
            "pages": tuple(
                Crumb(library.by_id[key].meta.title, library.by_id[key].url)
                for key in end.pages
                if key in library.by_id
            ),
        }
    summary = way.summary if name == way.start else f"{way.title}。{way.summary}"
    view = item_view(config, FIND, url, title, summary, way.keywords, above)
    return PageJob(f"{url}index.html", "way.html", view, context)
