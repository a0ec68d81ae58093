"""报送的数字: counted by the code of the reports, kept as they were shown, added up exactly. Pure.

A rate is kept as its two numbers, so that a sum of filings has the rate of all their matters, never
the mean of rates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from forms_backend.filings import messages as texts
from forms_backend.registers.figures import Tally
from forms_backend.reports.figures import MEASURES, Figures
from forms_backend.reports.rates import RATES, percent

COUNTS = ("carried", "received", "accepted", "answered", "delivered", "closed", "open", "overdue",
          "bounced", "supervised", "dissatisfied")  # fmt: skip
RATE_KEYS = ("accept_timely", "on_time", "told", "solved", "satisfied")
COUNT_LABELS = {m.key: m.label.removeprefix("其中：") for m in MEASURES}
RATE_LABELS = {rule.key: rule.label for rule in RATES}
_EMPTY = {rule.key: rule.empty for rule in RATES}
LABELS = {key: COUNT_LABELS[key] for key in COUNTS} | {key: RATE_LABELS[key] for key in RATE_KEYS}


@dataclass(frozen=True)
class RegisterCount:
    """One register at the end of the period, and what was entered and ended in it."""

    name: str
    open: int
    late: int
    entered: int
    ended: int


@dataclass(frozen=True)
class Snapshot:
    """The figures of one filing, or of several together."""

    counts: Mapping[str, int]
    rates: Mapping[str, tuple[int, int]]
    """Numerator and denominator."""
    registers: Mapping[str, RegisterCount] = field(default_factory=dict)

    def encode(self) -> str:
        """JSON, the same for equal figures."""
        plain = {
            "counts": dict(self.counts),
            "rates": {key: list(pair) for key, pair in self.rates.items()},
            "registers": {
                key: [one.name, one.open, one.late, one.entered, one.ended]
                for key, one in self.registers.items()
            },
        }
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def decode(cls, text: str) -> Snapshot:
        found = json.loads(text)
        return cls(
            found["counts"],
            {key: (part, whole) for key, (part, whole) in found["rates"].items()},
            {key: RegisterCount(*values) for key, values in found["registers"].items()},
        )

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.encode().encode()).hexdigest()

    def rate_text(self, key: str) -> str:
        """`85.7%（6/7）`, or why there is none: as reports write it."""
        part, whole = self.rates.get(key, (0, 0))
        if not whole:
            return f"—（{_EMPTY[key]}）"
        return f"{percent(Fraction(part, whole))}（{part}/{whole}）"

    @property
    def shown(self) -> Mapping[str, str]:
        """Every figure by its name, as people read it."""
        counts = {LABELS[key]: str(self.counts.get(key, 0)) for key in COUNTS}
        return counts | {LABELS[key]: self.rate_text(key) for key in RATE_KEYS}

    @property
    def _told(self) -> Mapping[tuple[str, str], str]:
        """Every figure by the key of its register, empty for none, and its name."""
        registers = {
            (key, label): str(value)
            for key, one in self.registers.items()
            for label, value in zip(
                texts.REGISTER_COLUMNS[1:],
                (one.open, one.late, one.entered, one.ended),
                strict=True,
            )
        }
        return {("", name): text for name, text in self.shown.items()} | registers

    def differences(self, now: Snapshot) -> tuple[str, ...]:
        """Each figure that is another one when it is counted again, or that only one of both has."""
        filed, again = self._told, now._told
        names = {
            key: f"{one.name} " for key, one in (*now.registers.items(), *self.registers.items())
        }
        return tuple(
            texts.DIFFERENCE.format(
                name=names.get(key, "") + label,
                filed=filed.get((key, label), texts.NO_FIGURE),
                now=again.get((key, label), texts.NO_FIGURE),
            )
            for key, label in dict.fromkeys((*filed, *again))
            if filed.get((key, label)) != again.get((key, label))
        )


def snapshot_of(figures: Figures, tallies: Iterable[Tally] = ()) -> Snapshot:
    """What a filing keeps of the figures of its period."""
    return Snapshot(
        {key: figures.count(key) for key in COUNTS},
        {key: (len(figures.rates[key].part), len(figures.rates[key].whole)) for key in RATE_KEYS},
        {
            one.key: RegisterCount(one.name, one.open, one.late, one.entered, one.ended)
            for one in tallies
        },
    )


def summed(snapshots: Sequence[Snapshot]) -> Snapshot:
    """All of them together; their units must not overlap."""
    registers: dict[str, RegisterCount] = {}
    for one in snapshots:
        for key, count in one.registers.items():
            had = registers.get(key, RegisterCount(count.name, 0, 0, 0, 0))
            registers[key] = RegisterCount(
                count.name,
                had.open + count.open,
                had.late + count.late,
                had.entered + count.entered,
                had.ended + count.ended,
            )
    return Snapshot(
        {key: sum(one.counts.get(key, 0) for one in snapshots) for key in COUNTS},
        {
            key: (
                sum(one.rates.get(key, (0, 0))[0] for one in snapshots),
                sum(one.rates.get(key, (0, 0))[1] for one in snapshots),
            )
            for key in RATE_KEYS
        },
        registers,
    )
