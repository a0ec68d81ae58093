"""The district's own settings: YAML beside this file and the typed loader that reads it."""

from district.errors import ConfigError, ConfigProblem, FabuError
from district.loader import CONFIG_DIR, load_site_config, project_config_dir
from district.models import SiteConfig

__all__ = [
    "CONFIG_DIR",
    "ConfigError",
    "ConfigProblem",
    "FabuError",
    "SiteConfig",
    "load_site_config",
    "project_config_dir",
]
