"""Registers: work that is not a complaint."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HASH, KEY, LOGIN, NUMBER, UNIT = 64, 40, 40, 20, 40


def upgrade() -> None:
    _table(
        "register_samples",
        _text("register", KEY), _text("unit", UNIT), _text("seed", 200), _whole("hundredths"),
        _whole("listed"), _whole("drawn"), _text("list_digest", HASH), _text("login", LOGIN),
        _moment("at"),
        staff=True,
        lengths={"register": KEY, "unit": UNIT, "seed": 200, "list_digest": HASH},
        ranges={"hundredths": "hundredths BETWEEN 1 AND 10000"},
        indexes=("register",),
    )
    _table(
        "register_entries",
        _text("number", NUMBER), _text("register", KEY), _text("unit", UNIT), _text("state", KEY),
        sa.Column("day", sa.Date(), nullable=False), sa.Column("due_on", sa.Date()),
        sa.Column("state_due_on", sa.Date()), sa.Column("sample_id", sa.Integer()),
        _text("login", LOGIN), _moment("entered_at"),
        sa.Column("ended_at", sa.DateTime(timezone=True)), _whole("version"),
        _text("plain", 2_000), _bytes("payload"),
        staff=True, unique="number", refers={"sample_id": "register_samples.id"},
        lengths={"number": NUMBER, "register": KEY, "unit": UNIT, "state": KEY, "plain": 2_000,
                 "payload": 128 * 1024},
        indexes=("register", "unit", "sample_id"),
    )
    _table(
        "register_moves",
        _whole("entry_id"), _whole("position"), _text("step", KEY), _text("state", KEY),
        _text("login", LOGIN), _moment("at"), _bytes("note"),
        staff=True, refers={"entry_id": "register_entries.id"},
        lengths={"step": KEY, "state": KEY, "note": 64 * 1024}, indexes=("entry_id",),
    )
    _table(
        "register_files",
        _whole("entry_id"), _text("storage_name", 32), _text("kind", 20), _whole("size"),
        _text("digest", HASH), _bytes("name"), _text("login", LOGIN), _moment("at"),
        staff=True, unique="storage_name", refers={"entry_id": "register_entries.id"},
        lengths={"storage_name": 32, "kind": 20, "digest": HASH, "name": 1024},
        ranges={"size": f"size BETWEEN 1 AND {SIZE}"}, indexes=("entry_id",),
    )


def downgrade() -> None:
    for table in ("register_files", "register_moves", "register_entries", "register_samples"):
        op.drop_table(table)


SIZE = 50 * 1024 * 1024


def _text(name, length):
    return sa.Column(name, sa.String(length), nullable=False)


def _whole(name):
    return sa.Column(name, sa.Integer(), nullable=False)


def _moment(name):
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _bytes(name):
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _table(table, *columns, lengths, indexes, staff=False, unique="", refers=None, ranges=None):
    keys = dict(refers or {}) | ({"login": "staff.login"} if staff else {})
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([column], [to], name=op.f(f"fk_{table}_{column}"))
            for column, to in keys.items()
        ),
        *([sa.UniqueConstraint(unique, name=op.f(f"uq_{table}_{unique}"))] if unique else []),
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
