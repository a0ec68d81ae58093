"""选编篮: the page on which a reader makes a booklet of chosen cases, in the browser alone."""

from __future__ import annotations

from district.booklets import MOST_CASES, TITLE_LENGTH
from district.models import Site
from publisher.pages.view import Crumb, PageClass, PageJob, PageView, column_of

KEY = "booklet"


def basket_page(site: Site) -> PageJob:
    """Not listed: what it shows depends on what was chosen on this device."""
    title = column_of(site, KEY).title
    view = PageView(
        url=f"{KEY}/",
        title=title,
        description="把读到的案例编成一册自己的典型案例汇编。",
        page_class=PageClass.COLUMN,
        trail=(Crumb("首页", ""),),
        keywords=site.keywords,
        listed=False,
    )
    context = {"most_cases": MOST_CASES, "title_length": TITLE_LENGTH}
    return PageJob(f"{KEY}/index.html", "booklet.html", view, context)
