"""Takes main to the forge and back: fetched first, merged by whole files, never forced."""

from __future__ import annotations

import fcntl
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from threading import Lock

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.draft_branches import MOST_NAMED, PREFIX
from forms_backend.manuscripts.errors import EditingError, GitUnavailableError
from forms_backend.manuscripts.forge import (
    STATE,
    Forge,
    ForgeRefusedError,
    ForgeState,
    ForgeVault,
    access_to,
    refusal,
)
from forms_backend.manuscripts.git import MAIN, NOTHING, File, GitRepository, Signer
from forms_backend.manuscripts.places import Place, place_of
from forms_backend.manuscripts.steps import ADDRESS
from forms_backend.running.clock import Clock
from forms_backend.running.json_logs import log_event

LOOKS_EVERY = timedelta(minutes=10)
"""What others merge on the forge is fetched so often; what is signed here goes there at once."""
WAITS_AT_MOST = timedelta(minutes=30)
_FIRST_WAIT = timedelta(seconds=30)
_ITSELF = Signer("法布工作台", f"fabu-forge{ADDRESS}")

Publish = Callable[[str, datetime], bool]


class Outcome(Enum):
    """What came of an attempt. BUSY: another process is at it, and nothing was done here."""

    DONE = "done"
    FAILED = "failed"
    BUSY = "busy"


class ForgeDesk:
    """One at a time, also where several processes serve."""

    def __init__(
        self, repository: GitRepository, vault: ForgeVault, folder: Path, clock: Clock,
        publish: Publish,
    ) -> None:  # fmt: skip
        self._repository = repository
        self.vault = vault
        self._state = folder / STATE
        self._clock = clock
        self._publish = publish
        self._lock = Lock()

    def state(self) -> ForgeState:
        """The last attempt."""
        try:
            return ForgeState(**json.loads(self._state.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return ForgeState()

    def problem(self) -> str:
        """The sentence for the first page of 编辑; empty while all is well."""
        return self.state().problem if self.vault.is_set else ""

    def is_due(self) -> bool:
        """Whether there is something to push, or it is time to look; after failures later and later."""
        if not self.vault.is_set:
            return False
        state, now = self.state(), self._clock()
        passed = now - datetime.fromisoformat(state.at) if state.at else WAITS_AT_MOST
        if state.problem:
            wait: timedelta = _FIRST_WAIT * (1 << min(state.failures - 1, 10))
            return passed >= min(wait, WAITS_AT_MOST)
        return passed >= LOOKS_EVERY or self._repository.head(MAIN) != state.commit

    def run(self, *, waits: bool = False) -> Outcome:
        """Take both ways what is new. What went wrong is kept for the pages and tried again. `waits`: for
        another process that is at it."""
        with self._lock, self._alone(waits=waits) as is_alone:
            if not is_alone:
                return Outcome.BUSY
            before, now = self.state(), self._clock().isoformat(timespec="seconds")
            try:
                forge = self.vault.read()
                if forge is None:
                    return Outcome.DONE
                self._write(ForgeState(at=now, commit=self._exchanged(forge)))
            except EditingError as error:
                self._write(before.failed(str(error), now))
                if before.problem != str(error):
                    log_event("forge_push_failed", logging.WARNING, reason=str(error))
                return Outcome.FAILED
            if before.problem:
                log_event("forge_push_works_again", logging.INFO)
            return Outcome.DONE

    @contextmanager
    def _alone(self, *, waits: bool) -> Iterator[bool]:
        """Whether no other process exchanges while the block runs."""
        with self._state.with_suffix(".lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def _exchanged(self, forge: Forge) -> str:
        """main, which is the same on both sides afterwards. Raises EditingError."""
        repository = self._repository
        main = repository.head(MAIN)
        if main is None:
            raise EditingError(messages.NO_MAIN)
        with access_to(forge) as (options, environment):
            try:
                theirs = repository.fetched(forge.url, forge.branch, options, environment)
                if theirs is not None and theirs != main:
                    main = self._joined(main, theirs)
                if theirs != main:
                    repository.push(forge.url, main, forge.branch, options, environment)
            except GitUnavailableError as error:
                raise refusal(error, forge) from error
        return main

    def _joined(self, main: str, theirs: str) -> str:
        """main with what the forge has; it moves when that is new."""
        repository = self._repository
        fork = repository.fork(main, theirs)
        if fork == theirs:
            return main
        if fork is None:
            raise ForgeRefusedError(messages.FORGE_OTHER_HISTORY, messages.FORGE_OPERATOR_SETS)
        made, drafts = theirs, {}
        if fork != main:
            ours, others = repository.changed(fork, main), repository.changed(fork, theirs)
            both = {path for path in ours.keys() & others.keys() if ours[path] != others[path]}
            aside = self._aside(both, others)
            kept = {path: one for path, one in others.items() if not _owned(path, aside)}
            made = repository.commit(
                main, kept, [main, theirs], _ITSELF, self._clock(), messages.FORGE_MERGE
            )
            drafts = {place.branch: self._draft_of(place, fork, theirs) for place in aside}
        if not repository.move(MAIN, made, main):
            raise EditingError(messages.BUSY)
        for branch, head in drafts.items():
            repository.move(branch, head, NOTHING)
        self._publish(messages.FORGE_MERGE, self._clock())
        return made

    def _aside(self, both: Set[str], others: Mapping[str, File | None]) -> list[Place]:
        """The manuscripts that both sides changed: what is signed here stays in main, and the forge's
        text becomes a draft, which shows the two side by side. Raises ForgeRefusedError where anything
        else was changed by both, or such a draft cannot begin."""
        places = [place for path in both if others[path] and (place := place_of(path))]
        begun = self._repository.branches(PREFIX)
        strange = {path for path in both if not _owned(path, places)}
        strange |= {place.path for place in places if place.branch in begun}
        if strange:
            raise ForgeRefusedError(
                messages.FORGE_CONFLICT.format(files=_some(sorted(strange))), messages.FORGE_KEEPER
            )
        return places

    def _draft_of(self, place: Place, fork: str, theirs: str) -> str:
        """The forge's text and pictures as a draft that began at `fork`: a commit for each of theirs, by
        who made it, since nobody signs what they wrote. Returns its head."""
        repository, head = self._repository, fork
        of_theirs = [theirs, f"^{fork}"]
        for one in reversed(repository.history(of_theirs, place.path, None)):
            now = repository.file(one.id, place.path)
            head = repository.commit(
                head, {place.path: now}, [head], one.author, one.at, messages.FORGE_DRAFT
            )
        changed = repository.changed(fork, theirs)
        pictures = {path: x for path, x in changed.items() if path.startswith(place.pictures)}
        text = {place.path: repository.file(theirs, place.path)}
        return repository.commit(
            head, text | pictures, [head], _ITSELF, self._clock(), messages.FORGE_DRAFT
        )

    def _write(self, state: ForgeState) -> None:
        beside = self._state.with_suffix(".new")
        try:
            beside.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
            beside.replace(self._state)
        except OSError:  # a full disk: the log says the same
            log_event("forge_state_not_kept", logging.WARNING)


def _owned(path: str, places: Iterable[Place]) -> bool:
    return any(place.owns(path) for place in places)


def _some(paths: Sequence[str]) -> str:
    more = f" 等 {len(paths)} 个文件" if len(paths) > MOST_NAMED else ""
    return "、".join(paths[:MOST_NAMED]) + more
