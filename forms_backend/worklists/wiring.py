"""Work lists, kept filters and steps on several matters, built once."""

from __future__ import annotations

from forms_backend.matters.service import MatterService
from forms_backend.running.parts import Parts
from forms_backend.worklists.bulk_service import BulkService
from forms_backend.worklists.index_service import IndexService, hourly_packing
from forms_backend.worklists.related import RelatedService
from forms_backend.worklists.saved_filters import FilterService
from forms_backend.worklists.service import ListService


def build(parts: Parts) -> None:
    """Nothing is read before the start."""
    ground = parts.ground
    lists = ListService(ground.database, ground.cipher, ground.clock)
    parts.add(lists)
    parts.add(FilterService(ground.database, ground.clock))
    parts.add(RelatedService(ground.database, ground.cipher, ground.clock))
    parts.add(BulkService(parts[MatterService]))
    index = IndexService(ground.database, ground.cipher)
    parts.add(index)
    parts.at_start(index.index_missing)
    parts.from_time_to_time(hourly_packing(index))
