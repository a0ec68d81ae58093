"""Names for keys: units, forms, categories, regions, channels. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from district.forms.fields import LedgerColumn, OptionsField
from district.forms.models import FormDefinition
from district.models import SiteConfig, UnitKind
from forms_backend.matters.inputs import Delivery
from forms_backend.reports.facts import Row
from forms_backend.submissions.channel import Channel

NOT_GIVEN = "未填写"


@dataclass(frozen=True)
class Labels:
    """What people call the keys in rows; a key that no longer exists stands for itself."""

    config: SiteConfig
    forms: Mapping[str, FormDefinition]

    def unit(self, key: str) -> str:
        unit = self.config.unit(key)
        return unit.short if unit else key

    def is_political_legal(self, key: str) -> bool:
        unit = self.config.unit(key)
        return unit is not None and unit.kind is UnitKind.POLITICAL_LEGAL

    def form(self, key: str) -> str:
        form = self.forms.get(key)
        return form.title if form else key

    def category(self, row: Row) -> str:
        return self._option(row, LedgerColumn.CATEGORY, row.intake.category)

    def region(self, row: Row) -> str:
        return self._option(row, LedgerColumn.REGION, row.intake.region)

    def asked(self, row: Row, column: LedgerColumn, key: str | None) -> str:
        """The answer to a question that not every form asks, or that older ones did not; empty for
        none, for nobody knows whether it was asked then."""
        return self._option(row, column, key) if key else ""

    def _option(self, row: Row, column: LedgerColumn, key: str | None) -> str:
        if not key:
            return NOT_GIVEN
        form = self.forms.get(row.intake.form_id)
        for field in form.fields if form else ():
            if isinstance(field, OptionsField) and field.column is column:
                return field.labels.get(key, key)
        return key

    def channel(self, key: str) -> str:
        try:
            return Channel(key).label
        except ValueError:
            return key

    def delivery(self, key: str | None) -> str:
        if not key:
            return ""
        try:
            return Delivery(key).label
        except ValueError:
            return key
