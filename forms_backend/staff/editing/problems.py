"""What the check found, as the editor in the browser is told of it: by the field that it stands in, since
most people never see the front matter behind the fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from forms_backend.manuscripts.header_form import key_at, proposed_keys
from forms_backend.manuscripts.preview import Edit, Problem
from forms_backend.staff.editing import editing_messages

UNFILLED = "C214"
"""The finding of a 【待填】, with which an import also marks what it proposes."""


@dataclass(frozen=True)
class Told:
    """A problem and the key of the front matter whose line it names; empty for one of the body."""

    line: int
    code: str
    error: bool
    message: str
    mend: str
    edit: Edit | None
    key: str

    @property
    def data(self) -> dict[str, object]:
        """For the script of the page."""
        return asdict(self)


def told(problems: Sequence[Problem], text: str) -> list[Told]:
    """Each problem of `text`; what an import proposed is said to wait for somebody to look at it."""
    proposed = proposed_keys(text)
    rows = []
    for one in problems:
        key = key_at(text, one.line)
        message, mend = one.message, one.mend
        if one.code == UNFILLED and key in proposed:
            message, mend = editing_messages.NOT_LOOKED_AT, editing_messages.NOT_LOOKED_AT_MEND
        rows.append(Told(one.line, one.code, one.is_error, message, mend, one.edit, key))
    return rows


def refused_for(own: Sequence[Problem], errors: Sequence[Problem]) -> tuple[Problem, ...]:
    """`own`, of the text as it was typed, with those as errors that a step was refused for: what only
    reminds in a draft does not go online, and has another code there."""
    wrong, known = {x.message for x in errors if x.is_error}, {x.message for x in own}
    found = [replace(x, is_error=x.is_error or x.message in wrong) for x in own]
    return (*found, *(x for x in errors if x.is_error and x.message not in known))
