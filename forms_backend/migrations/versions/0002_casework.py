"""Staff accounts and sessions, matters, their clocks and writings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_staff()
    _create_matters()
    _create_clocks_and_writings()


def downgrade() -> None:
    for table in ("writings", "matter_clocks", "matters", "staff_sessions", "staff"):
        op.drop_table(table)


def _lengths(table: str, **limits: int) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"length({column}) <= {limit}", name=op.f(f"ck_{table}_{column}_length"))
        for column, limit in limits.items()
    ]


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create_staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(40), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.LargeBinary()),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _moment("locked_until"),
        _moment("created_at", nullable=False),
        _moment("disabled_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
        *_lengths("staff", login=40, name=40, unit=40, role=20, totp_secret=512),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        _moment("created_at", nullable=False),
        _moment("seen_at", nullable=False),
        _moment("ended_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
    )
    op.create_index(op.f("ix_staff_sessions_staff_id"), "staff_sessions", ["staff_id"])


def _dates(*, nullable: bool) -> list[sa.Column]:
    return [
        sa.Column(name, sa.Date(), nullable=nullable)
        for name in ("yellow_on", "due_on", "sure_on", "posted_on")
    ]


def _create_matters() -> None:
    op.create_table(
        "matters",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lead_unit", sa.String(40), nullable=False),
        sa.Column("unit", sa.String(40)),
        sa.Column("handler", sa.String(40)),
        sa.Column("accused_unit", sa.String(40)),
        sa.Column("confidential", sa.Boolean(), nullable=False),
        sa.Column("bounces", sa.Integer(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("satisfied", sa.Boolean()),
        _moment("answer_delivered_at"),
        _moment("closed_at"),
        sa.Column("supervisions", sa.Integer(), nullable=False),
        sa.Column("due_kind", sa.String(20)),
        *_dates(nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_matters")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_matters_submission_id")
        ),
        sa.ForeignKeyConstraint(["handler"], ["staff.login"], name=op.f("fk_matters_handler")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_matters_version_positive")),
        *_lengths("matters", lead_unit=40, unit=40, accused_unit=40),
    )
    for column in ("lead_unit", "unit", "handler", "sure_on"):
        op.create_index(op.f(f"ix_matters_{column}"), "matters", [column])


def _create_clocks_and_writings() -> None:
    op.create_table(
        "matter_clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("extension", sa.Text()),
        *_dates(nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        _moment("stopped_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_clocks")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_matter_clocks_submission_id")
        ),
        *_lengths("matter_clocks", rule=1000, extension=1000, explanation=1000),
    )
    op.create_table(
        "writings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(40), nullable=False),
        sa.Column("need", sa.String(20), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        _moment("at", nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_writings")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f("fk_writings_submission_id")
        ),
        *_lengths("writings", payload=65536),
    )
    for table in ("matter_clocks", "writings"):
        op.create_index(op.f(f"ix_{table}_submission_id"), table, ["submission_id"])
