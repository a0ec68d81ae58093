"""标题: what a list shows of what visitors wrote. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from forms_backend.submissions.payload import Answer

SUBJECT_LENGTH = 60
_SUBJECTS = ("title", "description")
_FIRM = "firm"


@dataclass(frozen=True)
class Title:
    """Subject and firm of one matter; empty where the form has none."""

    subject: str = ""
    firm: str = ""


UNREADABLE = Title("（内容无法解密）")


def title_of(answers: Sequence[Answer]) -> Title:
    """The title that was given, or where the form has none the beginning of the description."""
    texts = {answer.key: " ".join(answer.display.split()) for answer in answers}
    subject = next((texts[key] for key in _SUBJECTS if texts.get(key)), "")
    if len(subject) > SUBJECT_LENGTH:
        subject = f"{subject[: SUBJECT_LENGTH - 1]}…"
    return Title(subject, texts.get(_FIRM, ""))
