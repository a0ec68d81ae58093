"""普法微视频: a film that lies on this site, with captions, and with all it says as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import Field

from district.models import Term
from publisher.model.documents.document import Badge, Document, area_badges, example_badge, line
from publisher.model.fields import Areas, Industries, Text, UnitName

FILM_TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}
POSTER_ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
CAPTION_ENDINGS = (".vtt",)
LARGEST = 50 * 1024 * 1024
"""Bytes of a film: more is no micro video, and a phone on a slow link waits for minutes."""


class Video(Document):
    """`file`, `poster` and `captions` are files below content/; `duration` is in seconds.

    `silent`: nothing is spoken, which the page says. `example` marks films made to show the form.
    """

    file: Text
    poster: Text
    captions: Text
    duration: Annotated[int, Field(ge=1, le=3600, strict=True)]
    unit: UnitName
    areas: Areas
    industries: Industries = ()
    silent: bool = False
    example: bool = False

    @property
    def media_type(self) -> str:
        return FILM_TYPES[PurePosixPath(self.file).suffix.lower()]

    @property
    def shown_duration(self) -> str:
        """“28 秒”, “2 分钟”, “2 分 5 秒”."""
        minutes, seconds = divmod(self.duration, 60)
        if not minutes:
            return f"{seconds} 秒"
        return f"{minutes} 分 {seconds} 秒" if seconds else f"{minutes} 分钟"

    def facets(self) -> dict[str, tuple[Term, ...]]:
        unit = Term(key=self.unit.key, label=self.unit.short)
        return {
            "area": tuple(self.areas),
            "industry": tuple(self.industries),
            "unit": (unit,),
            **super().facets(),
        }

    def badges(self) -> tuple[Badge, ...]:
        example = example_badge("示例", example=self.example)
        return (Badge(self.shown_duration), *area_badges(self.areas), *example)

    @property
    def note(self) -> str:
        return self.unit.short

    def shown_fields(self) -> Iterator[str]:
        yield line(self.unit.name, self.shown_duration)

    def own_files(self) -> Iterator[str]:
        yield from (self.file, self.poster, self.captions)
