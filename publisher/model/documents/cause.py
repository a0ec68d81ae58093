"""The top-level cause (一级案由) above a document's own cause, looked up once when it is read."""

from __future__ import annotations

from pydantic import ValidationInfo

from district.models import SiteConfig


def with_cause_group(data: object, info: ValidationInfo) -> object:
    """Front matter `data` with `cause_group` added where the vocabulary knows its `cause`."""
    if isinstance(data, dict) and isinstance(info.context, SiteConfig):
        cause = data.get("cause")
        group = info.context.vocabulary.cause_group(cause) if isinstance(cause, str) else None
        if "cause_group" not in data and group is not None:
            return {**data, "cause_group": group}
    return data
