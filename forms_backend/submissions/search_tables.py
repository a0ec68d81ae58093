"""The table of the secure search index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from forms_backend.database.limits import MAX_CODEWORD_BYTES
from forms_backend.database.tables import Base, max_length


class SearchEntry(Base):
    """检索条目: the sorted codewords of one matter's terms, see `casework/blind_index.py`."""

    __tablename__ = "search_entries"
    __table_args__: tuple[Any, ...] = (max_length("codewords", MAX_CODEWORD_BYTES),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    codewords: Mapped[bytes] = mapped_column(LargeBinary)
