"""批量改词: one word of the front matter exchanged in many manuscripts, signed by the same people.

A change is a branch of one commit, with what it exchanges in the commit's message. What is signed is the
whole file, so a changed word reopens an approval; reviewer and approver look at the changed lines once,
and each manuscript gets a signature of its own. Nothing but that exchange may be in the branch: it is
made anew from main and compared before anybody signs.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from district.header_values import KEYS, LONGEST_VALUE, values_of, with_value
from district.signoff.people import Role as SignoffRole
from district.signoff.people import SignoffRules
from district.signoff.record import record_text
from forms_backend.identity.person import Person
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.bulk_branches import BulkBranches
from forms_backend.manuscripts.desk import Approved, EditingDesk, checked_reason
from forms_backend.manuscripts.draft_branches import Opened, account_of, text_of
from forms_backend.manuscripts.errors import EditingError, HasProblemsError, ManuscriptNotFoundError
from forms_backend.manuscripts.git import Commit
from forms_backend.manuscripts.header import read_header
from forms_backend.manuscripts.places import Place
from forms_backend.manuscripts.signing import Sheet
from forms_backend.manuscripts.steps import (
    State,
    Step,
    may_take,
    message_of,
    said_in,
    state_after,
    step_of,
)

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Exchange:
    """`key` says `old`, and is to say `new`."""

    key: str
    old: str
    new: str

    @property
    def label(self) -> str:
        return KEYS[self.key]


@dataclass(frozen=True)
class Changed:
    """One manuscript before and after; `files`: what it shows, before as after, with their digests."""

    place: Place
    title: str
    before: str
    after: str
    record: bytes | None
    files: Mapping[str, str]

    @property
    def lines(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The lines that differ, before and after."""
        old, new = self.before.split("\n"), self.after.split("\n")
        begin = next(
            (n for n, pair in enumerate(zip(old, new, strict=False)) if len(set(pair)) > 1), 0
        )
        end = 0
        while end < min(len(old), len(new)) - begin and old[-1 - end] == new[-1 - end]:
            end += 1
        return tuple(old[begin : len(old) - end]), tuple(new[begin : len(new) - end])


@dataclass(frozen=True)
class Found:
    """`changes`: what an exchange would change; `held`: titles of manuscripts that hold the word, and
    have changes in main that nobody has signed: those are signed first."""

    changes: tuple[Changed, ...] = ()
    held: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bulk:
    """A change that is under way. `missing`: the signatures that it still lacks; `problem`: why it
    cannot go on; `main`: the commit of main that it was compared with."""

    name: str
    exchange: Exchange
    last: Commit
    maker: Commit
    changes: tuple[Changed, ...] = ()
    missing: tuple[SignoffRole, ...] = ()
    problem: str = ""
    main: str = ""

    @property
    def state(self) -> State:
        return state_after(self.last.message)

    @property
    def reason(self) -> str:
        """Why it was given back."""
        return said_in(self.last.message) if self.state is State.RETURNED else ""


