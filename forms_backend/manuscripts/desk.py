"""编辑: each step with a manuscript, from its first line to main."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from district.signoff.people import Role as SignoffRole
from district.signoff.people import SignoffRules
from district.signoff.record import record_text
from forms_backend.identity.person import Person
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.draft_branches import MOST_NAMED, Branches, Opened, account_of
from forms_backend.manuscripts.errors import EditingError, HasProblemsError, StaleTextError
from forms_backend.manuscripts.header import has_header, new_text, ready_for_review
from forms_backend.manuscripts.header_form import Shown, shown_fields
from forms_backend.manuscripts.places import CONTENT, KINDS, LONGEST_ID, Place, is_id, new_place
from forms_backend.manuscripts.preview import Due, MediaFile, PreviewProcess, Reference, Rendered
from forms_backend.manuscripts.signing import Sheet, SigningDesk
from forms_backend.manuscripts.steps import Step, may_take, message_of, said_in, step_of
from forms_backend.running.clock import Clock, local_date, local_text

MOST_BYTES = 100 * 1024
"""Of one manuscript: what is typed has to fit into a draft of the zone as well."""
LONGEST_REASON = 500
_ON_ANY_TEXT = (Step.NEW, Step.SAVE, Step.PICTURE)
"""The steps with which a draft may begin."""

Publish = Callable[[str, datetime], bool]
"""Asks for a release, told why; whether that was possible."""


@dataclass(frozen=True)
class Approved:
    """`commit` of main; `is_asked`: whether a release was asked for."""

    commit: str
    is_asked: bool


class EditingDesk:
    """What people do with manuscripts. Whoever calls has made sure of their role; the desk looks
    at it once more, with the state."""

    def __init__(
        self, branches: Branches, signing: SigningDesk, preview: PreviewProcess, clock: Clock,
        publish: Publish,
    ) -> None:  # fmt: skip
        self.branches = branches
        self.signing = signing
        self._preview = preview
        self.clock = clock
        self._publish = publish

    def render(self, opened: Opened, text: str) -> Rendered:
        """What the text looks like, and what is wrong with it."""
        return self._preview.render(opened.place.path, text, self._brought(opened))

    def _brought(self, opened: Opened) -> list[str]:
        """The pictures that come with it, below content/: whoever renders may not have them yet."""
        folder = opened.place.pictures
        names = sorted(self.branches.names_in(opened, folder))
        return [folder.removeprefix(f"{CONTENT}/") + name for name in names]

    def fields(self, opened: Opened, text: str) -> tuple[Shown, ...]:
        """The front matter of the text as a form; empty while the preview is away."""
        return shown_fields(text, self._preview.fields_of(opened.place.kind.value))

    def labels(self, kind: str) -> dict[str, str]:
        """Key of the front matter of a kind → how the form calls it; nothing without a preview."""
        fields = self._preview.fields_of(kind)
        return {one.name.partition(".")[0]: one.label for one in reversed(fields)}

    def references(
        self, opened: Opened, what: str, query: str
    ) -> tuple[tuple[Reference, ...], str]:
        """What the manuscript may refer to, with links from its folder; and why there is nothing to be
        had."""
        return self._preview.references(what, query, opened.place.path)

    def media(self) -> tuple[tuple[MediaFile, ...], str]:
        """The files beside the manuscripts of main; and why nobody knows them."""
        return self._preview.media()

    def calendar(self) -> tuple[tuple[Due, ...], str]:
        """What of main comes due, by its days; and why nobody knows."""
        return self._preview.calendar()

    def sheet(self, opened: Opened) -> Sheet:
        """The signatures under the draft's text."""
        rules = self.signing.rules(opened.main)
        return self.sheet_by(opened, rules)

    def sheet_by(self, opened: Opened, rules: SignoffRules) -> Sheet:
        """The same, with the rules at hand. The files that count are those that will be online: main's,
        but for what the draft changes."""
        changes = self.branches.changed_in(opened)
        return self.signing.sheet(
            opened.place, opened.text, opened.head, rules, opened.main, changes
        )

    def start(self, kind: str, identifier: str, person: Person) -> str:
        """A new manuscript; returns its id. Raises EditingError."""
        known = next((one for one in KINDS if one.value == kind), None)
        if known is None:
            raise EditingError(messages.BAD_KIND)
        if not is_id(identifier):
            raise EditingError(messages.BAD_ID.format(most=LONGEST_ID))
        today = local_date(self.clock())
        place = new_place(known, identifier, today)
        self.begin(place, {place.path: new_text(identifier, person.name, today).encode()}, person)
        return identifier

    def notes(self, opened: Opened) -> tuple[str, ...]:
        """What was noted when the draft began: an import says what it left out. None once it is online."""
        if opened.online is not None or not opened.is_draft:
            return ()
        first = (one for one in self.branches.history(opened) if step_of(one.message) is Step.NEW)
        return tuple(line for one in first for line in said_in(one.message).splitlines())

    def taken_ids(self) -> frozenset[str]:
        """Of every manuscript and every draft."""
        published = self.branches.places(self.branches.main()).keys()
        return frozenset(one.place.id for one in self.branches.drafts()) | published

    def begin(
        self, place: Place, files: Mapping[str, bytes], person: Person, said: str = ""
    ) -> None:
        """A new draft of these files, by path: its text at `place.path`, and pictures; `said`: lines that
        its history keeps. Raises EditingError, also where its id is taken."""
        if place.id in self.taken_ids():
            raise EditingError(messages.ID_TAKEN.format(id=place.id))
        main = self.branches.main()
        opened = Opened(place, files[place.path].decode(), main, main, None)
        self._refuse_unless(Step.NEW, person, opened)
        message = message_of(Step.NEW, place.id, person.login, said)
        self.branches.write(opened, files, person, self.clock(), message)

    def save(self, identifier: str, text: str, base: str, took: str, person: Person) -> bool:
        """Keep `text`, which was opened in the commit `base`; False when nothing changed. `took`: the
        commit of main whose text the person had beside it and has taken over.

        Raises StaleTextError when somebody else changed the text meanwhile; EditingError.
        """
        opened = self.branches.open(identifier)
        self._refuse_unless(Step.SAVE, person, opened)
        text = tidy(text)
        if base != opened.head and text != opened.text:
            before = self.branches.text_at(base, opened.place)
            if before != opened.text:
                raise StaleTextError(self._who_was_first(opened), opened.text, opened.head)
        takes_main = opened.has_moved and took == opened.main
        if text == opened.text and not takes_main:
            return False
        message = message_of(Step.SAVE, identifier, person.login)
        files = {opened.place.path: text.encode()}
        self.branches.write(opened, files, person, self.clock(), message, takes_main=takes_main)
        return True

    def hand_in(self, identifier: str, text: str, base: str, took: str, person: Person) -> None:
        """保存 and 送审 in one. Raises as `save` and `submit` do; what is refused for mistakes is saved."""
        self.save(identifier, text, base, took, person)
        opened = self.branches.open(identifier)
        if opened.text != tidy(text):  # a colleague was in between
            raise StaleTextError(self._who_was_first(opened), opened.text, opened.head)
        self.submit(identifier, opened.head, person)

    def _who_was_first(self, opened: Opened) -> str:
        history = self.branches.history(opened)
        who, at = (history[0].author.name, history[0].at) if history else ("别人", self.clock())
        return messages.STALE.format(who=who, at=local_text(at))

    def add_picture(self, identifier: str, ending: str, data: bytes, person: Person) -> str:
        """Keep a picture that was cleaned; returns the Markdown that shows it. The text stays as it
        is. Raises EditingError."""
        opened = self.branches.open(identifier)
        self._refuse_unless(Step.PICTURE, person, opened)
        folder = opened.place.pictures
        taken = {name.partition(".")[0] for name in self.branches.names_in(opened, folder)}
        number = next(n for n in range(1, len(taken) + 2) if f"{n:02}" not in taken)
        name = f"{number:02}{ending}"
        message = message_of(Step.PICTURE, identifier, person.login)
        self.branches.write(opened, {folder + name: data}, person, self.clock(), message)
        return f"![{messages.PICTURE_ALT}]({opened.place.link_to_picture(name)})"

    def submit(self, identifier: str, head: str, person: Person) -> None:
        """送审. Raises EditingError; HasProblemsError where the check finds mistakes, and StaleTextError
        where somebody changed it after `head`, or main changed the same text."""
        opened = self._looked_at(identifier, head, Step.SUBMIT, person)
        self._refuse_moved(opened)
        self.branches.changes_of(opened)
        text = ready_for_review(opened.text, person.name)
        if text == opened.online:
            raise EditingError(messages.NOTHING_CHANGED)
        self.refuse_mistakes(opened, text, Step.SUBMIT)
        message = message_of(Step.SUBMIT, identifier, person.login)
        self.branches.write(
            opened, {opened.place.path: text.encode()}, person, self.clock(), message
        )

    def give_back(self, identifier: str, reason: str, head: str, person: Person) -> None:
        """退回 with a reason. Raises EditingError."""
        opened = self._looked_at(identifier, head, Step.RETURN, person)
        reason = checked_reason(reason, messages.REASON_MISSING)
        message = message_of(Step.RETURN, identifier, person.login, reason)
        files = self._without_signatures(opened)
        self.branches.write(opened, files, person, self.clock(), message)

    def _without_signatures(self, opened: Opened) -> dict[str, bytes]:
        """The record without those under the draft's text, where there are any: what was given back
        is looked at anew, also when the same words come again."""
        try:
            sheet = self.sheet(opened)
        except EditingError:  # nobody's signature counts there
            return {}
        kept = [one for one in sheet.all_ if one.digest != sheet.digest]
        return {} if len(kept) == len(sheet.all_) else {opened.place.record: record_text(kept)}

    def clear(self, identifier: str, head: str, person: Person) -> None:
        """审核通过. Raises EditingError."""
        opened = self._looked_at(identifier, head, Step.CLEAR, person)
        sheet = self._signed(opened, SignoffRole.REVIEWER, person)
        message = message_of(Step.CLEAR, identifier, person.login)
        files = {opened.place.record: record_text(sheet.all_)}
        self.branches.write(opened, files, person, self.clock(), message)

    def approve(
        self, identifier: str, head: str, person: Person, *, urgent: bool = False
    ) -> Approved:
        """签发: into main, and a release is asked for; `urgent`: before the others have signed, who are
        asked for it as long as they have not. Raises EditingError; StaleTextError where main changed
        the same text; HasProblemsError."""
        step = Step.URGENT if urgent else Step.APPROVE
        opened = self._looked_at(identifier, head, step, person)
        self._refuse_moved(opened)
        self.refuse_mistakes(opened, opened.text, step)
        sheet = self._signed(opened, SignoffRole.APPROVER, person, urgent=urgent)
        if sheet.standing.missing and not urgent:
            if moved := sheet.moved_files:
                raise EditingError(messages.FILES_MOVED.format(files="、".join(moved[:MOST_NAMED])))
            missing = "、".join(role.label for role in sheet.standing.missing)
            raise EditingError(messages.STILL_MISSING.format(missing=missing))
        if not sheet.standing.may_go_live:
            raise EditingError(messages.STILL_URGENT)
        files = {}
        if sheet.needed:
            files = {
                opened.place.record: record_text(sheet.counting),
                opened.place.approved_copy: opened.text.encode(),
            }
        message = message_of(step, identifier, person.login)
        made = self.branches.merge(opened, files, person, self.clock(), message)
        return self.published(made, step, identifier, person)

    def published(self, made: str, step: Step, identifier: str, person: Person) -> Approved:
        """A release is asked for after the step that made the commit `made` of main."""
        why = f"{person.login} {step.label} {identifier}"
        return Approved(made, self._publish(why, self.clock()))

    def discard(self, identifier: str, head: str, person: Person) -> None:
        """放弃: the draft is over, what is published stays. Raises EditingError."""
        opened = self._looked_at(identifier, head, Step.DISCARD, person)
        message = message_of(Step.DISCARD, identifier, person.login)
        self.branches.put_aside(opened, person, self.clock(), message)

    def _signed(
        self, opened: Opened, role: SignoffRole, person: Person, *, urgent: bool = False
    ) -> Sheet:
        """The sheet with the person's signature, where this kind needs one in that role."""
        self.branches.changes_of(opened)
        rules = self.signing.rules(opened.main)
        if person.login in self.authors(opened, rules):
            raise EditingError(messages.OWN_TEXT.format(role=role.label))
        sheet = self.sheet_by(opened, rules)
        if role not in sheet.needed:
            if role is SignoffRole.REVIEWER:
                raise EditingError(messages.NOT_NEEDED)
            return sheet
        return self.signing.signed(
            opened.place, opened.text, sheet, rules, role, person.login, urgent=urgent
        )

    def authors(self, opened: Opened, rules: SignoffRules) -> frozenset[str]:
        """The accounts of those who wrote the draft; key of people.yml for who has none. Raises
        EditingError when git names somebody of whom nobody knows which account is theirs."""
        known = {one: account_of(one, rules) for one in self.branches.makers(opened)}
        strangers = sorted(address for address, account in known.items() if account is None)
        if strangers:
            raise EditingError(messages.STRANGERS.format(who="、".join(strangers[:MOST_NAMED])))
        return frozenset(known[one] or "" for one in self.branches.authors(opened))

    def _looked_at(self, identifier: str, head: str, step: Step, person: Person) -> Opened:
        """The draft, if it still is what the person had on the screen. Raises EditingError."""
        opened = self.branches.open(identifier)
        self._refuse_unless(step, person, opened)
        if head != opened.head:
            raise StaleTextError(self._who_was_first(opened), opened.text, opened.head)
        return opened

    def _refuse_unless(self, step: Step, person: Person, opened: Opened) -> None:
        if step not in _ON_ANY_TEXT and not opened.is_draft:
            raise EditingError(messages.NOTHING_CHANGED)
        if not may_take(step, person.role, opened.state):
            raise EditingError(messages.NOT_NOW.format(state=opened.state.label, step=step.label))

    def _refuse_moved(self, opened: Opened) -> None:
        if opened.has_moved:
            raise StaleTextError(messages.MAIN_MOVED, opened.online or "", opened.head)

    def refuse_mistakes(self, opened: Opened, text: str, step: Step) -> bool:
        """Whether somebody looked: where the preview is away, the release will. Raises
        HasProblemsError."""
        found = self.render(opened, text)
        if found.errors:
            sentence = messages.HAS_PROBLEMS.format(count=len(found.errors), step=step.label)
            raise HasProblemsError(sentence, found.problems)
        return not found.away


def checked_reason(reason: str, missing: str) -> str:
    """The reason without blanks around it. Raises EditingError, with the sentence `missing` where there
    is none."""
    reason = reason.strip()
    if not reason:
        raise EditingError(missing)
    if len(reason) > LONGEST_REASON:
        raise EditingError(messages.REASON_TOO_LONG.format(most=LONGEST_REASON))
    return reason


def tidy(text: str) -> str:
    """As files are written: one kind of line end, and one at the end of the text.

    Raises EditingError for nothing, too much, or a text without front matter.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").rstrip() + "\n"
    if not text.strip():
        raise EditingError(messages.EMPTY)
    size = len(text.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        most = MOST_BYTES // 1024
        raise EditingError(messages.TOO_LONG.format(size=size // 1024 + 1, most=most))
    if not has_header(text):
        raise EditingError(messages.NO_HEADER)
    return text
