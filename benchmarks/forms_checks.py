"""What must hold of everything that was acknowledged, whatever happened to the server meanwhile."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from benchmarks.forms_client import Tally
from benchmarks.forms_server import FormServer, services_of
from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import GRACE, STAGED_FOR
from forms_backend.attachments.tables import Attachment
from forms_backend.building import prepare
from forms_backend.ledger.service import LedgerService
from forms_backend.ledger.tables import LedgerEvent
from forms_backend.matters.tables import Matter
from forms_backend.submissions.tables import Submission

_SLACK = timedelta(minutes=1)


def broken_promises(server: FormServer, tally: Tally) -> list[str]:
    """One sentence for each promise that does not hold; the server is not running any more.

    Acknowledged numbers exist with their matter and their event; nothing stands twice; what is there
    besides was at least tried; the chain holds; each file on disk is named, and each row has its file.
    """
    parts = services_of(server)
    prepare(parts)
    with parts.ground.database.read() as session:
        rows = session.execute(select(Submission.number, Submission.idempotency_hash))
        numbers = {row.number: row.idempotency_hash for row in rows}
        matters = session.scalar(select(func.count()).select_from(Matter))
        received = session.scalars(
            select(LedgerEvent.number).where(LedgerEvent.action == "received")
        ).all()
        names = set(session.scalars(select(Attachment.storage_name)))
    found = []
    lost = set(tally.acknowledged.values()) - set(numbers)
    if lost:
        found.append(f"acknowledged and lost: {sorted(lost)[:5]} and {len(lost)} in all")
    if len(set(tally.acknowledged.values())) != len(tally.acknowledged):
        found.append("one number for two submissions")
    if len(numbers) > len(tally.tried):
        found.append(f"{len(numbers)} kept, {len(tally.tried)} sent: duplicates")
    if sorted(map(str, received)) != sorted(numbers) or matters != len(numbers):
        found.append(f"{len(numbers)} kept, {len(received)} events, {matters} matters")
    if not parts[LedgerService].verify().is_intact:
        found.append("the chain of the ledger is broken")
    found += _files(server, names)
    parts.ground.database.close()
    return found


def _files(server: FormServer, names: set[str]) -> list[str]:
    """After a sweep some hours later only named files are left, and none of them is missing."""
    parts = services_of(server)
    later = parts.ground.clock() + STAGED_FOR + GRACE + _SLACK
    store = parts[AttachmentService]._store
    store.sweep(later, names.__contains__)
    parts.ground.database.close()
    stored = {path.name for path in (server.attachments / "stored").glob("*/*")}
    left = [p for f in ("staging", "moving") for p in (server.attachments / f).glob("*")]
    found = []
    if stored - names:
        found.append(f"{len(stored - names)} files that no row names")
    if names - stored:
        found.append(f"{len(names - stored)} attachments without their file")
    if left:
        found.append(f"{len(left)} files left over after the sweep")
    return found
