"""Why somebody may not do what they asked for."""

from __future__ import annotations


class MatterNotFoundError(Exception):
    """No matter has that number, or the person may not know of it; both look the same."""


class NotAllowedError(Exception):
    """The state, the role or the history of the matter does not allow the action."""


class StaleMatterError(Exception):
    """Somebody else acted on the matter after the person had opened it."""


class InvalidInputError(Exception):
    """What had to be given with an action is missing or wrong; `problems` by need."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("；".join(problems.values()))
