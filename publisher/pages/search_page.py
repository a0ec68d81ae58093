"""The search page of the static site; a running server answers the same address by itself.

On a hosting without our server the browser's engine fills it. With the server, `/search` works without
JavaScript, and the same scripts improve its page in place.
"""

from __future__ import annotations

from district.models import Site
from publisher.pages.view import Crumb, PageClass, PageJob, PageView

URL = "search/"
ROOM = "search"
"""Has one search box, its own, and is as wide as results with filters beside them."""


def search_page(site: Site) -> PageJob:
    """Not listed: what it shows depends on what is typed."""
    view = PageView(
        url=URL,
        title="搜索",
        description=f"搜索{site.name}的案例、政策、庭审和办事指南。",
        page_class=PageClass.COLUMN,
        trail=(Crumb("首页", ""),),
        keywords=site.keywords,
        listed=False,
        room=ROOM,
    )
    return PageJob("search/index.html", "search.html", view, {})
