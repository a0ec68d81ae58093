"""How large the films below content/ are: pages say it before somebody downloads one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from publisher.model.documents.document import Kind
from publisher.model.documents.video import Video
from publisher.model.library import Library

MediaSizes = Mapping[str, int]
"""File below content/, as its manuscript names it → bytes."""


def media_sizes(content: Path, library: Library) -> dict[str, int]:
    """The sizes of all films; one that is not there (a finding says so) has none."""
    names = {cast(Video, entry.meta).file for entry in library.of(Kind.VIDEO)}
    return {name: (content / name).stat().st_size for name in names if (content / name).is_file()}
