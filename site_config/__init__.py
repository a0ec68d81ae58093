"""The district's own settings: YAML beside this file and the typed loader that reads it."""

from site_config.errors import ConfigError, ConfigProblem, FabuError
from site_config.loader import CONFIG_DIR, load_site_config, project_config_dir
from site_config.models import SiteConfig

__all__ = [
    "CONFIG_DIR",
    "ConfigError",
    "ConfigProblem",
    "FabuError",
    "SiteConfig",
    "load_site_config",
    "project_config_dir",
]
