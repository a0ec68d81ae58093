"""The district's own settings: YAML beside this file and the typed loader that reads it."""

from district.errors import ConfigError, ConfigProblem, FabuError
from district.layers import NATIONAL
from district.loader import load_site_config
from district.models import SiteConfig

__all__ = [
    "NATIONAL",
    "ConfigError",
    "ConfigProblem",
    "FabuError",
    "SiteConfig",
    "load_site_config",
]
