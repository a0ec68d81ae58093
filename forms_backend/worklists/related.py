"""相近的件 and 企业往来: what else there is of the same firm, of the same words, against the same unit."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from forms_backend.database.limits import DETAIL_LENGTH, NUMBER_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.fields.field_rules import firm_as_counted
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.service import Row, row_of
from forms_backend.matters.states.permissions import may_see_title
from forms_backend.matters.states.transitions import OPEN_STATES
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import BlindIndex, blind_index
from forms_backend.submissions.payload import decode_answers
from forms_backend.worklists import messages
from forms_backend.worklists.index_repository import Entry, IndexRepository
from forms_backend.worklists.repository import ListRepository
from forms_backend.worklists.service import circle_of
from forms_backend.worklists.titles import UNREADABLE, Title, title_of

NEWEST = 1_000
"""So many matters are looked through for similar ones: what came long before is seldom the same."""
SHOWN = 6
_TRIED = 24
"""So many of the likeliest are opened."""
WORDS_HELD = 0.6
"""From this share of the words of a title on another text is about the same."""
FIRM_HELD = 0.5
"""From this share on a name is compared: written with brackets or spaces it holds fewer of its parts."""
EVERYTHING = 100_000
MOST_OF_A_FIRM = 300
_NAMED = DETAIL_LENGTH // (NUMBER_LENGTH + 1) - 10
_NO_UNIT = frozenset({None, "unknown", "other-unit"})


class Likeness(StrEnum):
    """Why a matter is shown beside another."""

    FIRM = "firm"
    WORDS = "words"
    ACCUSED = "accused"

    @property
    def label(self) -> str:
        return messages.LIKENESS[self.value]


@dataclass(frozen=True)
class Similar:
    """One matter beside the open one; `may_carry` whether the open one could be joined to it."""

    row: Row
    title: Title
    why: tuple[Likeness, ...]
    may_carry: bool


@dataclass(frozen=True)
class FirmMatters:
    """The matters of one firm that the person may see, newest first."""

    firm: str
    found: Sequence[tuple[Row, Title]]


class RelatedService:
    """Only what the person could open stands in any answer; confidential matters only for their
    circle. Each view is one event in the ledger."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._index: BlindIndex = blind_index(cipher)
        self._digest_key = cipher.derive_key("search digest")

    def similar(self, person: Person, number: str) -> Sequence[Similar]:
        """The likeliest first, at most SHOWN. Raises MatterNotFoundError."""
        today = local_date(self._clock())
        with self._database.read() as work:
            (submission, matter), facts = work[MatterRepository].get_visible(person, number)
            if not may_see_title(person, facts):
                return ()
            own = self._title((submission, matter))
            entries = work[IndexRepository].newest_entries(person, submission.id, NEWEST)
            scored = self._scored(entries, own, (submission.category, matter.accused_unit))
            ids = [id_ for _, id_ in sorted(scored, reverse=True)[:_TRIED]]
            likely = {id_: why for (_, id_), why in scored.items()}
            found = []
            for first, carrier in work[ListRepository].pairs(ids):
                title = self._title((first, carrier))
                same_kind = first.category == submission.category
                why = _confirmed(likely[first.id], own, title, same_kind=same_kind)
                if why and may_see_title(person, circle_of(carrier)):
                    row = row_of((first, carrier), today)
                    fits = (
                        first.id < submission.id
                        and row.state in OPEN_STATES
                        and carrier.confidential == matter.confidential
                    )
                    found.append(Similar(row, title, why, fits))
        shown = found[:SHOWN]
        if shown:
            numbers = "、".join(one.row.number for one in shown)
            detail = {"count": str(len(shown)), "numbers": numbers}
            self._record(person, Action.TITLES_READ, detail)
        return shown

    def _scored(
        self, entries: Sequence[Entry], own: Title, about: tuple[str | None, str | None]
    ) -> dict[tuple[float, int], tuple[Likeness, ...]]:
        """Score and id of what may be similar, with the reasons that the index gives."""
        category, accused = about
        firm = self._index.namer(own.firm)
        share = self._index.sharer(own.subject)
        found = {}
        for entry in entries:
            named = firm(entry.id, entry.codewords)
            same_firm = named >= FIRM_HELD
            held = share(entry.id, entry.codewords)
            same_unit = accused not in _NO_UNIT and entry.accused_unit == accused
            why = (
                *((Likeness.FIRM,) if same_firm else ()),
                *((Likeness.WORDS,) if held >= WORDS_HELD else ()),
                *((Likeness.ACCUSED,) if same_unit else ()),
            )
            telling = set(why) - {Likeness.ACCUSED} or entry.category == category
            if why and telling:
                words = 2 * held if Likeness.WORDS in why else 0.0
                found[3 * named * same_firm + words + same_unit, entry.id] = why
        return found

    def firm_of(self, person: Person, number: str) -> str | None:
        """The firm of a matter, sealed for the address of its file; None where there is none or the
        person may not read it in a list. Raises MatterNotFoundError."""
        with self._database.read() as work:
            pair, facts = work[MatterRepository].get_visible(person, number)
            firm = self._title(pair).firm if may_see_title(person, facts) else ""
        if not firm_as_counted(firm):  # nothing, or signs alone
            return None
        sealed = self._cipher.encrypt(f"firm:{person.login}", firm.encode())
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def unseal(self, person: Person, sealed: str) -> str | None:
        """The firm that was sealed for this very person; None for anything else."""
        try:
            blob = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self._cipher.decrypt(f"firm:{person.login}", blob).decode()
        except (DecryptionError, binascii.Error, ValueError):
            return None

    def open_firm(self, person: Person, firm: str) -> FirmMatters:
        """The matters of the firm; that its file was opened is one event, which stands also for what
        other registers show of it."""
        today = local_date(self._clock())
        wanted = firm_as_counted(firm)
        with self._database.read() as work:
            share, lists = self._index.namer(firm), work[ListRepository]
            entries = work[IndexRepository].newest_entries(person, 0, EVERYTHING)
            named = [(share(e.id, e.codewords), e.id) for e in entries]
            likely = sorted((one for one in named if one[0] >= FIRM_HELD), reverse=True)
            ids = sorted((id_ for _, id_ in likely[:MOST_OF_A_FIRM]), reverse=True)
            pairs = lists.pairs(ids)
            found = [
                (row_of(pair, today), title)
                for pair in pairs
                if may_see_title(person, circle_of(pair[1]))
                and firm_as_counted((title := self._title(pair)).firm) == wanted
            ]
        digest = blake2b(wanted.encode(), key=self._digest_key, digest_size=16).hexdigest()
        numbers = "、".join(row.number for row, _ in found[:_NAMED])
        detail = {"query_digest": digest, "count": str(len(found)), "numbers": numbers}
        self._record(person, Action.FIRM_READ, detail)
        return FirmMatters(firm, found)

    def _title(self, pair: Pair) -> Title:
        try:
            payload = self._cipher.decrypt(pair[0].number, pair[0].payload)
        except DecryptionError:
            return UNREADABLE
        return title_of(decode_answers(payload))

    def _record(self, person: Person, action: Action, detail: dict[str, str]) -> None:
        with self._database.write() as work:
            work[LedgerRepository].append(
                action, number=None, actor=person.actor, at=self._clock(), detail=detail
            )


def _confirmed(
    why: tuple[Likeness, ...], own: Title, other: Title, *, same_kind: bool
) -> tuple[Likeness, ...]:
    """The index says that parts of a name are somewhere in a text: the firm is compared."""
    if Likeness.FIRM not in why or firm_as_counted(own.firm) == firm_as_counted(other.firm):
        return why
    rest = tuple(one for one in why if one is not Likeness.FIRM)
    return rest if Likeness.WORDS in rest or same_kind else ()
