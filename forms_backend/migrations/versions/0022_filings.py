"""Filings upwards, their steps and sums, and points that people give."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

HASH, KEY, KIND, LOGIN, STATE, UNIT = 64, 40, 20, 40, 20, 40
TEXT, NOTE, FIGURES = 128 * 1024, 64 * 1024, 8_000


def upgrade() -> None:
    _table(
        "filings",
        _text("kind", KIND), _day("period_last"), _text("unit", UNIT), _text("parent", UNIT),
        _text("state", STATE), _day("due_on"), _day("sure_on"), _moment("first_at"),
        _whole("version"),
        unique=("kind", "period_last", "unit"),
        lengths={"kind": KIND, "unit": UNIT, "parent": UNIT, "state": STATE},
        indexes=("period_last",),
    )
    _table(
        "filing_steps",
        _whole("filing_id"), _whole("position"), _text("step", STATE), _text("state", STATE),
        _text("login", LOGIN), _moment("at"), _text("figures", FIGURES),
        sa.Column("head_sequence", sa.Integer()), sa.Column("head_hash", sa.String(HASH)),
        _bytes("payload"),
        unique=("filing_id", "position"),
        refers={"filing_id": "filings.id", "login": "staff.login"},
        lengths={"step": STATE, "state": STATE, "figures": FIGURES, "head_hash": HASH,
                 "payload": TEXT},
        indexes=("filing_id",),
    )
    _table(
        "filing_summaries",
        _text("kind", KIND), _day("period_last"), _text("parent", UNIT), _whole("version"),
        _text("sources", FIGURES), _text("missing", FIGURES), _text("login", LOGIN), _moment("at"),
        unique=("kind", "period_last", "parent", "version"),
        refers={"login": "staff.login"},
        lengths={"kind": KIND, "parent": UNIT, "sources": FIGURES, "missing": FIGURES},
    )
    _table(
        "assessment_marks",
        _text("kind", KIND), _day("period_last"), _text("unit", UNIT), _text("point", KEY),
        _whole("tenths"), _text("login", LOGIN), _moment("at"), _bytes("payload"),
        refers={"login": "staff.login"},
        lengths={"kind": KIND, "unit": UNIT, "point": KEY, "payload": NOTE},
        ranges={"tenths": "tenths BETWEEN 0 AND 10000"},
        indexes=("period_last",),
    )


def downgrade() -> None:
    for table in ("assessment_marks", "filing_summaries", "filing_steps", "filings"):
        op.drop_table(table)


def _text(name, length):
    return sa.Column(name, sa.String(length), nullable=False)


def _whole(name):
    return sa.Column(name, sa.Integer(), nullable=False)


def _day(name):
    return sa.Column(name, sa.Date(), nullable=False)


def _moment(name):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _bytes(name):
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _table(table, *columns, lengths, unique=(), refers=None, ranges=None, indexes=()):
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
            for column, to in (refers or {}).items()
        ),
        *([sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{unique[0]}"))] if unique else []),
        *(
            sa.CheckConstraint(
                f"length({column}) <= {length}", name=op.f(f"ck_{table}_{column}_length")
            )
            for column, length in lengths.items()
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{column}_range"))
            for column, rule in (ranges or {}).items()
        ),
    )
    for column in indexes:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
