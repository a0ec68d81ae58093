"""Alembic runs this file; the connection comes from `schema.upgrade` or `schema.downgrade`."""

from __future__ import annotations

from alembic import context

from forms_backend.database.every_table import declared_tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=declared_tables(),
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
