"""通报: units in the order of their rates, from the figures of the reports. Pure.

Each rate has a table of its own: one number made of several would need weights that no document
gives. Who has no due case is in no place; who has few stands there with the number of cases beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from forms_backend.reports.dimensions import DIMENSIONS
from forms_backend.reports.facts import Row
from forms_backend.reports.figures import Figures, split
from forms_backend.reports.labels import Labels
from forms_backend.reports.rates import RATES
from forms_backend.reports.report_parts import Cell, Linked, Narrow, Section, Table

RANKED = ("accept_timely", "on_time", "told", "solved", "satisfied")
HEAD = ("名次", "单位", "比率", "分子（件）", "分母（件）")
TITLE = "{rate}排名"
LEAD = "各单位按每一项比率从高到低排，比率相同的名次相同；本期没有应计件的不排名。口径与月报相同。"
FIRST, LAST = "{rate}：最高的是{units}，{value}。", "{rate}：最低的是{units}，{value}。"
NOBODY = "{rate}：各单位本期都没有应计件，不排名。"
_UNIT = next(d for d in DIMENSIONS if d.key == "unit")
_ON_PAPER = Narrow((0, 1, 2, 3, 4), (12, 34, 18, 18, 18))
_RULES = {rule.key: rule for rule in RATES}


def places(values: Mapping[str, Fraction]) -> Mapping[str, int]:
    """The place of each, the highest first; equals share the first of their places."""
    ordered = sorted(values.values(), reverse=True)
    found = {key: ordered.index(value) + 1 for key, value in values.items()}
    return dict(sorted(found.items(), key=lambda item: item[1]))


def ranking_section(place: str, whole: Figures, rows: Sequence[Row], names: Labels) -> Section:
    """One table a rate; `place` is the number of the section, such as 三."""
    parts = split(rows, whole.period, _UNIT.key_of)
    tables, sentences = [], [LEAD]
    for key in RANKED:
        values = {
            unit: value
            for unit, figures in parts.items()
            if (value := figures.rates[key].value) is not None
        }
        sentences += _said(key, values, parts, names)
        if values:
            tables.append(_table(key, values, parts, names))
    return Section("ranking", f"{place}、排名", tuple(sentences), tuple(tables))


def _said(
    key: str, values: Mapping[str, Fraction], parts: Mapping[str, Figures], names: Labels
) -> list[str]:
    label = _RULES[key].label
    if not values:
        return [NOBODY.format(rate=label)]
    found = []
    ends = ((FIRST, max(values.values())), (LAST, min(values.values())))
    for wording, value in ends if ends[0][1] != ends[1][1] else ends[:1]:
        at = [unit for unit, own in values.items() if own == value]
        units = "、".join(names.unit(unit) for unit in at)
        said = parts[at[0]].rates[key].percent
        found.append(wording.format(rate=label, units=units, value=said))
    return found


def _table(
    key: str, values: Mapping[str, Fraction], parts: Mapping[str, Figures], names: Labels
) -> Table:
    body = []
    for unit, place in places(values).items():
        rate = parts[unit].rates[key]
        line: tuple[Cell | Linked, ...] = (
            place,
            names.unit(unit),
            rate.percent,
            Linked(len(rate.part), f"{key}.part", rate.part, _UNIT.key, unit),
            Linked(len(rate.whole), f"{key}.whole", rate.whole, _UNIT.key, unit),
        )
        body.append(line)
    title = TITLE.format(rate=_RULES[key].label)
    return Table(f"ranking-{key}", title, HEAD, tuple(body), narrow=_ON_PAPER)
