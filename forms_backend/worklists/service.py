"""Work lists and the search over them; each method is one transaction."""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b, sha256

from forms_backend.database.limits import SEARCH_LENGTH
from forms_backend.database.transactions import Database
from forms_backend.database.work import Work
from forms_backend.identity.person import Person
from forms_backend.ledger.actions import Action
from forms_backend.ledger.repository import LedgerRepository
from forms_backend.matters.assist_repository import AssistRepository, asked_in
from forms_backend.matters.repository import MatterRepository, Pair
from forms_backend.matters.service import Row, row_of
from forms_backend.matters.states.permissions import Asked, Facts, may_see_title
from forms_backend.matters.tables import Assist, Matter
from forms_backend.running.clock import Clock, local_date
from forms_backend.sealing.errors import DecryptionError
from forms_backend.sealing.keys import PayloadCipher
from forms_backend.submissions.blind_index import blind_index
from forms_backend.submissions.payload import decode_answers
from forms_backend.submissions.state import State
from forms_backend.submissions.tables import Submission
from forms_backend.worklists.index_service import matters_holding
from forms_backend.worklists.lists import Selection, WorkList
from forms_backend.worklists.repository import ListRepository
from forms_backend.worklists.tasks import Late, TaskCount
from forms_backend.worklists.titles import UNREADABLE, Title, title_of

_NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{6}-[0-9]{6}")
_PART = re.compile(r"[A-Z]{0,4}[0-9]{0,6}-?[0-9]{3,6}|[A-Z]{2,4}[0-9]{1,6}-?")
"""What may be a part of a number: its end, or its beginning."""
_SURE_DIGITS = 5
"""From so many digits on a part is taken for a number and not for a word: "577" is an article."""
_BATCH = 200
_Standing = Mapping[int, Sequence[Assist]]
"""By the id of a matter, its 协办 that was neither sent back nor let go."""


@dataclass(frozen=True)
class Awaited:
    """协办 of a matter that is still to come: how many, and by how many days the first is late."""

    count: int
    late_days: int


@dataclass(frozen=True)
class Helper:
    """协办 as a list tells it: whom a matter was asked of, and whether the contribution is there."""

    unit: str
    login: str | None
    has_given: bool


@dataclass(frozen=True)
class Whole:
    """A whole selection for a file, of the day on which it was made; by number, its titles and 协办."""

    rows: Sequence[Row]
    titles: Mapping[str, Title]
    helpers: Mapping[str, Sequence[Helper]]
    today: date


@dataclass(frozen=True)
class Page:
    """One page of a selection; `counts` are those of the lists without filters and search.
    `titles` by number; a matter whose title the person may not see in a list has none."""

    rows: Sequence[Row]
    total: int
    counts: Mapping[WorkList, int]
    titles: Mapping[str, Title]
    tasks: Sequence[TaskCount]
    late: Mapping[Late, int]
    assists: Mapping[str, Awaited]
    """By number, of matters to which somebody is still to contribute."""
    helpers: Mapping[str, Sequence[Helper]]
    today: date


@dataclass(frozen=True)
class Sought:
    """What came of a search: a number to open, or a sealed text for the address of the results."""

    number: str | None
    sealed: str | None


