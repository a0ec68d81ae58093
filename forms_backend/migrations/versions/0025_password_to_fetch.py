"""With two people, the one-time password waits for whoever asked for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("account_requests", sa.Column("password_until", moment))


def downgrade() -> None:
    op.execute("ALTER TABLE account_requests DROP COLUMN password_until")
