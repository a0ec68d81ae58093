"""What a check of the ledger found: the first thing that is wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forms_backend.database.limits import HASH_LENGTH
from forms_backend.ledger import messages


class Fault(StrEnum):
    """What was done to a row past the program."""

    CHANGED = "被改动过"
    DELETED = "被删去"
    ADDED = "不是由程序写入的"


@dataclass(frozen=True)
class RecordFault:
    """A row that is not as the ledger has it; `made_by` is the event that wrote it last, None for
    one that no event knows. `key` is its primary key."""

    table: str
    key: str
    fault: Fault
    made_by: int | None


@dataclass(frozen=True)
class ChainReport:
    """Result of a check: how many events hold, and the first that does not (`broken_at`); where all
    do, the first row that they do not prove, and the triggers that do not stand."""

    checked: int
    broken_at: int | None
    reason: str = ""
    head: str = "0" * HASH_LENGTH
    """Hash of the last event that holds."""
    record: RecordFault | None = None
    missing_guards: tuple[str, ...] = ()
    anchors: int = 0
    """How many heads that were written down elsewhere the chain was compared with."""
    unread: str = ""
    """Why the heads that were written down could not be read; then `anchors` is 0."""

    @property
    def is_intact(self) -> bool:
        is_whole = self.broken_at is None and self.record is None
        return is_whole and not self.missing_guards and not self.unread

    def verdict(self) -> str:
        """What was found first, in one sentence without an end; empty for an intact ledger."""
        if self.broken_at is not None:
            return messages.BROKEN.format(row=self.broken_at, reason=self.reason)
        if self.record is not None:
            text = messages.RECORD if self.record.made_by is not None else messages.RECORD_UNKNOWN
            return text.format(
                table=self.record.table,
                key=self.record.key,
                fault=self.record.fault.value,
                sequence=self.record.made_by,
            )
        if self.missing_guards:
            return messages.GUARDS.format(names="、".join(self.missing_guards))
        return self.unread
