"""Changes of many manuscripts as branches of the repository: `bulk/<name>`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from forms_backend.identity.person import Person
from forms_backend.manuscripts import messages
from forms_backend.manuscripts.draft_branches import Branches, signer, text_of
from forms_backend.manuscripts.errors import EditingError
from forms_backend.manuscripts.git import MAIN, NOTHING, PLAIN, Commit, File, GitRepository
from forms_backend.manuscripts.places import Place

PREFIX = "bulk/"


class BulkBranches:
    """Reads them, and moves them when nobody else has moved them."""

    def __init__(self, repository: GitRepository, branches: Branches) -> None:
        self._repository = repository
        self._branches = branches

    def under_way(self) -> dict[str, Commit]:
        """Their names and last commits, what moved last first."""
        found = self._repository.branches(PREFIX)
        return {name.removeprefix(PREFIX): last for name, last in found.items()}

    def texts(self, commit: str) -> list[tuple[Place, str]]:
        """Every manuscript of a commit that is a text."""
        known = list(self._branches.places(commit).values())
        found = []
        for (place, _file), data in zip(
            known, self._repository.read([file.blob for _place, file in known]), strict=True
        ):
            try:
                found.append((place, text_of(data)))
            except EditingError:
                continue
        return found

    def own_history(self, head: str) -> list[Commit]:
        """Its commits that main does not have, the newest first."""
        return self._repository.history([head, f"^{self._branches.main()}"])

    def changed_files(self, head: str) -> dict[str, bytes]:
        """What it changes. Raises EditingError where it takes files away, or brings links and
        programs."""
        fork = self._repository.fork(self._branches.main(), head) or head
        changes = self._repository.changed(fork, head)
        files = [file for file in changes.values() if file and file.mode == PLAIN]
        if len(files) != len(changes):
            raise EditingError(messages.BULK_STALE)
        data = self._repository.read([file.blob for file in files])
        return {file.path: one for file, one in zip(files, data, strict=True)}

    def begin(
        self, name: str, main: str, files: Mapping[str, bytes], person: Person, at: datetime,
        message: str,
    ) -> None:  # fmt: skip
        """The branch, with one commit on `main`."""
        made = self._commit(main, files, [main], person, at, message)
        self._move(PREFIX + name, made, NOTHING)

    def go_on(
        self, name: str, head: str, files: Mapping[str, bytes], person: Person, at: datetime,
        message: str,
    ) -> None:  # fmt: skip
        """A commit more."""
        self._move(PREFIX + name, self._commit(head, files, [head], person, at, message), head)

    def merge(
        self, name: str, head: str, main: str, files: Mapping[str, bytes], person: Person,
        at: datetime, message: str,
    ) -> str:  # fmt: skip
        """These files in main, if it is still the commit `main`, and the branch gone; returns the
        commit."""
        made = self._commit(main, files, [main, head], person, at, message)
        self._move(MAIN, made, main)
        self._repository.drop(PREFIX + name, head)
        return made

    def drop(self, name: str, head: str) -> None:
        """The branch is gone."""
        self._repository.drop(PREFIX + name, head)

    def _commit(
        self, tree_of: str, files: Mapping[str, bytes], parents: Sequence[str], person: Person,
        at: datetime, message: str,
    ) -> str:  # fmt: skip
        kept = {path: File(path, self._repository.write_blob(one)) for path, one in files.items()}
        return self._repository.commit(tree_of, kept, parents, signer(person), at, message)

    def _move(self, branch: str, new: str, old: str) -> None:
        if not self._repository.move(branch, new, old):
            raise EditingError(messages.BUSY)
