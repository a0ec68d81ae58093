"""What keeps signed manuscripts from readers or from the forge, and who is told: once for each trouble.

The first page of 编辑 says it to everybody who edits; administrators and approvers get a mail besides,
groups a message of their robots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from district import releases
from district.errors import FabuError
from district.models import Site
from forms_backend.accounts.address_book import AddressBook
from forms_backend.database.transactions import Database
from forms_backend.identity.roles import Role
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.forge_desk import ForgeDesk
from forms_backend.outbox import messages as texts
from forms_backend.outbox.service import ROBOTS, Message, Outbox, OutboxChannel
from forms_backend.running.clock import Clock, local_date
from forms_backend.running.periodic import Task
from forms_backend.sealing.keys import PayloadCipher

TOLD_AFTER = 3
"""Attempts at the forge that fail before anybody gets a mail: most that fails works a minute later."""
TOLD = frozenset({Role.ADMINISTRATOR, Role.APPROVER})
LOOKS_EVERY_SECONDS = 60.0
LONGEST_SHOWN = 1_500


@dataclass(frozen=True)
class Trouble:
    """`key` tells one from the next; `what` and `how`: lines of the mail, in which no word of a manuscript
    stands; `page`: what 编辑 says, `details`: what the failing step printed."""

    key: str
    what: str
    how: str
    page: str
    details: str = ""


class Troubles:
    """Looks for them, and tells them."""

    def __init__(
        self, database: Database, outbox: Outbox, cipher: PayloadCipher, site: Site, clock: Clock,
        project: Path, forge: ForgeDesk,
    ) -> None:  # fmt: skip
        self._database = database
        self._outbox = outbox
        self._cipher = cipher
        self._site = site
        self._clock = clock
        self._project = project
        self._forge = forge

    def now(self) -> list[Trouble]:
        """What is wrong at this moment."""
        return [*self._publishing(), *self._pushing()]

    def _publishing(self) -> Iterator[Trouble]:
        try:
            told = releases.read_status(releases.releases_dir(self._project))
        except FabuError:  # nothing is published on this machine
            return
        if told.get("state") != "failed":
            return
        said = told.get("message", "")
        first, _line, rest = said.partition("\n")
        digest = sha256(said.encode()).hexdigest()[:16]
        yield Trouble(
            f"publish:{told.get('revision', '')[:12]}:{digest}",
            messages.PUBLISH_FAILED,
            messages.PUBLISH_FAILED_HOW,
            messages.PUBLISH_PROBLEM.format(
                said=first.rstrip("：。"), author=told.get("author", "")
            ),
            rest[:LONGEST_SHOWN],
        )

    def _pushing(self) -> Iterator[Trouble]:
        said, state = self._forge.problem(), self._forge.state()
        if said:
            page = messages.FORGE_PROBLEM.format(said=said)
            key = f"forge:{state.since}" if state.failures >= TOLD_AFTER else ""
            yield Trouble(key, messages.FORGE_FAILED, messages.FORGE_FAILED_HOW, page)

    def tell(self) -> int:
        """Write what nobody was told yet; returns how many messages."""
        found = [one for one in self.now() if one.key]
        if not (found and self._outbox.channels):
            return 0
        now = self._clock()
        with self._database.write() as work:
            book = AddressBook(work, self._cipher, local_date(now))
            mails = OutboxChannel.MAIL in self._outbox.channels
            people = [one for one in book.people if one.role in TOLD] if mails else []
            made = [
                *(
                    self._message(one, OutboxChannel.MAIL, person.login, book.address_of(person))
                    for one in found
                    for person in people
                ),
                *(self._message(one, robot, robot.value) for one in found for robot in ROBOTS),
            ]
            return sum(self._outbox.post(work, message, at=now) for message in made)

    def _message(self, one: Trouble, channel: OutboxChannel, to: str, address: str = "") -> Message:
        words = {"what": one.what, "how": one.how, "link": f"{self._site.base_url}staff/editing"}
        body = texts.SITE_BODY.format_map(words)
        if address:
            body += texts.FOOT.format(site=self._site.name)
        return Message(
            kind="site",
            channel=channel,
            dedupe_key=f"site:{one.key}:{to}",
            subject=texts.SUBJECT.format(site=self._site.name, what=one.what),
            body=body,
            recipient=address,
        )


def telling(troubles: Troubles) -> Task:
    """Looks once a minute; keys keep two processes from telling one thing twice."""

    def run(_is_stopping: Callable[[], bool]) -> dict[str, object] | None:
        told = troubles.tell()
        return {"told": told} if told else None

    return Task("site_troubles", LOOKS_EVERY_SECONDS, LOOKS_EVERY_SECONDS, run)
