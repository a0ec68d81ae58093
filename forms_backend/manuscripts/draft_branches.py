"""Drafts as branches of the repository: found, read, moved on; nothing is kept anywhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from district.signoff.people import SignoffRules
from forms_backend.attachments.kinds import FileKind
from forms_backend.identity.person import Person
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import EditingError, ManuscriptNotFoundError
from forms_backend.manuscripts.git import MAIN, NOTHING, PLAIN, Commit, File, GitRepository, Signer
from forms_backend.manuscripts.header import read_header
from forms_backend.manuscripts.places import CASES, CONTENT, SIGNOFF, Place, is_id, place_of
from forms_backend.manuscripts.steps import ADDRESS, State, Step, state_after, step_of
from forms_backend.running.clock import local_date

PREFIX = "draft/"
DISCARDED = "discarded/"
MOST_NAMED = 3
PICTURE_ENDINGS = tuple(end for kind in FileKind if kind.is_image for end in kind.extensions)
_KEEP_SIGNATURES = (Step.CLEAR, Step.RETURN)
"""The steps that write a draft's signatures: one adds to them, the other takes them away."""
_SIGN_ONLINE = (
    Step.URGENT, Step.APPROVE, Step.COUNTERSIGN, Step.WITHDRAW, Step.BRING_BACK, *_KEEP_SIGNATURES
)  # fmt: skip
"""The steps that write the signatures of main, and those that it takes over with a branch."""
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("<>\r\n\0"))


@dataclass(frozen=True)
class Opened:
    """A manuscript as it stands: `text` of its draft, or else what is published. `head`: the commit
    it was read from; `online`: the text in main, None for one that is not there yet; `last`: the last
    commit of the draft; `has_moved`: main has changed it since the draft began."""

    place: Place
    text: str
    head: str
    main: str
    online: str | None
    last: Commit | None = None
    fork: str = ""
    has_moved: bool = False

    @property
    def is_draft(self) -> bool:
        return self.last is not None

    @property
    def state(self) -> State:
        """Of the draft; a published text that nobody works on is being written from now on."""
        return state_after(self.last.message) if self.last else State.WRITING

    @property
    def title(self) -> str:
        return read_header(self.text).title or self.place.id


@dataclass(frozen=True)
class Listed:
    """A row of a list."""

    place: Place
    title: str
    last: Commit | None = None

    @property
    def state(self) -> State:
        return state_after(self.last.message) if self.last else State.WRITING