class ListService:
    """工作列表 for staff."""

    def __init__(self, database: Database, cipher: PayloadCipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._index = blind_index(cipher)
        self._digest_key = cipher.derive_key("search digest")

    def page(self, person: Person, selection: Selection, *, number: int, size: int) -> Page:
        """Page `number` of what `person` may see of the selection; that its titles were read goes
        into the ledger, one event for the page."""
        today, start = local_date(self._clock()), (number - 1) * size
        with self._database.read() as work:
            lists = work[ListRepository]
            counts = lists.counts(person, today)
            if selection.text:
                found = self._search(work, person, selection, today)
                total, ids = len(found), found[start : start + size]
            else:
                whole = selection.filters.is_empty
                count = counts.lists[selection.which] if whole else None
                total = lists.count(person, selection, today) if count is None else count
                ids = lists.ids(person, selection, today, offset=start, limit=size)
            pairs = lists.pairs(ids)
            rows = [row_of(pair, today) for pair in pairs]
            standing = _standing(work, pairs)
            titles, helpers = self._titles(person, pairs, standing), _helpers(pairs, standing)
            assists = _awaited(pairs, standing, today)
        self._tell(person, Action.TITLES_READ, titles)
        return Page(
            rows,
            total,
            counts.lists,
            titles,
            counts.tasks,
            counts.late,
            assists,
            helpers,
            today,
        )

    def rows(self, person: Person, selection: Selection, limit: int) -> Whole:
        """The first `limit` matters of the selection, with titles as on the page; one event in the
        ledger."""
        today = local_date(self._clock())
        with self._database.read() as work:
            lists = work[ListRepository]
            found = (
                self._search(work, person, selection, today)
                if selection.text
                else lists.ids(person, selection, today, limit=limit)
            )[:limit]
            batches = [found[at : at + _BATCH] for at in range(0, len(found), _BATCH)]
            pairs = [pair for batch in batches for pair in lists.pairs(batch)]
            standing = _standing(work, pairs)
            rows = [row_of(pair, today) for pair in pairs]
            titles, helpers = self._titles(person, pairs, standing), _helpers(pairs, standing)
        digest = sha256("\n".join(row.number for row in rows).encode()).hexdigest()
        self._record(person, Action.LIST_EXPORTED, {"count": str(len(rows)), "content": digest})
        return Whole(rows, titles, helpers, today)

    def titles_for_file(self, person: Person, numbers: Sequence[str]) -> Mapping[str, Title]:
        """Firm and subject of those of the matters that the person may see in a list, by number; one
        event in the ledger. What was made anonymous has neither."""
        titles: dict[str, Title] = {}
        with self._database.read() as work:
            for at in range(0, len(numbers), _BATCH):
                pairs = work[ListRepository].pairs_of(numbers[at : at + _BATCH])
                titles |= self._titles(person, pairs, _standing(work, pairs))
        digest = sha256("\n".join(sorted(titles)).encode()).hexdigest()
        self._record(person, Action.LIST_EXPORTED, {"count": str(len(titles)), "content": digest})
        return titles

    def neighbours(
        self, person: Person, selection: Selection, number: str
    ) -> tuple[str | None, str | None]:
        """The numbers before and after that one in the selection; both None when it is not in it."""
        today = local_date(self._clock())
        with self._database.read() as work:
            pair = work[MatterRepository].find(number)
            lists = work[ListRepository]
            ids = (
                self._search(work, person, selection, today)
                if selection.text
                else lists.ids(person, selection, today)
            )
            if pair is None or pair[0].id not in ids:
                return None, None
            at = ids.index(pair[0].id)
            wanted = (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
            return (
                lists.number_of(wanted[0]) if wanted[0] else None,
                lists.number_of(wanted[1]) if wanted[1] else None,
            )

    def _search(
        self, work: Work, person: Person, selection: Selection, today: date
    ) -> Sequence[int]:
        lists = work[ListRepository]
        found = matters_holding(work, self._cipher, self._index, person, selection.text) or set()
        pattern = _part_of_number(selection.text)
        return lists.search(person, selection, today, found, pattern)

    def _titles(
        self, person: Person, pairs: Sequence[Pair], standing: _Standing
    ) -> dict[str, Title]:
        """By number, of those that the person may see in a list."""
        return {
            submission.number: self._title(submission)
            for submission, matter in pairs
            if may_see_title(person, circle_of(matter, asked_in(standing.get(submission.id, ()))))
        }

    def _title(self, submission: Submission) -> Title:
        """One damaged matter must not take a list away from everybody; its own page says more."""
        try:
            payload = self._cipher.decrypt(submission.number, submission.payload)
        except DecryptionError:
            return UNREADABLE
        return title_of(decode_answers(payload))

    def _tell(self, person: Person, action: Action, titles: Mapping[str, Title]) -> None:
        if titles:
            numbers = "、".join(titles)
            self._record(person, action, {"count": str(len(titles)), "numbers": numbers})

    def _record(self, person: Person, action: Action, detail: Mapping[str, str]) -> None:
        with self._database.write() as work:
            work[LedgerRepository].append(
                action, number=None, actor=person.actor, at=self._clock(), detail=detail
            )

    def search(self, person: Person, typed: str) -> Sought:
        """A number that the person may see is opened, also by a part that no other has; anything
        else is looked for.

        That somebody searched goes into the ledger, with a keyed digest in place of the words: the
        same search can be recognised, what it was cannot be guessed from the ledger.
        """
        text = " ".join(typed.split())[:SEARCH_LENGTH]
        number = unicodedata.normalize("NFKC", text).upper()
        if _NUMBER.fullmatch(number) and self._is_visible(person, number):
            return Sought(number, None)
        if sum(map(str.isdigit, number)) >= _SURE_DIGITS and (pattern := _part_of_number(text)):
            with self._database.read() as work:
                numbers = work[ListRepository].numbers_with(person, pattern, 2)
            if len(numbers) == 1:
                return Sought(numbers[0], None)
        if self._index.finder(text) is None:
            return Sought(None, None)
        digest = blake2b(text.encode(), key=self._digest_key, digest_size=16).hexdigest()
        self._record(person, Action.SEARCHED, {"query_digest": digest})
        return Sought(None, self._seal(person, text))

    def _is_visible(self, person: Person, number: str) -> bool:
        with self._database.read() as work:
            return work[MatterRepository].is_visible(person, number)

    def _seal(self, person: Person, text: str) -> str:
        sealed = self._cipher.encrypt(f"search:{person.login}", text.encode())
        return base64.urlsafe_b64encode(sealed).decode().rstrip("=")

    def unseal(self, person: Person, sealed: str) -> str | None:
        """The text of a search of this very person; None for anything else."""
        try:
            blob = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            return self._cipher.decrypt(f"search:{person.login}", blob).decode()
        except (DecryptionError, binascii.Error, ValueError):
            return None


def _part_of_number(text: str) -> str:
    """The pattern of numbers that the text may be a part of; empty when it can be none. Digits alone
    are of the running number: the month stands in every one."""
    typed = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    if not _PART.fullmatch(typed):
        return ""
    return f"%-%{typed}%" if typed.isdigit() else f"%{typed}%"


def _standing(work: Work, pairs: Sequence[Pair]) -> _Standing:
    return work[AssistRepository].standing_of(submission.id for submission, _ in pairs)


def _awaited(pairs: Sequence[Pair], standing: _Standing, today: date) -> dict[str, Awaited]:
    return {
        submission.number: Awaited(len(found), max(0, (today - found[0].due_on).days))
        for submission, matter in pairs
        if matter.closed_at is None
        and (found := [row for row in standing.get(submission.id, ()) if row.given_at is None])
    }


def _helpers(pairs: Sequence[Pair], standing: _Standing) -> dict[str, Sequence[Helper]]:
    return {
        submission.number: [Helper(row.unit, row.login, row.given_at is not None) for row in found]
        for submission, _ in pairs
        if (found := standing.get(submission.id))
    }


def circle_of(matter: Matter, asked: frozenset[Asked] = frozenset()) -> Facts:
    """What decides who sees a title, without a question to the database for each row."""
    return Facts(
        State(matter.state),
        matter.lead_unit,
        matter.unit,
        matter.handler,
        matter.accused_unit,
        matter.confidential,
        asked=asked,
    )
