"""What the commands of the backend share: its parts, and who sits at the keyboard."""

from __future__ import annotations

import getpass

from forms_backend import build_services
from forms_backend.database import schema
from forms_backend.running.settings import load_settings
from forms_backend.web.context import Services


def open_services() -> Services:
    """The parts of the application, on a database of this version.

    Raises SettingsError, ConfigError, SchemaOutOfDateError.
    """
    parts = build_services(load_settings())
    schema.check_schema(parts.database)
    return parts


def operator() -> str:
    """The actor that the ledger names."""
    return f"cli:{getpass.getuser()}"
