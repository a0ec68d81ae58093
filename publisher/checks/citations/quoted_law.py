"""What a text quotes from an article stands in it, where a pack holds the words (G813)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from law.citation import Citation
from law.judging import Period, texts_meant
from law.names import short_title
from law.texts.wording import ArticleText, written
from publisher.checks.context import CheckContext
from publisher.model.citing import Passage
from publisher.model.finding import Finding

_QUOTED = re.compile(
    r"(?:[（(][^（）()\n]{0,40}[）)])?(?:中|里|还|也|均|已|就|则|又)?(?:的|明文|明确|专门)?"
    r"(?:规定|载明|写明|写道|明确|要求|指出|所称|的表述是|的原文是)(?:了|的是|为)?\s{0,3}[：:，,]?\s{0,3}"
    r"[“「\"]([^“”「」\"]{1,600})[”」\"]"
)
_LEFT_OUT = re.compile(r"…+|\.{3,}|\*{3,}|[（(]略[）)]")
_NOT_WORDS = re.compile(r"[^\w]+|_")
_SHORTEST = 8
"""Characters: fewer are a term that is named, not a sentence that is quoted."""
_SHOWN = 60


def check_quoted_words(
    path: str,
    cited: Iterable[tuple[Citation, Passage, tuple[Period, ...]]],
    context: CheckContext,
) -> Iterator[Finding]:
    """G813: 第N条规定：“…” whose words are in none of the articles cited, in no text that may be
    meant. Silent where the pack lacks one of these texts."""
    if not context.pack:
        return
    for citation, passage, periods in cited:
        match = _QUOTED.match(passage.text, citation.end) if citation.articles else None
        if match is None:
            continue
        parts = [_words(part) for part in _LEFT_OUT.split(match[1])]
        parts = [part for part in parts if part]
        if sum(map(len, parts)) < _SHORTEST:
            continue
        articles = _articles(citation, periods, context)
        if articles and not any(_holds(_words(a.words), parts) for a in articles):
            places = "、".join(written((a.number, a.inserted)) for a in citation.articles[:3])
            yield Finding(
                path,
                citation.line,
                "G813",
                f"引号里的“{_cut(match[1])}”不在《{short_title(citation.law)}》{places}里，"
                f"条文是“{_cut(_nearest(articles, match[1]))}”",
            )


def _articles(
    citation: Citation, periods: Iterable[Period], context: CheckContext
) -> list[ArticleText]:
    """The articles cited in every text that may be meant; none where one of them is not held."""
    instrument = citation.instrument
    if instrument is None:
        return []
    texts = [t for period in periods for t in texts_meant(citation, context.registry, period)]
    found: list[ArticleText] = []
    for version in dict.fromkeys(texts):
        text = context.pack.text(instrument, version)
        if text is None:
            return []
        numbers = [(a.number, a.inserted) for a in citation.articles]
        found += [article for n in numbers if (article := text.by_number.get(n))]
    return found


def _holds(words: str, parts: Iterable[str]) -> bool:
    """Whether `parts` stand in `words` in this order."""
    at = 0
    for part in parts:
        found = words.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True


def _words(text: str) -> str:
    """Without punctuation and blanks, which editors set as their sentence needs."""
    return _NOT_WORDS.sub("", text)


def _nearest(articles: Iterable[ArticleText], quoted: str) -> str:
    lines = [line for article in articles for line in article.lines]
    return max(lines, key=lambda line: SequenceMatcher(None, line, quoted).ratio(), default="")


def _cut(text: str) -> str:
    shown = " ".join(text.split())
    return f"{shown[:_SHOWN]}……" if len(shown) > _SHOWN else shown
