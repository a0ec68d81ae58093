"""Office files, byte for byte the same whenever they are made.

They are zip archives that carry the time of their making; ours carry none.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

_NO_TIME = (1980, 1, 1, 0, 0, 0)


def word_file(document: Any, *, title: str, author: str, moment: datetime) -> bytes:
    """The bytes of a python-docx document; `moment` is what it is dated by, not when it is saved."""
    properties = document.core_properties
    properties.title, properties.comments, properties.language = title, "", "zh-CN"
    properties.author = properties.last_modified_by = author
    properties.created = properties.modified = moment.replace(tzinfo=None, microsecond=0)
    properties.revision = 1
    target = io.BytesIO()
    document.save(target)
    return without_times(target.getvalue())


def without_times(archive: bytes) -> bytes:
    """The same files in the same order, packed anew with one fixed date and no system's marks."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for item in source.infolist():
            info = zipfile.ZipInfo(item.filename, _NO_TIME)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            packed.writestr(info, source.read(item))
    return target.getvalue()
