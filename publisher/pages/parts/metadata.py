"""Meta tags of government sites (国办发〔2017〕47号), Open Graph and JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from district.models import Site, SiteConfig
from publisher.model.addresses import absolute
from publisher.model.documents.hearing import Hearing
from publisher.model.library import Entry
from publisher.pages.view import PageClass, PageView


def meta_tags(view: PageView, site: Site) -> list[tuple[str, str]]:
    """(name, content) pairs: site tags on all pages, column and content tags by page class."""
    tags = [
        ("SiteName", site.name),
        ("SiteDomain", site.domain),
        ("SiteIDCode", site.site_id_code),
    ]
    column = view.column
    if view.page_class is not PageClass.HOME and column is not None:
        tags += [
            ("ColumnName", column.title),
            ("ColumnDescription", column.description),
            ("ColumnKeywords", ",".join(site.keywords)),
            ("ColumnType", column.type),
        ]
    if view.page_class is PageClass.CONTENT:
        published = view.published.strftime("%Y-%m-%d %H:%M") if view.published else ""
        tags += [
            ("ArticleTitle", view.title),
            ("PubDate", published),
            ("ContentSource", view.source_name or site.organiser),
            ("Keywords", ",".join(view.keywords or site.keywords)),
            ("Author", view.editor or site.undertaker),
            ("Description", view.description),
        ]
        if view.url is not None:
            tags.append(("Url", absolute(site, view.url)))
    else:
        tags += [("Keywords", ",".join(site.keywords)), ("Description", view.description)]
    return [(name, content) for name, content in tags if content]


def open_graph(view: PageView, site: Site) -> list[tuple[str, str]]:
    """(property, content) pairs for share cards of QQ, Weibo, DingTalk."""
    tags = [
        ("og:site_name", site.name),
        ("og:title", view.title),
        ("og:description", view.description),
        ("og:type", "article" if view.page_class is PageClass.CONTENT else "website"),
        ("og:locale", "zh_CN"),
        ("og:image", absolute(site, "assets/fabu/share.png")),
    ]
    if view.url is not None:
        tags.append(("og:url", absolute(site, view.url)))
    if view.published and view.page_class is PageClass.CONTENT:
        tags.append(("article:published_time", view.published.isoformat()))
    return tags


def article_json_ld(site: Site, entry: Entry) -> dict[str, Any]:
    """schema.org Article of a document."""
    document = entry.document
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": document.title,
        "description": document.summary,
        "datePublished": document.published.isoformat(),
        "dateModified": document.date.isoformat(),
        "inLanguage": "zh-CN",
        "keywords": list(document.keywords),
        "author": {"@type": "GovernmentOrganization", "name": document.editor},
        "publisher": {"@type": "GovernmentOrganization", "name": site.organiser},
        "mainEntityOfPage": absolute(site, entry.url),
    }


_EVENT_STATUS = {
    "scheduled": "EventScheduled",
    "rescheduled": "EventRescheduled",
    "cancelled": "EventCancelled",
    "held": "EventScheduled",
}


def event_json_ld(config: SiteConfig, entry: Entry, hearing: Hearing) -> dict[str, Any]:
    """schema.org Event of a hearing."""
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": hearing.title,
        "description": hearing.summary,
        "startDate": hearing.starts.isoformat(),
        "endDate": hearing.ends.isoformat(),
        "eventStatus": f"https://schema.org/{_EVENT_STATUS[hearing.state.key]}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": config.bookings.visitors.free,
        "maximumAttendeeCapacity": hearing.seats,
        "location": {"@type": "Place", "name": f"{hearing.court.name}{hearing.courtroom}"},
        "organizer": {"@type": "GovernmentOrganization", "name": hearing.court.name},
        "url": absolute(config.site, entry.url),
    }


def breadcrumb_json_ld(view: PageView, site: Site) -> dict[str, Any]:
    """schema.org BreadcrumbList of the trail and the page itself."""
    steps = [(crumb.title, crumb.url) for crumb in view.trail] + [(view.title, view.url or "")]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": absolute(site, url)}
            for position, (title, url) in enumerate(steps, start=1)
        ],
    }


def json_for_html(data: object) -> str:
    """JSON that may stand inside a script element: no `<`, `>` or `&` from the data."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
