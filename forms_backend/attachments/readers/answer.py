"""What comes back from a worker, and what its end tells: two short messages."""

from __future__ import annotations

import json
import signal
from dataclasses import asdict, dataclass
from enum import StrEnum

from forms_backend.attachments.kinds import FileKind

LONGEST_MESSAGE = 8192


class Outcome(StrEnum):
    """How looking at a file ended; also a label in /metrics and in the log."""

    TAKEN = "taken"
    REFUSED = "refused"
    PROCESSOR = "processor"
    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    BUG = "bug"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"

    @property
    def is_cost(self) -> bool:
        """Whether the file took more than it may."""
        return self in (Outcome.PROCESSOR, Outcome.TIME, Outcome.MEMORY, Outcome.CRASH)


@dataclass(frozen=True)
class Answer:
    """What a worker found: the kind of a file that is taken, or why it is not.

    `trace` names places in the program where it met what it does not know, and none of the file.
    """

    outcome: Outcome
    kind: str = ""
    reason: str = ""
    trace: tuple[str, ...] = ()

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()[:LONGEST_MESSAGE]

    @classmethod
    def from_bytes(cls, message: bytes) -> Answer:
        """Raises ValueError for what is none: a worker may have been taken over by its file."""
        fields = json.loads(message)
        if not isinstance(fields, dict) or set(fields) != {"outcome", "kind", "reason", "trace"}:
            raise ValueError("not an answer")
        answer = cls(
            Outcome(fields["outcome"]), str(fields["kind"]), str(fields["reason"]),
            tuple(map(str, fields["trace"])),
        )  # fmt: skip
        if answer.outcome is Outcome.TAKEN:
            FileKind(answer.kind)
        return answer


@dataclass(frozen=True)
class Ending:
    """How a worker ended (by a signal, or with a code), and what it used: processor milliseconds,
    most memory in kilobytes."""

    signal: int
    code: int
    cpu_ms: int
    peak_kb: int
    timed_out: bool

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, message: bytes) -> Ending:
        return cls(**json.loads(message))

    @property
    def outcome(self) -> Outcome:
        """Why there was no answer."""
        if self.timed_out or self.signal == signal.SIGALRM:
            return Outcome.TIME
        if self.signal == signal.SIGXCPU:
            return Outcome.PROCESSOR
        # SIGKILL that is not ours comes from a system without memory.
        return Outcome.MEMORY if self.signal == signal.SIGKILL else Outcome.CRASH
