"""For a WSGI server of one's own: `gunicorn "forms_backend.wsgi:application()"`."""

from __future__ import annotations

from flask import Flask

from forms_backend.application import create_app
from forms_backend.building import prepare
from forms_backend.database import schema
from forms_backend.running import periodic
from forms_backend.running.json_logs import configure_logs
from forms_backend.running.settings import load_settings
from forms_backend.web.context import parts_of


def application() -> Flask:
    """The application with settings from the environment.

    Raises SettingsError, ConfigError, SchemaOutOfDateError before the first request is taken.
    """
    settings = load_settings()
    configure_logs(settings.log_level)
    app = create_app(settings)
    parts = parts_of(app)
    schema.check_schema(parts.ground.database)
    prepare(parts)
    periodic.run_until_exit(parts.tasks)
    return app
