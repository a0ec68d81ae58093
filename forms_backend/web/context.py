"""The parts of the application that serves a request."""

from __future__ import annotations

from typing import TypeVar, cast

from flask import Flask, current_app

from forms_backend.running.parts import Ground, Parts

EXTENSION = "fabu"
Part = TypeVar("Part")


def parts_of(app: Flask) -> Parts:
    """What `create_app` built."""
    return cast(Parts, app.extensions[EXTENSION])


def part(kind: type[Part]) -> Part:
    """The part of that class, of the application that serves this request."""
    return parts_of(current_app)[kind]


def ground() -> Ground:
    """Settings, configuration, database and clock of the application that serves this request."""
    return parts_of(current_app).ground