class Branches:
    """Reads manuscripts and drafts, and moves branches when nobody else has moved them."""

    def __init__(self, repository: GitRepository) -> None:
        self._repository = repository
        self._titles: dict[str, str] = {}

    def main(self) -> str:
        """The commit that is published. Raises EditingError without one."""
        head = self._repository.head(MAIN)
        if head is None:
            raise EditingError(messages.NO_MAIN)
        return head

    def places(self, commit: str) -> dict[str, tuple[Place, File]]:
        """Every manuscript of a commit, by its id."""
        found = (
            (place_of(one.path), one) for one in self._repository.files(commit, CASES, CONTENT)
        )
        return {place.id: (place, one) for place, one in found if place}

    def published(self) -> list[Listed]:
        """Every manuscript of main, by its path."""
        known = self.places(self.main()).values()
        blobs, before = {one.blob for _place, one in known}, self._titles
        lacking = list(blobs - before.keys())
        read = zip(lacking, map(_title, self._repository.read(lacking)), strict=True)
        titles = {blob: title for blob, title in before.items() if blob in blobs} | dict(read)
        self._titles = titles  # as a whole: other threads read it
        return [Listed(place, titles[one.blob] or place.id) for place, one in known]

    def drafts(self) -> list[Listed]:
        """Every draft, the one that moved last first."""
        rows = []
        for name, last in self._repository.branches(PREFIX).items():
            identifier = name.removeprefix(PREFIX)
            found = self.places(last.id).get(identifier) if is_id(identifier) else None
            if found:
                title = _title(next(self._repository.read([found[1].blob])))
                rows.append(Listed(found[0], title or identifier, last))
        return rows

    def open(self, identifier: str) -> Opened:
        """The manuscript with that id. Raises ManuscriptNotFoundError, and EditingError for a file
        that is no text."""
        if not is_id(identifier):
            raise ManuscriptNotFoundError(messages.NOT_FOUND)
        main = self.main()
        head = self._repository.head(PREFIX + identifier)
        found = self.places(head or main).get(identifier)
        if found is None:
            raise ManuscriptNotFoundError(messages.NOT_FOUND)
        place, file = found
        text = text_of(next(self._repository.read([file.blob])))
        kept = self._repository.text(main, place.path)
        online = text_of(kept) if kept is not None else None
        if head is None:
            return Opened(place, text, main, main, online)
        fork = self._repository.fork(main, head) or main
        before = self._repository.file(fork, place.path)
        now = self._repository.file(main, place.path)
        last = self._repository.history([head], most=1)[0]
        has_moved = (before and before.blob) != (now and now.blob) and online != text
        return Opened(place, text, head, main, online, last, fork, has_moved)

    def open_online(self, identifier: str) -> Opened:
        """What main has of the manuscript, whatever its draft says. Raises ManuscriptNotFoundError."""
        main = self.main()
        found = self.places(main).get(identifier)
        if found is None:
            raise ManuscriptNotFoundError(messages.NOT_FOUND)
        text = text_of(next(self._repository.read([found[1].blob])))
        return Opened(found[0], text, main, main, text)

    def records(self, commit: str) -> dict[str, bytes]:
        """The files of signatures of a commit, by their paths."""
        files = [
            one for one in self._repository.files(commit, SIGNOFF) if one.path.endswith(".yml")
        ]
        texts = self._repository.read([one.blob for one in files])
        return {one.path: text for one, text in zip(files, texts, strict=True)}

    def text_at(self, commit: str, place: Place) -> str | None:
        """The manuscript in a commit that a form names; None where there is none."""
        if len(commit) != len(NOTHING) or not set(commit) <= set("0123456789abcdef"):
            return None
        try:
            data = self._repository.text(commit, place.path)
        except EditingError:
            return None
        return text_of(data) if data is not None else None

    def changed_in(self, opened: Opened) -> dict[str, File | None]:
        """What the draft changes, whatever that is; nothing where there is none."""
        if not opened.is_draft:
            return {}
        return self._repository.changed(opened.fork, opened.head)

    def changes_of(self, opened: Opened) -> dict[str, File | None]:
        """What the draft changes. Raises EditingError when it changes what is not its own: an approver
        looks at one manuscript, and must bring nothing else to the site."""
        changes = self.changed_in(opened)
        strange = [path for path in changes if not opened.place.owns(path)]
        if strange:
            raise EditingError(messages.OTHER_FILES.format(files=_some(strange)))
        wrong = [
            path for path, file in changes.items()
            if file and not (file.mode == PLAIN and opened.place.may_hold(path, PICTURE_ENDINGS))
        ]  # fmt: skip
        if wrong:
            raise EditingError(messages.WRONG_FILES.format(files=_some(wrong)))
        if opened.place.approved_copy in changes or not self._is_signed_by_steps(opened):
            raise EditingError(messages.SIGNED_ELSEWHERE)
        return changes

    def _is_signed_by_steps(self, opened: Opened) -> bool:
        """Whether only 审核通过 has written into the draft's signatures."""
        made = self._repository.history(self._own_commits(opened), opened.place.record, None)
        return all(
            step_of(one.message) in _KEEP_SIGNATURES and one.author.email.endswith(ADDRESS)
            for one in made
        )

    def files_beside(self, opened: Opened) -> list[str]:
        """The other files that the draft changes, as its approver has to know them; its signatures
        stand elsewhere. Raises EditingError as `changes_of` does."""
        known = (opened.place.path, opened.place.record)
        return [path for path in self.changes_of(opened) if path not in known]

    def write(
        self, opened: Opened, files: Mapping[str, bytes], person: Person, at: datetime, message: str,
        *, takes_main: bool = False,
    ) -> str:  # fmt: skip
        """A commit on the draft, which begins here if there is none; returns it. `takes_main`: it also
        takes over what main has become since the draft began.

        Raises EditingError when somebody moved the branch at this moment.
        """
        changes = self._kept(files)
        parents, base = [opened.head], opened.head
        if takes_main and opened.is_draft:
            parents, base = [opened.head, opened.main], opened.main
            changes = self.changes_of(opened) | changes
        made = self._repository.commit(base, changes, parents, signer(person), at, message)
        if not self._repository.move(
            opened.place.branch, made, opened.head if opened.is_draft else NOTHING
        ):
            raise EditingError(messages.BUSY)
        return made

    def merge(
        self, opened: Opened, files: Mapping[str, bytes], person: Person, at: datetime, message: str
    ) -> str:
        """The draft in main, and its branch gone; returns the commit. Raises EditingError when
        somebody moved main at this moment."""
        changes = self.changes_of(opened)
        changes.pop(opened.place.record, None)  # what counts of them is in `files`
        changes |= self._kept(files)
        made = self._repository.commit(
            opened.main, changes, [opened.main, opened.head], signer(person), at, message
        )
        if not self._repository.move(MAIN, made, opened.main):
            raise EditingError(messages.BUSY)
        self._repository.drop(opened.place.branch, opened.head)
        return made

    def write_online(
        self, opened: Opened, files: Mapping[str, bytes], person: Person, at: datetime, message: str
    ) -> str:
        """A commit on main itself; returns it. Raises EditingError when somebody moved main since."""
        made = self._repository.commit(
            opened.main, self._kept(files), [opened.main], signer(person), at, message
        )
        if not self._repository.move(MAIN, made, opened.main):
            raise EditingError(messages.BUSY)
        return made

    def authors_online(self, opened: Opened) -> frozenset[str]:
        """The addresses of those who wrote the draft that went online last, whatever became of it
        there, and exchanged words of it since."""
        place, found = opened.place, frozenset[str]()
        for one in self._repository.history([opened.main], place.record, None):
            step = step_of(one.message)
            if not one.author.email.endswith(ADDRESS) or step not in _SIGN_ONLINE:
                break
            if step in (Step.URGENT, Step.APPROVE):
                own = f"{one.id}^2", f"^{one.id}^1"
                found |= self._repository.addresses(own, place.path, place.pictures)
                if one.subject == messages.SUBJECTS[step.value].format(id=place.id):
                    break  # else it was one of many
        return found

    def put_aside(self, opened: Opened, person: Person, at: datetime, message: str) -> None:
        """The draft given up: it lies on a branch of `discarded/`, where git finds all of it. Raises
        EditingError when somebody moved it at this moment."""
        made = self._repository.commit(opened.head, {}, [opened.head], signer(person), at, message)
        self._repository.move(f"{DISCARDED}{opened.place.id}-{made[:12]}", made, NOTHING)
        if not self._repository.move(opened.place.branch, NOTHING, opened.head):
            raise EditingError(messages.BUSY)

    def forget_discarded(self, before: date) -> int:
        """Drafts that were given up before that day are gone for good; returns how many."""
        found = self._repository.branches(DISCARDED)
        old = {name: last for name, last in found.items() if local_date(last.at) < before}
        for name, last in old.items():
            self._repository.drop(name, last.id)
        return len(old)

    def tidy_up(self) -> None:
        """What no branch leads to any more is gone from the disk, too."""
        self._repository.forget_unreachable()

    def makers(self, opened: Opened) -> frozenset[str]:
        """The addresses of all who made commits of the draft, whatever they changed."""
        return self._repository.addresses(self._own_commits(opened))

    def authors(self, opened: Opened) -> frozenset[str]:
        """The addresses of those who changed its text or its pictures. Who signs or gives back does
        not."""
        place = opened.place
        return self._repository.addresses(self._own_commits(opened), place.path, place.pictures)

    def _own_commits(self, opened: Opened) -> tuple[str, str]:
        return opened.head, f"^{opened.main}"

    def history(self, opened: Opened) -> Sequence[Commit]:
        """The commits that changed the manuscript, the newest first."""
        return self._repository.history([opened.head, opened.main], opened.place.path)

    def way(self, opened: Opened) -> Sequence[Commit]:
        """The same with the steps that changed no word: what was signed, and, while there is a draft,
        what was sent for review and given back."""
        place, both = opened.place, [opened.head, opened.main]
        own = self._repository.history(self._own_commits(opened)) if opened.is_draft else []
        made = self._repository.history(both, place.path, beside=place.record)
        return list({one.id: one for one in (*own, *made)}.values())

    def parent_text(self, commit: str, place: Place) -> str:
        """The manuscript before that commit; empty where there was none."""
        return self.text_at(self._repository.first_parent(commit) or "", place) or ""

    def picture(self, opened: Opened, name: str) -> bytes | None:
        """One of the manuscript's pictures as it stands with the draft."""
        path = opened.place.pictures + name
        if not opened.place.may_hold(path, PICTURE_ENDINGS):
            return None
        return self._repository.text(opened.head, path)

    def names_in(self, opened: Opened, folder: str) -> set[str]:
        """The names of the files in one of the draft's folders."""
        return {one.path.rpartition("/")[2] for one in self._repository.files(opened.head, folder)}

    def _kept(self, files: Mapping[str, bytes]) -> dict[str, File | None]:
        return {path: File(path, self._repository.write_blob(x)) for path, x in files.items()}


def signer(person: Person) -> Signer:
    """How git names somebody with an account."""
    name = person.name.translate(_NOT_IN_NAMES).strip() or person.login
    return Signer(name, f"{person.login}{ADDRESS}")


def _some(paths: Sequence[str]) -> str:
    return "、".join(paths[:MOST_NAMED])


def account_of(address: str, rules: SignoffRules) -> str | None:
    """The login behind an address in git: as the staff zone writes it, or of the person of people.yml
    who names it; their key there for who has no account, None for a stranger."""
    address = address.lower()
    if address.endswith(ADDRESS):
        return address.removesuffix(ADDRESS)
    owners = (
        person.account or f"{key} (people.yml)"
        for key, person in rules.people.items()
        if address in person.emails
    )
    return next(owners, None)


def _title(data: bytes) -> str:
    return read_header(data.decode("utf-8", "replace")).title


def text_of(data: bytes) -> str:
    """A manuscript as text. Raises EditingError for what is none."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise EditingError(messages.NOT_TEXT) from error
