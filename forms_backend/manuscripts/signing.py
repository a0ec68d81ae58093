"""Approvals in the staff zone: who may give one, and the server's signature under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from district import ConfigError
from district.signoff.files import mentioned
from district.signoff.people import FILE, NO_SIGNOFF, Role, SignoffRules, signoff_rules
from district.signoff.record import (
    DamagedRecordError,
    Signature,
    counting,
    digest_of,
    genuine,
    message_of,
    number_for,
    parse_record,
)
from district.signoff.ssh_signature import public_line, signed_with
from district.signoff.standing import Standing, authors_in, needed_roles, standing_of
from district.yaml_reading import load_yaml, sentence
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.git import File, GitRepository
from forms_backend.manuscripts.header import read_header
from forms_backend.manuscripts.places import CONTENT, Place

PEOPLE = f"site_config/{FILE}"
_NONE: Mapping[str, File | None] = MappingProxyType({})


@dataclass(frozen=True)
class Sheet:
    """The signatures under today's text, and where it stands with them. `all_`: also those under the
    text that was approved last. `files`: what the text shows, path below content/ and digest."""

    digest: str
    all_: tuple[Signature, ...]
    counting: tuple[Signature, ...]
    needed: tuple[Role, ...]
    standing: Standing
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def moved_files(self) -> tuple[str, ...]:
        """Which of them are not as somebody signed them under this text."""
        signed = [dict(one.files) for one in self.all_ if one.digest == self.digest]
        signed = [one for one in signed if one]
        return tuple(
            path for path, now in self.files.items() if any(one.get(path) != now for one in signed)
        )


class SigningDesk:
    """Knows the rules as the gate does: from the people.yml of the branch that is published."""

    def __init__(self, repository: GitRepository, seed: bytes) -> None:
        """`seed`: FABU_SIGNING_KEY, 32 bytes."""
        self._repository = repository
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public_key(self) -> str:
        """What people.yml has to name in `staff_zone`."""
        return public_line(self._key)

    def rules(self, main: str) -> SignoffRules:
        """The rules in the commit `main`. Raises EditingError where they are wrong."""
        data = self._repository.text(main, PEOPLE)
        if data is None:
            return NO_SIGNOFF
        try:
            return signoff_rules(load_yaml(data.decode("utf-8")) or {})
        except ConfigError as error:
            said = "；".join(one.message for one in error.problems)
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            said = sentence(error) if isinstance(error, yaml.YAMLError) else str(error)
        raise EditingError(messages.RULES_WRONG.format(said=said))

    def sheet(
        self, place: Place, text: str, head: str, rules: SignoffRules, main: str = "",
        changes: Mapping[str, File | None] = _NONE,
    ) -> Sheet:  # fmt: skip
        """Where `text` stands with the signatures that lie in the commit `head`, and with the files that
        it shows once the `changes` are in `main`."""
        data = self._repository.text(head, place.record)
        files = self.files_shown(place, text, main or head, changes)
        return self.sheet_with(place, text, data, rules, files)

    def sheet_with(
        self, place: Place, text: str, data: bytes | None, rules: SignoffRules,
        files: Mapping[str, str],
    ) -> Sheet:  # fmt: skip
        """Where `text`, which shows `files`, stands with the signatures in the file `data`."""
        try:
            found = parse_record(data) if data is not None else ()
        except DamagedRecordError as error:
            raise EditingError(messages.RECORD_DAMAGED) from error
        return self._sheet(place, text, genuine(found, place, rules), rules, files)

    def files_shown(
        self, place: Place, text: str, head: str, changes: Mapping[str, File | None] = _NONE
    ) -> dict[str, str]:
        """Path below content/ and digest of each file that the text may show, of the commit with
        `changes`."""
        start = f"{CONTENT}/"
        below = {
            path: blob
            for path, blob in _files_below(self._repository, head).items()
            if start + path not in changes
        }
        below |= _below(one for one in changes.values() if one)
        folder = place.path.removeprefix(start).rpartition("/")[0]
        found = sorted(mentioned(text, folder if place.path.startswith(start) else None, below))
        blobs = self._repository.read([below[path] for path in found])
        return {path: digest_of(data) for path, data in zip(found, blobs, strict=True)}

    def unneeded(self, sheet: Sheet) -> Sheet:
        """The sheet of a text that is not published."""
        return replace(sheet, needed=(), standing=Standing((), ()))

    def _sheet(
        self, place: Place, text: str, signatures: Iterable[Signature], rules: SignoffRules,
        files: Mapping[str, str],
    ) -> Sheet:  # fmt: skip
        header, digest, all_ = read_header(text), digest_of(text.encode()), tuple(signatures)
        # What was signed elsewhere names no more files than the page shows.
        over_it = tuple(
            one
            for one in counting(all_, digest, {})
            if all(files.get(path) == was for path, was in one.files)
        )
        needed = needed_roles(place.kind, rules, is_example=header.is_example)
        found = standing_of(needed, authors_in(header.author), over_it, rules)
        return Sheet(digest, all_, over_it, needed, found, files)

    def signed(
        self, place: Place, text: str, sheet: Sheet, rules: SignoffRules, role: Role, login: str,
        *, urgent: bool = False,
    ) -> Sheet:  # fmt: skip
        """The sheet with the signature of the person behind `login`; an `urgent` one of an approver
        lets the text go online before the others have signed.

        Raises EditingError for who may not sign as `role`, and for authors.
        """
        person = next(
            (name for name, one in rules.people.items()
             if one.account == login and role in one.roles and not one.left),
            None,
        )  # fmt: skip
        if person is None:
            raise EditingError(messages.NOT_LISTED.format(login=login, role=role.label))
        if self.public_key not in rules.staff_zone:
            raise EditingError(messages.NO_SERVER_KEY.format(key=self.public_key))
        if sheet.standing.lacks_author:
            raise EditingError(messages.NO_AUTHOR)
        files = tuple(sheet.files.items())
        number = number_for(sheet.all_, sheet.counting)
        message = message_of(
            place, role, sheet.digest, urgent=urgent, person=person, account=login, number=number,
            files=files,
        )  # fmt: skip
        armored = signed_with(self._key, message)
        made = Signature(
            person, role, sheet.digest, urgent, armored, login, number=number, files=files
        )
        mine = (person, role, sheet.digest)
        others = [x for x in sheet.all_ if (x.person, x.role, x.digest) != mine]
        after = self._sheet(place, text, (*others, made), rules, sheet.files)
        if role in sheet.standing.missing and role in after.standing.missing:
            raise EditingError(messages.OWN_TEXT.format(role=role.label))
        return after


@lru_cache(maxsize=4)
def _files_below(repository: GitRepository, head: str) -> Mapping[str, str]:
    """Path below content/ and blob of each file of a commit that is no manuscript."""
    return _below(repository.files(head, CONTENT))


def _below(files: Iterable[File]) -> dict[str, str]:
    start = f"{CONTENT}/"
    return {
        one.path.removeprefix(start): one.blob
        for one in files
        if one.path.startswith(start) and not one.path.lower().endswith(".md")
    }
