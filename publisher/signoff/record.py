"""The signatures of one manuscript and the copy that was approved last: `site_config/signoff/`.

They stand beside the manuscript and not in its front matter, so that what is signed is the whole file,
byte for byte, and signing changes nothing in it. `<kind>/<id>.yml` holds the signatures, of today's text
and of the approved one; `<kind>/<id>.md` is the text that was approved: what readers see while a change
of the manuscript waits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from district.signoff import Role, SignoffRules
from publisher.model.library import Entry
from publisher.signoff.ssh_signature import is_signed_by

FOLDER = "signoff"
"""Below site_config/."""


@dataclass(frozen=True)
class Signature:
    """`person`: key of people.yml; `digest`: of the text that was signed; `urgent`: an approver alone
    lets it go live at once, and the others sign later."""

    person: str
    role: Role
    digest: str
    urgent: bool
    armored: str


class DamagedRecordError(ValueError):
    """The file of signatures is not as `fabu sign` writes it."""


def place_of_record(config_folder: Path, entry: Entry) -> Path:
    """The file of the signatures; the approved copy has the same name and ends in .md."""
    return config_folder / FOLDER / entry.kind.value / f"{entry.id}.yml"


def digest_of(data: bytes) -> str:
    """Of a manuscript's bytes; line endings and a BOM do not count, since git changes them."""
    plain = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    return hashlib.sha256(plain).hexdigest()


def message_of(entry: Entry, role: Role, digest: str, *, urgent: bool) -> bytes:
    """What is signed: which document, as what, which text."""
    lines = (entry.kind.value, entry.id, role.value, digest, "urgent" if urgent else "regular")
    return "\n".join((*lines, "")).encode()


def read_record(path: Path) -> tuple[Signature, ...]:
    """The signatures in the file at `path`, unverified; none where it does not exist.

    Raises DamagedRecordError.
    """
    if not path.is_file():
        return ()
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))["signatures"]
        return tuple(
            Signature(
                str(row["person"]),
                Role(row["role"]),
                str(row["digest"]),
                row["urgent"] is True,
                str(row["signature"]),
            )
            for row in rows
        )
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise DamagedRecordError from error


def write_record(path: Path, signatures: tuple[Signature, ...]) -> None:
    rows = [
        {
            "person": one.person,
            "role": one.role.value,
            "digest": one.digest,
            "urgent": one.urgent,
            "signature": one.armored,
        }
        for one in signatures
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "# 由 fabu sign 写入，不要手改。\n"
    text = yaml.safe_dump({"signatures": rows}, allow_unicode=True, sort_keys=False)
    path.write_text(head + text, encoding="utf-8", newline="\n")


def is_genuine(signature: Signature, entry: Entry, rules: SignoffRules) -> bool:
    """Whether the person exists, has that role, and one of their keys made the signature."""
    person = rules.people.get(signature.person)
    if person is None or signature.role not in person.roles:
        return False
    message = message_of(entry, signature.role, signature.digest, urgent=signature.urgent)
    return any(is_signed_by(key, signature.armored, message) for key in person.keys)


def genuine(
    signatures: Iterable[Signature], entry: Entry, rules: SignoffRules, approved: Path
) -> list[Signature]:
    """Those that count. Of somebody who has left, only those over the text in the file `approved`,
    which was online while they were there."""
    before = digest_of(approved.read_bytes()) if approved.is_file() else ""
    return [
        one
        for one in signatures
        if is_genuine(one, entry, rules)
        and (one.digest == before or not rules.people[one.person].left)
    ]
