"""laws.json: how the texts of laws stand, written with the site and read for the weekly mail.

It lies next to the site's folder and is no page. What is old or still to come is judged on the day it is
read, since the last build may be days ago.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from law.names import short_title
from law.texts.standing import Standing, is_old


@dataclass(frozen=True)
class TextInForce:
    """`law`: the short title; `as_of`: ISO date, or None where its file does not say."""

    law: str
    version: str
    as_of: str | None


@dataclass(frozen=True)
class TextToCome:
    """`begins`: ISO date; `is_held`: whether the pack has its words."""

    law: str
    version: str
    begins: str
    is_held: bool


@dataclass(frozen=True)
class Noted:
    """What the file says. `missing`: laws cited without a text; empty where no text is held at all,
    since a site may do without."""

    in_force: tuple[TextInForce, ...] = ()
    coming: tuple[TextToCome, ...] = ()
    missing: tuple[str, ...] = ()

    def old_on(self, today: date) -> tuple[TextInForce, ...]:
        """Texts that nobody compared for a month, the longest first."""
        old = [t for t in self.in_force if is_old(_day(t.as_of) if t.as_of else None, today)]
        return tuple(sorted(old, key=lambda t: (t.as_of or "", t.law)))

    def coming_on(self, today: date) -> tuple[TextToCome, ...]:
        """Texts that are passed and begin after `today`, the next first."""
        ahead = [t for t in self.coming if _day(t.begins) > today]
        return tuple(sorted(ahead, key=lambda t: (t.begins, t.law)))


def noted(found: Standing) -> Noted:
    """What of `found` the mail needs."""
    return Noted(
        tuple(
            TextInForce(
                short_title(h.title), h.version.label, h.as_of.isoformat() if h.as_of else None
            )
            for h in found.in_force
        ),
        tuple(
            TextToCome(
                short_title(c.title), c.version.label, c.version.begins.isoformat(), c.is_held
            )
            for c in found.coming
            if c.version.begins
        ),
        tuple(i.short for i in found.missing) if found.held else (),
    )


def as_json(found: Noted) -> str:
    """One text for the file and for `fabu laws status --format json`."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"


def write_standing(found: Standing, target: Path) -> None:
    """The file appears whole or not at all, and stays untouched when nothing changed."""
    text = as_json(noted(found))
    if target.is_file() and target.read_text(encoding="utf-8") == text:
        return
    partial = target.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(target)


def read_standing(target: Path) -> Noted:
    """Nothing before the first build. ValueError where the file is not what a build wrote."""
    try:
        text = target.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Noted()
    try:
        found = json.loads(text)
        told = Noted(
            tuple(TextInForce(**one) for one in found["in_force"]),
            tuple(TextToCome(**one) for one in found["coming"]),
            tuple(map(str, found["missing"])),
        )
        for day in (*(t.as_of for t in told.in_force if t.as_of), *(t.begins for t in told.coming)):
            _day(day)
    except (KeyError, TypeError) as error:
        raise ValueError(str(target)) from error
    return told


def _day(text: str) -> date:
    return date.fromisoformat(text)
