"""Office files are zip archives that carry the time of their making; ours carry none."""

from __future__ import annotations

import io
import zipfile

_NO_TIME = (1980, 1, 1, 0, 0, 0)


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