class BulkDesk:
    """Steps with changes of many manuscripts."""

    def __init__(self, desk: EditingDesk, bulks: BulkBranches) -> None:
        self._desk = desk
        self._branches = desk.branches
        self._signing = desk.signing
        self._bulks = bulks

    def words(self, key: str) -> dict[str, int]:
        """The words that manuscripts of main hold under `key`, the most used first."""
        count: dict[str, int] = {}
        for _place, text in self._bulks.texts(self._branches.main()):
            for value in values_of(text, key):
                count[value] = count.get(value, 0) + 1
        return dict(sorted(count.items(), key=lambda one: (-one[1], one[0])))

    def find(self, exchange: Exchange) -> Found:
        """What it would change. Raises EditingError for words that cannot be exchanged."""
        main = self._branches.main()
        return self._find(exchange, main, self._signing.rules(main))

    def start(self, exchange: Exchange, seen: int, person: Person) -> str:
        """Begin the change that was seen with `seen` manuscripts; returns its name. It waits for review
        at once. Raises EditingError; HasProblemsError where the word would be a mistake."""
        self._refuse_unless(Step.BULK, person, State.WRITING)
        main = self._branches.main()
        found = self._find(exchange, main, self._signing.rules(main))
        if not found.changes:
            raise EditingError(messages.BULK_NOTHING)
        if len(found.changes) != seen:
            raise EditingError(messages.BULK_COUNT_CHANGED.format(count=len(found.changes)))
        self._refuse_mistakes(found.changes, Step.BULK, main)
        name = secrets.token_hex(4)
        said = "\n".join((exchange.key, exchange.old, exchange.new))
        message = message_of(Step.BULK, name, person.login, said)
        files = {one.place.path: one.after.encode() for one in found.changes}
        self._bulks.begin(name, main, files, person, self._desk.clock(), message)
        return name

    def under_way(self) -> list[Bulk]:
        """Every change that is not over, without what it changes."""
        found = (self._listed(name, last) for name, last in self._bulks.under_way().items())
        return [one for one in found if one]

    def open(self, name: str) -> Bulk:
        """The change with its manuscripts. Raises ManuscriptNotFoundError."""
        last = self._bulks.under_way().get(name)
        listed = self._listed(name, last) if last else None
        if listed is None:
            raise ManuscriptNotFoundError(messages.NOT_FOUND)
        main = self._branches.main()
        try:
            rules = self._signing.rules(main)
            changes = self._changes(listed, main, rules)
        except EditingError as error:
            return Bulk(name, listed.exchange, listed.last, listed.maker, problem=str(error))
        missing = {role for one in changes for role in self._sheet(one, rules).standing.missing}
        roles = tuple(role for role in SignoffRole if role in missing)
        return Bulk(name, listed.exchange, listed.last, listed.maker, changes, roles, main=main)

    def clear(self, name: str, head: str, person: Person) -> None:
        """审核通过 of every manuscript. Raises EditingError."""
        bulk, rules = self._looked_at(name, head, Step.CLEAR, person)
        if SignoffRole.REVIEWER not in bulk.missing:
            raise EditingError(messages.NOT_NEEDED)
        files = {
            one.place.record: record_text(sheet.all_)
            for one, sheet in self._signed(bulk, rules, SignoffRole.REVIEWER, person)
            if sheet.needed
        }
        message = message_of(Step.CLEAR, name, person.login)
        self._bulks.go_on(name, head, files, person, self._desk.clock(), message)

    def approve(self, name: str, head: str, person: Person) -> Approved:
        """签发 of every manuscript: one commit of main. Raises EditingError; HasProblemsError."""
        bulk, rules = self._looked_at(name, head, Step.APPROVE, person)
        files: dict[str, bytes] = {}
        for one, sheet in self._signed(bulk, rules, SignoffRole.APPROVER, person):
            if sheet.standing.missing:
                missing = "、".join(role.label for role in sheet.standing.missing)
                raise EditingError(messages.STILL_MISSING.format(missing=missing))
            files[one.place.path] = one.after.encode()
            if sheet.needed:
                files[one.place.record] = record_text(sheet.counting)
                files[one.place.approved_copy] = one.after.encode()
        self._refuse_mistakes(bulk.changes, Step.APPROVE, bulk.main)
        message = message_of(Step.APPROVE, name, person.login, said_in(bulk.maker.message))
        made = self._bulks.merge(name, head, bulk.main, files, person, self._desk.clock(), message)
        return self._desk.published(made, Step.APPROVE, name, person)

    def give_back(self, name: str, reason: str, head: str, person: Person) -> None:
        """退回 with a reason. Raises EditingError."""
        self._taken(name, head, Step.RETURN, person)
        reason = checked_reason(reason, messages.REASON_MISSING)
        message = message_of(Step.RETURN, name, person.login, reason)
        self._bulks.go_on(name, head, {}, person, self._desk.clock(), message)

    def discard(self, name: str, head: str, person: Person) -> None:
        """放弃: the branch is gone; the exchange can be made again. Raises EditingError."""
        self._taken(name, head, Step.DISCARD, person)
        self._bulks.drop(name, head)

    def _find(self, exchange: Exchange, main: str, rules: SignoffRules) -> Found:
        _refuse_bad_words(exchange)
        records = self._branches.records(main)
        changes, held = [], []
        for place, before in self._bulks.texts(main):
            after = with_value(before, exchange.key, exchange.old, exchange.new)
            if after == before:
                continue
            title = read_header(before).title or place.id
            files = self._signing.files_shown(place, before, main)
            one = Changed(place, title, before, after, records.get(place.record), files)
            if self._is_settled(one, rules):
                changes.append(one)
            else:
                held.append(title)
        if len(changes) > MOST_AT_ONCE:
            raise EditingError(messages.BULK_TOO_MANY.format(count=len(changes), most=MOST_AT_ONCE))
        return Found(tuple(changes), tuple(held))

    def _is_settled(self, one: Changed, rules: SignoffRules) -> bool:
        """Whether nothing of its text in main waits for a signature: signing the whole file would sign
        that, too."""
        if read_header(one.before).status != "published":
            return True
        sheet = self._signing.sheet_with(one.place, one.before, one.record, rules, one.files)
        return not sheet.needed or sheet.standing.may_go_live

    def _listed(self, name: str, last: Commit) -> Bulk | None:
        """None for a branch that is none of ours."""
        maker = next(
            (one for one in self._bulks.own_history(last.id) if step_of(one.message) is Step.BULK),
            None,
        )
        said = said_in(maker.message).split("\n") if maker else []
        if maker is None or len(said) != 3 or said[0] not in KEYS:
            return None
        return Bulk(name, Exchange(*said), last, maker)

    def _changes(self, bulk: Bulk, main: str, rules: SignoffRules) -> tuple[Changed, ...]:
        """What the branch changes, if that is the exchange in today's main and nothing else. Raises
        EditingError."""
        branch = self._bulks.changed_files(bulk.last.id)
        records = {path: branch.pop(path) for path in list(branch) if path.endswith(".yml")}
        changes = []
        for one in self._find(bulk.exchange, main, rules).changes:
            written = branch.pop(one.place.path, None)
            if written is None or text_of(written) != one.after:
                raise EditingError(messages.BULK_STALE)
            changes.append(
                Changed(
                    one.place,
                    one.title,
                    one.before,
                    one.after,
                    records.pop(one.place.record, one.record),
                    one.files,
                )
            )
        if branch or records:
            raise EditingError(messages.BULK_STALE)
        return tuple(changes)

    def _sheet(self, one: Changed, rules: SignoffRules) -> Sheet:
        """What is no publication, neither before nor after, waits for nobody."""
        sheet = self._signing.sheet_with(one.place, one.after, one.record, rules, one.files)
        if "published" in (read_header(one.before).status, read_header(one.after).status):
            return sheet
        return self._signing.unneeded(sheet)

    def _refuse_mistakes(self, changes: Sequence[Changed], step: Step, main: str) -> None:
        """Of all of them: a word may be right in one kind and wrong in another."""
        for one in changes:
            opened = Opened(one.place, one.after, main, main, one.before)
            try:
                if not self._desk.refuse_mistakes(opened, one.after, step):
                    return
            except HasProblemsError as error:
                errors = "；".join(x.message for x in error.problems if x.is_error)
                sentence = messages.BULK_PROBLEMS.format(title=one.title, said=error, errors=errors)
                raise HasProblemsError(sentence, error.problems) from error

    def _signed(
        self, bulk: Bulk, rules: SignoffRules, role: SignoffRole, person: Person
    ) -> list[tuple[Changed, Sheet]]:
        if person.login in self._makers(bulk, rules):
            raise EditingError(messages.OWN_BULK.format(role=role.label))
        made = []
        for one in bulk.changes:
            sheet = self._sheet(one, rules)
            if role in sheet.standing.missing:
                sheet = self._signing.signed(one.place, one.after, sheet, rules, role, person.login)
            made.append((one, sheet))
        return made

    def _makers(self, bulk: Bulk, rules: SignoffRules) -> frozenset[str]:
        steps = self._bulks.own_history(bulk.last.id)
        wrote = (
            one.author.email for one in steps if step_of(one.message) in (Step.BULK, Step.SAVE)
        )
        return frozenset(account_of(address, rules) or "" for address in wrote)

    def _taken(self, name: str, head: str, step: Step, person: Person) -> Bulk:
        last = self._bulks.under_way().get(name)
        bulk = self._listed(name, last) if last else None
        if bulk is None:
            raise ManuscriptNotFoundError(messages.NOT_FOUND)
        self._refuse_unless(step, person, bulk.state)
        if head != bulk.last.id:
            raise EditingError(messages.BULK_MOVED)
        return bulk

    def _looked_at(
        self, name: str, head: str, step: Step, person: Person
    ) -> tuple[Bulk, SignoffRules]:
        self._taken(name, head, step, person)
        bulk = self.open(name)
        if bulk.problem:
            raise EditingError(bulk.problem)
        return bulk, self._signing.rules(self._branches.main())

    def _refuse_unless(self, step: Step, person: Person, state: State) -> None:
        if not may_take(step, person.role, state):
            raise EditingError(messages.NOT_NOW.format(state=state.label, step=step.label))


def _refuse_bad_words(exchange: Exchange) -> None:
    words: Sequence[str] = (exchange.old, exchange.new)
    if exchange.key not in KEYS or not all(words):
        raise EditingError(messages.BULK_WORDS_MISSING)
    if any(len(one) > LONGEST_VALUE or not one.isprintable() for one in words):
        raise EditingError(messages.BULK_WORDS_WRONG.format(most=LONGEST_VALUE))
    if exchange.old == exchange.new:
        raise EditingError(messages.BULK_SAME)
