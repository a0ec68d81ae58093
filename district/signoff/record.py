"""The signatures of one manuscript and the copy that was approved last: `site_config/signoff/`.

They stand beside the manuscript and not in its front matter, so that what is signed is the whole file,
byte for byte, and signing changes nothing in it. A signature names the files that the page shows as
well, and the number of the approval: a text that was approved once is not approved again by putting it
back. `<kind>/<id>.yml` holds the signatures, of today's text
and of the approved one; `<kind>/<id>.md` is the text that was approved: what readers see while a change
of the manuscript waits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import yaml

from district.signoff.files import digest_of as digest_of
from district.signoff.people import Role, SignoffRules
from district.signoff.ssh_signature import is_signed_by

FOLDER = "signoff"
"""Below site_config/."""


class Signable(Protocol):
    """What is signed: a document of a kind (“case”, “policy” …) and its id."""

    @property
    def kind(self) -> str: ...

    @property
    def id(self) -> str: ...


@dataclass(frozen=True)
class Signature:
    """`person`: key of people.yml; `digest`: of the text that was signed; `urgent`: an approver alone
    lets it go live at once, and the others sign later. `account`: who signed in the staff zone, with
    that login; the server's key made the signature then, and without one the person's own. `number`:
    which approval of this document it belongs to; `files`: path below content/ and digest of each file
    that the page shows. Signatures from before have neither."""

    person: str
    role: Role
    digest: str
    urgent: bool
    armored: str
    account: str = ""
    number: int = 0
    files: tuple[tuple[str, str], ...] = ()

    def covers(self, shown: Mapping[str, str]) -> bool:
        """Whether these files, path → digest, are as they were when it was signed; one from before
        says nothing of files."""
        signed = dict(self.files)
        return self.is_from_before or all(signed.get(path) == d for path, d in shown.items())

    @property
    def is_from_before(self) -> bool:
        """Whether it was made when signatures named no files."""
        return not self.files and not self.number


class DamagedRecordError(ValueError):
    """The file of signatures is not as `fabu sign` writes it."""


def place_of_record(config_folder: Path, entry: Signable) -> Path:
    """The file of the signatures; the approved copy has the same name and ends in .md."""
    return config_folder / FOLDER / entry.kind / f"{entry.id}.yml"


def message_of(
    entry: Signable,
    role: Role,
    digest: str,
    *,
    urgent: bool,
    person: str = "",
    account: str = "",
    number: int = 0,
    files: Iterable[tuple[str, str]] = (),
) -> bytes:
    """What is signed: which document, as what, which text, the how manieth approval, with which files.
    The server signs for many, and therefore also for whom: the `person` and the `account` of the
    staff zone."""  # fmt: skip
    lines = [str(entry.kind), entry.id, role.value, digest, "urgent" if urgent else "regular"]
    if account:
        lines += ["staff zone", person, account]
    if number:
        lines += ["approval", str(number)]
    if listing := sorted(files):
        told = json.dumps(listing, ensure_ascii=True).encode()
        lines += ["files", hashlib.sha256(told).hexdigest()]
    return "\n".join((*lines, "")).encode()


def number_for(signatures: Iterable[Signature], joined: Iterable[Signature]) -> int:
    """Which number a new signature takes: that of the counting ones that it joins, where they are the
    newest, otherwise the one after the newest of the document's `signatures`; those of people who have
    left are among these, since readers have seen what they approved."""
    newest = max((one.number for one in signatures), default=0)
    mine = max((one.number for one in joined), default=0)
    return mine if mine and mine >= newest else newest + 1


def counting(
    signatures: Iterable[Signature], digest: str, files: Mapping[str, str]
) -> list[Signature]:
    """Those of the genuine `signatures` over this text and these files that no signature over
    another text has outdated."""
    known = tuple(signatures)
    since = max((one.number for one in known if one.digest != digest), default=0)
    return [
        one for one in known if one.digest == digest and one.number >= since and one.covers(files)
    ]


def read_record(path: Path) -> tuple[Signature, ...]:
    """The signatures in the file at `path`, unverified; none where it does not exist.

    Raises DamagedRecordError.
    """
    return parse_record(path.read_bytes()) if path.is_file() else ()


def parse_record(data: bytes) -> tuple[Signature, ...]:
    """The signatures in such a file, unverified. Raises DamagedRecordError."""
    try:
        rows = yaml.safe_load(data.decode("utf-8"))["signatures"]
        return tuple(
            Signature(
                str(row["person"]),
                Role(row["role"]),
                str(row["digest"]),
                row["urgent"] is True,
                str(row["signature"]),
                str(row.get("account", "")),
                int(row.get("number", 0)),
                tuple(sorted((str(k), str(v)) for k, v in dict(row.get("files", {})).items())),
            )
            for row in rows
        )
    except (
        yaml.YAMLError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise DamagedRecordError from error


def write_record(path: Path, signatures: tuple[Signature, ...]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(record_text(signatures))


def record_text(signatures: Iterable[Signature]) -> bytes:
    """The file that holds these signatures."""
    rows = [
        {
            "person": one.person,
            "role": one.role.value,
            "digest": one.digest,
            "urgent": one.urgent,
            **({"account": one.account} if one.account else {}),
            **({"number": one.number} if one.number else {}),
            **({"files": dict(one.files)} if one.files else {}),
            "signature": one.armored,
        }
        for one in signatures
    ]
    head = "# 由 fabu sign 或工作台写入，不要手改。\n"
    text = yaml.safe_dump({"signatures": rows}, allow_unicode=True, sort_keys=False)
    return (head + text).encode()


def is_genuine(signature: Signature, entry: Signable, rules: SignoffRules) -> bool:
    """Whether the person exists, has that role, and one of their keys made the signature; or one of
    the server's, for their own account of the staff zone."""
    person = rules.people.get(signature.person)
    if person is None or signature.role not in person.roles:
        return False
    if signature.account and signature.account not in person.accounts:
        return False
    message = message_of(
        entry,
        signature.role,
        signature.digest,
        urgent=signature.urgent,
        person=signature.person,
        account=signature.account,
        number=signature.number,
        files=signature.files,
    )
    keys = rules.staff_zone if signature.account else person.keys
    return any(is_signed_by(key, signature.armored, message) for key in keys)


def genuine(
    signatures: Iterable[Signature], entry: Signable, rules: SignoffRules
) -> list[Signature]:
    """Those that count. Of somebody who has left, only those over the texts that people.yml names for
    them: nothing that lies beside a record tells when it was signed."""
    return [
        one
        for one in signatures
        if is_genuine(one, entry, rules) and rules.people[one.person].may_have_signed(one.digest)
    ]


def left_behind(
    signatures: Iterable[Signature], entry: Signable, rules: SignoffRules
) -> list[Signature]:
    """Those of people who have left that would count if people.yml named the text."""
    return [
        one
        for one in signatures
        if is_genuine(one, entry, rules)
        and not rules.people[one.person].may_have_signed(one.digest)
    ]
