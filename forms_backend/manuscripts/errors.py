"""Why a step with a manuscript was not done."""

from __future__ import annotations

from collections.abc import Sequence

from forms_backend.manuscripts.preview import Problem


class EditingError(Exception):
    """Its text is the sentence for the person."""


class GitUnavailableError(EditingError):
    """git, or the repository, does not do what it should."""


class ManuscriptNotFoundError(EditingError):
    """There is no manuscript with that id."""


class StaleTextError(EditingError):
    """Somebody else has changed the text meanwhile: `theirs`, in the commit `head`."""

    def __init__(self, sentence: str, theirs: str, head: str) -> None:
        self.theirs, self.head = theirs, head
        super().__init__(sentence)


class HasProblemsError(EditingError):
    """The check finds mistakes that must be mended first."""

    def __init__(self, sentence: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(sentence)
