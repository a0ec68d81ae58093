"""Every table of this program, whichever topic declares it.

A topic declares its tables in `tables.py` or in a module whose name ends in `_tables.py`; that is how
they are found, so that no list of them can be forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil

from sqlalchemy import MetaData

from forms_backend.database.tables import Base


def declared_tables() -> MetaData:
    """The tables of all topics."""
    # By name: the ground must not import what stands on it.
    program = importlib.import_module(__name__.partition(".")[0])
    for module in pkgutil.walk_packages(program.__path__, f"{program.__name__}."):
        name = module.name.rpartition(".")[2]
        if name == "tables" or name.endswith("_tables"):
            importlib.import_module(module.name)
    return Base.metadata
