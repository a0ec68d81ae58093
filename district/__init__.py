"""The district's own settings: YAML beside this file and the typed loader that reads it.

What is named here is imported when it is first asked for: models and loader take longer to import than
a build takes to see that nothing has changed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from district.errors import ConfigError, ConfigProblem, FabuError
    from district.layers import NATIONAL
    from district.loader import load_site_config
    from district.models import SiteConfig

_HOMES = {
    "NATIONAL": "district.layers",
    "ConfigError": "district.errors",
    "ConfigProblem": "district.errors",
    "FabuError": "district.errors",
    "SiteConfig": "district.models",
    "load_site_config": "district.loader",
}

__all__ = [
    "NATIONAL",
    "ConfigError",
    "ConfigProblem",
    "FabuError",
    "SiteConfig",
    "load_site_config",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
