"""What checks need to know besides the documents themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from district.errors import ConfigError
from district.models import SiteConfig
from district.privacy_rules import FILE as PRIVACY_RULES
from district.privacy_rules import NO_EXCEPTIONS, PrivacyRules, load_privacy_rules
from law.registry import Registry
from law.texts.pack import NO_PACK, Pack
from privacy.detector import Public
from publisher.model.loader import Folders, candidates, manuscript_names


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
    pack: Pack = NO_PACK
    """Texts of laws; what is quoted from them is compared."""
    brought: frozenset[str] = frozenset()
    """Files below content/ that a text not yet saved brings along."""

    @cached_property
    def names_on_disk(self) -> frozenset[str]:
        """File names without .md of all manuscripts, those that could not be read included.

        A file with a mistake in it is reported as such; that others refer to it is no second one.
        """
        return frozenset(manuscript_names(self.folders))

    @cached_property
    def manuscripts(self) -> frozenset[str]:
        """Paths of all manuscripts, as findings name them."""
        return frozenset(found.shown for found in candidates(self.folders))

    @cached_property
    def privacy_rules(self) -> PrivacyRules:
        """What may be published although it looks like a leak; nothing where the file is missing or
        has mistakes, which N103 names."""
        path = self.config_folder / PRIVACY_RULES
        try:
            return load_privacy_rules(path) if path.is_file() else NO_EXCEPTIONS
        except ConfigError:
            return NO_EXCEPTIONS

    @cached_property
    def public(self) -> Public:
        """The numbers, addresses and names that the site and its units publish themselves."""
        site, units = self.config.site, self.config.units
        texts = {site.phone, site.email, site.address, site.undertaker, site.organiser}
        texts |= {hotline.number for hotline in site.hotlines}
        texts |= {text for unit in units for text in (unit.name, unit.short, *unit.phones)}
        return Public(frozenset(texts), frozenset({site.email.rpartition("@")[2].lower()}))
