"""What stands first, and as what: not three papers before the page that explains, and of questions and
answers the question itself. Pure.

A twin must move the same documents and choose the same question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from search.analysis import skeleton
from search.document import Section
from search.ranking import WEIGHTS, Weights

ACTING = frozenset({"way", "tool", "paper", "term", "law"})
"""Kinds that are short and say little but the words of a question: all of them would come first."""
WINDOW = 10
"""Results among which places are exchanged."""
QUESTIONS = "faq"
ARTICLES = "law"
_LAW_ARTICLE = re.compile(r"§(.{2,})条[0-9]+$")
_YEAR = r"(?<![0-9])((?:19|20)[0-9]{2})"
_TYPED_YEAR = re.compile(
    rf"{_YEAR} ?年?(?:修正|修订|版|文本|本)?[)\]》〕 ]*的?第? ?[0-9零〇一二三四五六七八九十百千]{{1,9}} ?条"
)
_YEAR_OF_TEXT = re.compile(rf"{_YEAR}(?=[年修])")


def with_variety(
    ranked: Sequence[int],
    kinds: Mapping[int, str],
    score_of: Callable[[int], float],
    weights: Weights = WEIGHTS,
) -> list[int]:
    """`ranked` with at most one document of `ACTING` kinds among the first `Weights.leading`, and no law,
    as long as there are others in the window with `Weights.leading_share` of its score. `kinds` of the
    window, without that of laws that the query names."""
    window = list(ranked[:WINDOW])
    leading: list[int] = []
    behind: list[int] = []
    for place, document in enumerate(window):
        if len(leading) == weights.leading:
            break
        needed = weights.leading_share * score_of(document)
        can_wait = any(
            kinds[other] not in ACTING and score_of(other) >= needed
            for other in window[place + 1 :]
        )
        has_one = any(kinds[other] in ACTING for other in leading)
        waits = kinds[document] in ACTING and (has_one or kinds[document] == ARTICLES)
        is_next = not (waits and can_wait)
        (leading if is_next else behind).append(document)
    taken = {*leading, *behind}
    return [*leading, *behind, *(document for document in ranked if document not in taken)]


def named_laws(terms: Iterable[str]) -> frozenset[str]:
    """The laws of whose articles a query's terms speak, as skeletons of their names."""
    return frozenset(found[1] for term in terms if (found := _LAW_ARTICLE.match(term)))


def is_named(title: str, typed: str, laws: Collection[str]) -> bool:
    """Whether a query names the law of that title: `typed` is its skeleton, `laws` as `named_laws`."""
    name = skeleton(title)
    return name in laws or name in typed


def with_named_law(ranked: Sequence[int], is_named: Callable[[int], bool]) -> list[int]:
    """`ranked` with the law first whose article was typed by name and number, where it is among the
    first: who names it wants it, not what cites it."""
    named = [document for document in ranked[:WINDOW] if is_named(document)]
    return [*named, *(document for document in ranked if document not in named)]


def answering_question(
    title: str, sections: Sequence[Section], worth: Callable[[str], float]
) -> int | None:
    """The place of the question that says most of what was asked, the first of equals; None when no
    question says more of it than the page's `title`: who asks for the page gets the page. Not the
    summary: it lists what the questions ask, and would say as much as any of them. `worth` of a text:
    how much of what was typed stands in it."""
    worths = [worth(name) for _, name, _ in sections]
    best = max(worths, default=0.0)
    return worths.index(best) if best > worth(title) else None


def answering_article(
    text: str,
    title: str,
    sections: Sequence[Section],
    worth: Callable[[str], float],
    is_asked: Callable[[str], bool],
    years: Collection[str] = (),
) -> int | None:
    """The article of a law that a query means: the first whose number `is_asked`, else the one that says
    most of what was typed, and more than the law's `title`: who asks for the law gets the law. None where
    `years`, as `typed_years`, are those of another text than the one that the first line names."""
    own = _YEAR_OF_TEXT.findall(text[: text.find("\n")])
    if years and own and set(own).isdisjoint(years):
        return None
    for number, (_, name, _) in enumerate(sections):
        if is_asked(name):
            return number
    parts = [text[slice(*bounds_of(sections, n, len(text)))] for n in range(len(sections))]
    worths = list(map(worth, parts))
    best = max(worths, default=0.0)
    return worths.index(best) if best > worth(title) else None


def typed_years(folded: str) -> frozenset[str]:
    """The years by which a folded query names the text of which it wants an article: 公司法2018年第88条."""
    return frozenset(_TYPED_YEAR.findall(folded))


def bounds_of(sections: Sequence[Section], number: int, prose: int) -> tuple[int, int]:
    """Where in the text that section begins and ends."""
    end = sections[number + 1][0] if number + 1 < len(sections) else prose
    return sections[number][0], end


def place_of(url: str, anchor: str) -> str:
    """The address of a section: a page below `url` where its anchor ends with a slash."""
    return f"{url}{anchor}" if anchor.endswith("/") else f"{url}#{anchor}"
