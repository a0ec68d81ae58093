"""What a reader typed, as terms to require and terms to rank by. Pure; never raises.

A twin must follow, in this order: cut to `QUERY_LIMIT` characters; take operators out
(operators.py); fold; join what blanks pull apart (劳 动 仲 裁); articles of laws (laws.py), then other
references (references.py); runs with synonyms (synonyms.py) and fillers (fillers.py). Each run gives `units` (what a page must hold) and `weights` (what it is ranked by); a synonym adds an
alternative to the units that touch the typed word, and terms at `Weights.synonym`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from search.analysis import (
    WORD_LIMIT,
    Run,
    bigrams,
    fold,
    joint,
    runs,
    skeleton,
    widest_pieces,
)
from search.fillers import filler_places
from search.laws import law_references
from search.operators import FieldTest, Parts, recognised_numbers, split_operators
from search.ranking import WEIGHTS, Weights
from search.references import HAN, Reference, ReferenceKind, references
from search.synonyms import NO_SYNONYMS, Expansion, SynonymTable

QUERY_LIMIT = 2000
"""Characters of a query that are read; the rest is ignored and the reader told so."""
PHRASE_LENGTH = 3
IDENTIFIER = 40
"""Characters up to which a query with a case or document number asks for that one page."""
EXPANDED = 60
"""Han characters of a query up to which synonyms widen it: a longer text was pasted and says what it
means in many words, of which every second would have a synonym."""
_SPREAD = re.compile(rf"(?<!\S)[{HAN}](?:[ \t]+[{HAN}])+(?!\S)")


@dataclass(frozen=True)
class Unit:
    """One part of a query that a page must hold: all terms of at least one of the alternatives."""

    alternatives: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Query:
    """`units` decide which pages match, `weights` how they rank, `phrases` (folded) what stands out.

    Operators: `exact` (folded) must stand in a page as typed, `excluded` (folded) must not, `fields`
    must hold; `strict_units` are the units of these, kept even when a query widens. `literal` is the
    whole query, folded, when it excludes or asks for fields: a page that holds it as typed matches
    all the same, since it may be a piece of that page. `numbers` are case and document numbers;
    `is_identifier` when there is little else. A text `is_pasted` that is too long to be typed, and
    it `is_question` when said in one breath with everyday words that stand for others: only pages
    that hold it `as_typed` then go before the closest, since to hold the words around (别人, 客户)
    beside another way to say it tells nothing.
    """

    units: tuple[Unit, ...]
    weights: dict[str, float]
    phrases: tuple[str, ...]
    is_truncated: bool = False
    exact: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    fields: tuple[FieldTest, ...] = ()
    strict_units: tuple[Unit, ...] = ()
    literal: str = ""
    numbers: tuple[str, ...] = ()
    is_identifier: bool = False
    is_pasted: bool = False
    is_question: bool = False
    expansions: tuple[Expansion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing that can be searched: no text, or only punctuation and symbols."""
        return not self.units

    @property
    def as_typed(self) -> Query:
        """The same query, of which a page must hold each unit as it was typed."""
        return replace(self, units=tuple(Unit(unit.alternatives[:1]) for unit in self.units))


@dataclass
class _Draft:
    """A query in the making."""

    synonyms: SynonymTable
    weights: Weights
    required: dict[Unit, None] = field(default_factory=dict)
    ranked: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    is_pasted: bool = False
    expansions: dict[str, Expansion] = field(default_factory=dict)


def parse_query(
    text: str,
    weights: Weights = WEIGHTS,
    synonyms: SynonymTable = NO_SYNONYMS,
    laws: Mapping[str, str] = MappingProxyType({}),
    *,
    with_operators: bool = True,
) -> Query:
    """Every run, word and reference of the query's first `QUERY_LIMIT` characters.

    `laws` are the names by which laws are known, see `laws.names_of`.
    """
    cut = text[:QUERY_LIMIT]
    parts = split_operators(cut) if with_operators else Parts(cut)
    plain = joined(fold(parts.plain))
    is_pasted = sum(len(run.text) for run in runs(plain) if run.is_han) > EXPANDED
    strict = _Draft(NO_SYNONYMS, weights, is_pasted=is_pasted)
    exact = tuple(fold(phrase) for phrase in parts.phrases)
    for operand in (*exact, *(fold(test.value) for test in parts.fields)):
        _add_runs(operand, strict)
    table = NO_SYNONYMS if is_pasted else synonyms
    draft = _Draft(table, weights, dict(strict.required), strict.ranked, is_pasted)
    _add_plain(plain, laws, draft)
    _add_synonym_weights(draft)
    words = (p for p in plain.split() if len(p) >= PHRASE_LENGTH)
    phrases = dict.fromkeys((*exact, *map(fold, parts.quoted), *words))
    numbers = recognised_numbers(fold(cut))
    is_restricted = bool(strict.required or parts.excluded)
    is_in_one_breath = len(draft.required) > 1 and len(plain.split()) == 1
    return Query(
        units=tuple(draft.required),
        weights=dict(draft.ranked),
        phrases=tuple(phrases),
        is_truncated=len(text) > QUERY_LIMIT,
        exact=exact,
        excluded=tuple(fold(operand) for operand in parts.excluded),
        fields=parts.fields,
        strict_units=tuple(strict.required),
        literal=fold(cut).strip() if parts.excluded or parts.fields else "",
        numbers=numbers,
        is_pasted=is_pasted,
        is_question=bool(draft.expansions) and is_in_one_breath and not (is_restricted or numbers),
        is_identifier=bool(numbers) and len(skeleton(cut)) <= IDENTIFIER,
        expansions=tuple(draft.expansions.values()),
    )


