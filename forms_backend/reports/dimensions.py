"""By what figures are split: unit, kind of matter, category, region, channel. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from forms_backend.reports.facts import Row
from forms_backend.reports.labels import Labels


@dataclass(frozen=True)
class Dimension:
    """One way to split; `key_of` gives the machine key, `label_of` the words for one row."""

    key: str
    label: str
    key_of: Callable[[Row], str]
    label_of: Callable[[Labels, Row], str]


DIMENSIONS: tuple[Dimension, ...] = (
    Dimension("unit", "责任单位", lambda r: r.unit_or_lead, lambda n, r: n.unit(r.unit_or_lead)),
    Dimension("form", "事项", lambda r: r.intake.form_id, lambda n, r: n.form(r.intake.form_id)),
    Dimension(
        "category",
        "诉求类型",
        lambda r: f"{r.intake.form_id}.{r.intake.category or ''}",
        lambda n, r: n.category(r),
    ),
    Dimension("region", "属地", lambda r: r.intake.region or "", lambda n, r: n.region(r)),
    Dimension(
        "channel", "来源渠道", lambda r: r.intake.channel, lambda n, r: n.channel(r.intake.channel)
    ),
)
