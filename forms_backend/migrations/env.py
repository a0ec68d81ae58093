"""Alembic runs this file; the connection comes from `schema.upgrade` or `schema.downgrade`."""

from __future__ import annotations

from alembic import context

from forms_backend import matter_models, staff_models
from forms_backend.models import Base

assert matter_models.Matter.metadata is staff_models.Staff.metadata is Base.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