def joined(folded: str) -> str:
    """Folded text without the blanks between single characters, as copied from a PDF."""
    return _SPREAD.sub(lambda match: "".join(match.group().split()), folded)


def _add_plain(plain: str, laws: Mapping[str, str], draft: _Draft) -> None:
    """References, and the runs between them."""
    start = 0
    for reference in _typed_references(plain, laws):
        _add_runs(plain[start : reference.start], draft)
        _add_reference(plain[reference.start : reference.end], reference, draft)
        start = reference.end
    _add_runs(plain[start:], draft)


def _typed_references(plain: str, laws: Mapping[str, str]) -> Iterator[Reference]:
    """References in order, none over another; of two that begin together the longer."""
    end = 0
    found = [*law_references(plain, laws), *references(plain, typed=True)]
    for reference in sorted(found, key=lambda r: (r.start, -r.end)):
        if reference.start >= end:
            end = reference.end
            yield reference


def _add_reference(typed: str, reference: Reference, draft: _Draft) -> None:
    """What is meant, or else what was typed, which is left a share of its weight."""
    term, weights = reference.terms[-1], draft.weights
    draft.required[Unit(((term,), tuple(_required_terms(typed))))] = None
    draft.ranked[term] += weights.of(reference.kind)
    if reference.kind is not ReferenceKind.STATUTE:
        _add_ranked(typed, draft, weights.filler)


def _required_terms(folded: str) -> list[str]:
    """The longest terms of a text: a page without one of them does not contain the text.

    A word at either end may be the rest of a longer one, so that only its pieces are sure. A word
    with something on both sides is whole, and so is its touch with the Han characters beside it.
    """
    required: list[str] = []
    before: Run | None = None
    for run in runs(folded):
        if run.is_han:
            required += bigrams(run.text)
        elif _is_whole(run, folded):
            required.append(run.text)
        else:
            required += widest_pieces(run.text)
        if before and before.end == run.start:
            word = run if before.is_han else before
            required += joint(before, run) if _is_whole(word, folded) else ()
        before = run
    return required


def _is_whole(word: Run, folded: str) -> bool:
    return word.start > 0 and word.end < len(folded) and len(word.text) <= WORD_LIMIT


def required_terms(text: str) -> list[str]:
    """The terms that a page must hold to contain `text`, which may stand anywhere in it."""
    return _required_terms(fold(text))


def _add_runs(folded: str, draft: _Draft) -> None:
    for unit in _units(folded, draft):
        draft.required[unit] = None
    _add_ranked(folded, draft)


def _add_ranked(folded: str, draft: _Draft, share: float = 1.0) -> None:
    weights, ranked = draft.weights, draft.ranked
    before: Run | None = None
    for run in runs(folded):
        for term, weight in _ranked_terms(run, weights, draft.is_pasted):
            ranked[term] += share * weight
        if before and before.end == run.start:
            for term in joint(before, run):
                ranked[term] += share * weights.bigram
        before = run


def _units(folded: str, draft: _Draft) -> Iterator[Unit]:
    """The required terms of a text; those that touch a word with synonyms are one of several ways."""
    found = [run for run in runs(folded) if run.is_han]
    expanded = {run.start: list(draft.synonyms.expansions(run.text)) for run in found}
    touched: set[str] = set()
    for run in found:
        for expansion in expanded[run.start]:
            draft.expansions.setdefault(expansion.typed, expansion)
            own = bigrams(run.text)[max(0, expansion.start - 1) : expansion.end]
            ways = (tuple(own), *(tuple(required_terms(word)) for word in expansion.words))
            touched.update(own)
            yield Unit(tuple(dict.fromkeys(ways)))
    for term in _required_terms(folded):
        if term not in touched:
            yield Unit(((term,),))


def _ranked_terms(run: Run, weights: Weights, is_pasted: bool) -> Iterable[tuple[str, float]]:
    """The terms of a run with their weights; those of fillers (怎么办, 我们公司) say little."""
    text = run.text
    if not run.is_han:
        pieces = widest_pieces(text)
        yield text, weights.word
        yield from ((piece, weights.piece / len(pieces)) for piece in pieces)
        return
    filler = filler_places(text)
    if len(filler) == len(text):
        filler = frozenset()
    unigram = weights.unigram_pasted if is_pasted else weights.unigram
    for place, character in enumerate(text):
        yield character, unigram * (weights.filler if place in filler else 1)
    for place, pair in enumerate(bigrams(text) if len(text) > 1 else []):
        is_filler = place in filler or place + 1 in filler
        yield pair, weights.bigram * (weights.filler if is_filler else 1)


def _add_synonym_weights(draft: _Draft) -> None:
    """Terms of synonyms that were not typed, each counted once."""
    typed = set(draft.ranked)
    for expansion in draft.expansions.values():
        weight = min(draft.weights.synonym_most, draft.weights.synonym * (len(expansion.typed) - 1))
        for word in expansion.words:
            for run in runs(fold(word)):
                for term in bigrams(run.text) if run.is_han else [run.text]:
                    if term not in typed:
                        draft.ranked[term] = max(weight, draft.ranked.get(term, 0.0))
