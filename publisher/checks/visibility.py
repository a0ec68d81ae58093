"""Whether readers of one page can see another one that it refers to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from publisher.model.documents.document import Plain


@dataclass(frozen=True)
class Hidden:
    """`why` goes on after the name of the page: “…已经撤下”."""

    code: str
    why: str


def why_hidden(source: Plain | None, target: Plain, today: date) -> Hidden | None:
    """Why readers of `source` (None: of something that is always there) do not see `target`.

    L404 where the mistake stands from the first day on; L406, a reminder, for what time or a
    takedown brings about: neither may be held up by the pages that refer to it.
    """
    if source is not None and (not source.is_published or source.is_withdrawn):
        return None
    if target.is_unsigned:
        return Hidden("L406", "还没有签发")
    if not target.is_published:
        return Hidden("L404", f"还是{target.status.label}")
    if target.is_withdrawn:
        return Hidden("L406", "已经撤下")
    if source is not None and _is_over(source, today):
        return None
    if _is_over(target, today):
        return Hidden("L406", f"已于 {target.unpublish_at:%Y-%m-%d} 下线")
    begins = target.publish_at
    if begins is None or begins.date() <= today:
        return None
    if source is not None and source.publish_at is not None and source.publish_at >= begins:
        return None
    return Hidden("L404", f"到 {begins:%Y-%m-%d} 才发布")


def _is_over(page: Plain, today: date) -> bool:
    return page.unpublish_at is not None and page.unpublish_at.date() <= today
