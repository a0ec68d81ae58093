"""What the commands of the backend share: its parts, and who sits at the keyboard."""

from __future__ import annotations

import getpass
from collections.abc import Callable

import click

from forms_backend.database import schema
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings, load_settings

BuildParts = Callable[[Settings], Parts]


def open_parts() -> Parts:
    """The parts of the application, on a database of this version, made by the builder that the
    command line carries in its context.

    Raises SettingsError, ConfigError, SchemaOutOfDateError.
    """
    build: BuildParts = click.get_current_context().find_root().obj
    parts = build(load_settings())
    schema.check_schema(parts.ground.database)
    return parts


def operator() -> str:
    """The actor that the ledger names."""
    return f"cli:{getpass.getuser()}"
