"""Every table of this program, whichever topic declares it.

A topic declares its tables in `tables.py` or in a module whose name ends in `_tables.py`; that is how
they are found, so that no list of them can be forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import MetaData

import forms_backend
from forms_backend.database.tables import Base


def declared_tables() -> MetaData:
    """The tables of all topics."""
    for module in pkgutil.walk_packages(forms_backend.__path__, f"{forms_backend.__name__}."):
        name = module.name.rpartition(".")[2]
        if name == "tables" or name.endswith("_tables"):
            importlib.import_module(module.name)
    return Base.metadata
