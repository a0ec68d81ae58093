"""盲索引: full-text search over encrypted texts without keeping their words. Pure.

Eu-Jin Goh's construction (Secure Indexes, 2003): a term gives a trapdoor under the key, and the
trapdoor gives each matter a codeword of its own. The same word therefore looks different in every
matter: without the key the index tells how many different terms a matter has, and nothing else.

The codewords of a matter are sorted and stand one after the other, so their order tells nothing of
the text. One is looked for as four bytes anywhere in them, which finds a wrong one about once in two
million looks; a hit says that all terms are there, not that they stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from district.forms.fields import FieldKind
from forms_backend.database.limits import MAX_CODEWORD_BYTES
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.payload import Answer
from search.analysis import terms
from search.query import parse_query

CODEWORD_BYTES = 4
_TRAPDOOR_BYTES = 32
_PURPOSE = "search index"
_NOT_SEARCHED = frozenset({FieldKind.CONSENT.value})
Finder = Callable[[int, bytes], bool]
"""Whether the matter with this id and these codewords holds what is looked for."""
Sharer = Callable[[int, bytes], float]
"""Which share, 0 to 1, of what is looked for the matter with this id and these codewords holds."""
_FEWEST_TERMS = 3


@dataclass(frozen=True)
class Plan:
    """What is looked for under one key: of each unit one of its ways, of each way all trapdoors."""

    units: tuple[tuple[tuple[bytes, ...], ...], ...]


@lru_cache(maxsize=32_768)
def _trapdoor(key: bytes, term: str) -> bytes:
    return blake2b(term.encode(), key=key, digest_size=_TRAPDOOR_BYTES).digest()


def _row(submission_id: int) -> bytes:
    return submission_id.to_bytes(8, "big")


class BlindIndex:
    """Codewords under one key; under the `old` one too until a rotation has made all entries anew,
    so that what is added to an old entry is found together with what stands there."""

    def __init__(self, key: bytes, old: bytes | None = None) -> None:
        self._keys = (key, *filter(None, [old]))

    def codewords(self, submission_id: int, texts: Iterable[str], known: bytes = b"") -> bytes:
        """The codewords of a matter for all terms of `texts`, together with those `known`."""
        return codewords_of(submission_id, self.trapdoors(texts), known)

    def trapdoors(self, texts: Iterable[str], *, whole: bool = False) -> frozenset[bytes]:
        """What all terms of `texts` give under the key, whatever matter they stand in; `whole`: they
        are all texts of the matter, so that nothing under an old key stands beside them."""
        found = {term for text in texts for term in terms(text)}
        keys = self._keys[:1] if whole else self._keys
        return frozenset(_trapdoor(key, term) for key in keys for term in found)

    def plans(self, text: str) -> Sequence[Plan]:
        """What all words of `text` ask for, one plan for each key; a matter holds it that holds what
        one of them asks for. Empty when there is nothing to look for."""
        return [plan for key in self._keys if (plan := _plan(key, text))]

    def finder(self, text: str) -> Finder | None:
        """For all words of `text`; None when there is nothing to look for."""
        found = [*map(_finder, self.plans(text))]
        if len(found) < 2:
            return found[0] if found else None
        new, old = found
        return lambda row, codewords: new(row, codewords) or old(row, codewords)

    def namer(self, name: str) -> Sharer:
        """As `sharer`, for a name: one too short to be shared in part is there as a whole, 1, or not.
        A name of signs alone is nowhere."""
        if len(_telling(name)) >= _FEWEST_TERMS:
            return self.sharer(name)
        finder = self.finder(name)
        return lambda row, codewords: float(finder is not None and finder(row, codewords))

    def sharer(self, text: str) -> Sharer:
        """For the telling terms of `text`, those of two characters and more; 0 for too few of them
        to tell anything."""
        sharers = [_sharer(key, text) for key in self._keys]
        return lambda row, codewords: max(share(row, codewords) for share in sharers)


def _plan(key: bytes, text: str) -> Plan | None:
    units = parse_query(text, with_operators=False).units
    found = tuple(
        tuple(tuple(_trapdoor(key, term) for term in terms) for terms in unit.alternatives)
        for unit in units
    )
    return Plan(found) if found else None


def _finder(plan: Plan) -> Finder:
    sure = [_keyed(one) for ways in plan.units if len(ways) == 1 for one in ways[0]]
    open_ = [[[*map(_keyed, way)] for way in ways] for ways in plan.units if len(ways) > 1]

    def holds(submission_id: int, codewords: bytes) -> bool:
        row = submission_id.to_bytes(8, "big")
        if not _holds_all(sure, row, codewords):
            return False
        for states in open_:
            for way in states:
                if _holds_all(way, row, codewords):
                    break
            else:
                return False
        return True

    return holds


def _telling(text: str) -> list[str]:
    """Terms of two characters and more."""
    return [term for term in sorted(terms(text)) if len(term) > 1]


def _sharer(key: bytes, text: str) -> Sharer:
    states = [_keyed(_trapdoor(key, term)) for term in _telling(text)]

    def share(submission_id: int, codewords: bytes) -> float:
        if len(states) < _FEWEST_TERMS:
            return 0.0
        row, held = submission_id.to_bytes(8, "big"), 0
        for known in states:
            state = known.copy()
            state.update(row)
            held += state.digest() in codewords
        return held / len(states)

    return share


def _keyed(trapdoor: bytes) -> blake2b:
    return blake2b(key=trapdoor, digest_size=CODEWORD_BYTES)


def codewords_of(submission_id: int, trapdoors: Iterable[bytes], known: bytes = b"") -> bytes:
    """The codewords that `trapdoors` give a matter, together with those `known`."""
    found = {known[i : i + CODEWORD_BYTES] for i in range(0, len(known), CODEWORD_BYTES)}
    row = _row(submission_id)
    for trapdoor in trapdoors:
        found.add(blake2b(row, key=trapdoor, digest_size=CODEWORD_BYTES).digest())
    return b"".join(sorted(found))[:MAX_CODEWORD_BYTES]


def _holds_all(states: list[blake2b], row: bytes, codewords: bytes) -> bool:
    """Runs some ten thousand times a search: each state has taken its key already, the first miss
    ends it, and what missed is asked first from now on, so that rare terms come to the front."""
    for place, known in enumerate(states):
        state = known.copy()
        state.update(row)
        if state.digest() not in codewords:
            if place:
                states.insert(0, states.pop(place))
            return False
    return True


def blind_index(cipher: PayloadCipher) -> BlindIndex:
    """The index under the key that follows from FABU_DATA_KEY."""
    return BlindIndex(cipher.derive_key(_PURPOSE), cipher.derive_old_key(_PURPOSE))


def searchable(answers: Iterable[Answer]) -> list[str]:
    """What people read on the matter's page: all answers but the consents."""
    return [answer.display for answer in answers if answer.kind not in _NOT_SEARCHED]
