"""Pages of the videos (普法微视频): the browser's own player, and all that is said as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from district.models import Site, SiteConfig
from publisher.model.addresses import absolute
from publisher.model.documents.document import Kind
from publisher.model.documents.video import Video
from publisher.model.library import Entry, Library
from publisher.model.media import MediaSizes
from publisher.pages.columns import document_page, plain_list
from publisher.pages.parts.card import Cards
from publisher.pages.parts.facts import given, plain
from publisher.pages.view import PageJob

TRANSCRIPT = "文字稿"


def video_pages(
    library: Library, config: SiteConfig, cards: Cards, sizes: MediaSizes
) -> Iterator[PageJob]:
    """The list of videos, with their posters, and one page each."""
    films = {entry.id: cast(Video, entry.meta) for entry in library.of(Kind.VIDEO)}
    for job in plain_list(library, config, Kind.VIDEO, "videos", "video_list.html", cards):
        yield replace(job, context={**job.context, "films": films})
    for entry in library.of(Kind.VIDEO):
        video = cast(Video, entry.meta)
        same = (other for other, case in library.cases if any(a in case.areas for a in video.areas))
        size = sizes.get(video.file)
        job = document_page(
            config,
            entry,
            "video.html",
            given(
                plain("时长", video.shown_duration),
                plain("声音", "没有声音，内容都在画面和文字稿里" if video.silent else None),
                plain("大小", None if size is None else shown_size(size)),
                plain("制作单位", video.unit.name),
                plain("领域", *(term.label for term in video.areas)),
                plain("行业", *(term.label for term in video.industries)),
            ),
            size=None if size is None else shown_size(size),
            related=cards.all(islice(same, 4)),
        )
        film = video_json_ld(config.site, entry, video)
        yield replace(job, view=job.view.with_json_ld(film))


def shown_size(size: int) -> str:
    """“860 KB”, “1.4 MB”."""
    kilobytes = size / 1024
    return f"{kilobytes:.0f} KB" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} MB"


def video_json_ld(site: Site, entry: Entry, video: Video) -> dict[str, Any]:
    """schema.org VideoObject of a video, with its transcript as plain text."""
    transcript = [part.text for part in entry.reading.sections if part.name == TRANSCRIPT]
    return {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": video.title,
        "description": video.summary,
        "thumbnailUrl": absolute(site, video.poster),
        "contentUrl": absolute(site, video.file),
        "encodingFormat": video.media_type,
        "uploadDate": video.published.isoformat(),
        "duration": f"PT{video.duration}S",
        "inLanguage": "zh-CN",
        "isAccessibleForFree": True,
        "transcript": "\n".join(transcript),
        "publisher": {"@type": "GovernmentOrganization", "name": site.organiser},
    }
