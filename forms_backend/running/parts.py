"""What an application is made of: the ground, and every topic's parts, each found by its class.

A topic's `wiring.build(parts)` adds what it offers and asks for what it needs, so that a signature
says who needs what: `parts[MatterService]`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from district.forms.models import FormDefinition
from district.models import SiteConfig
from forms_backend.database.transactions import Database
from forms_backend.running.clock import Clock
from forms_backend.running.metrics import Metrics
from forms_backend.running.periodic import Task
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher

Part = TypeVar("Part")


@dataclass(frozen=True)
class Ground:
    """What every topic stands on. `directory` holds the district's YAML."""

    settings: Settings
    directory: Path
    config: SiteConfig
    forms: Mapping[str, FormDefinition]
    database: Database
    cipher: PayloadCipher
    code_key: CodeKey
    clock: Clock
    metrics: Metrics


class Parts:
    """The ground, the parts, and what has to happen from time to time."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self._by_class: dict[type[object], object] = {}
        self._tasks: list[Task] = []
        self._first_steps: list[Callable[[], object]] = []

    def add(self, part: object, *, known_as: type[object] | None = None) -> None:
        """Offer `part` by its class, or by the class that others know it as.

        Raises ValueError when there is one already: who asks must get the one that everybody gets.
        """
        kind = known_as or type(part)
        if kind in self._by_class:
            raise ValueError(f"two parts of class {kind.__name__}")
        self._by_class[kind] = part

    def __getitem__(self, kind: type[Part]) -> Part:
        """The part of that class. Raises KeyError when no topic added one."""
        return cast(Part, self._by_class[kind])

    def __contains__(self, kind: type[object]) -> bool:
        return kind in self._by_class

    def at_start(self, step: Callable[[], object]) -> None:
        """`step` runs once before the first request."""
        self._first_steps.append(step)

    def from_time_to_time(self, task: Task) -> None:
        """`task` runs beside `fabu serve`."""
        self._tasks.append(task)

    @property
    def first_steps(self) -> tuple[Callable[[], object], ...]:
        return tuple(self._first_steps)

    @property
    def tasks(self) -> tuple[Task, ...]:
        return tuple(self._tasks)
