"""What every calculator, paper and way says of itself, for lists, search and the maintenance of it."""

from __future__ import annotations

from datetime import date

from district.frozen import Frozen


class Listed(Frozen):
    """`group` and `order`: where it stands in its list; `checked`: when somebody last held it against
    the law."""

    id: str
    title: str
    summary: str
    group: str
    order: int = 100
    keywords: tuple[str, ...] = ()
    checked: date
