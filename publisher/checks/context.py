"""What checks need to know besides the documents themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from district.models import SiteConfig
from law.registry import Registry
from publisher.model.loader import Folders, candidates


@dataclass(frozen=True)
class CheckContext:
    """`today` is the day that counts for everything that can be out of date.

    `config_folder` is where site.yml and its siblings were read from.
    """

    config: SiteConfig
    registry: Registry
    folders: Folders
    config_folder: Path
    today: date

    @cached_property
    def names_on_disk(self) -> frozenset[str]:
        """File names without .md of all manuscripts, those that could not be read included.

        A file with a mistake in it is reported as such; that others refer to it is no second one.
        """
        return frozenset(found.file.stem for found in candidates(self.folders))
