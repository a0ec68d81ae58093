from dataclasses import replace

import pytest

from district.models import Term
from publisher.pages.view import Crumb, PageClass, PageJob, column_view, document_view
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import with_keys


def test_trail_of_a_document_leads_over_its_column(published):
    library, config = published()
    view = document_view(config.site, library.by_id["ld-unsigned"])
    assert view.trail == (Crumb("首页", ""), Crumb("典型案例", "cases/"))
    assert (view.url, view.page_class) == ("cases/ld-unsigned/", PageClass.CONTENT)


def test_document_view_carries_what_the_article_shows(published):
    library, config = published(
        {
            CASE: with_keys(
                text_of(CASE),
                updated="2026-11-02 08:05",
                source="{name: 明湖区人民法院, url: https://court.example.cn/a}",
            )
        }
    )
    view = document_view(config.site, library.by_id["ld-unsigned"])
    assert (view.source_name, view.source_url) == ("明湖区人民法院", "https://court.example.cn/a")
    assert view.editor == "明湖区司法局普法科"
    assert f"{view.updated:%Y-%m-%d %H:%M}" == "2026-11-02 08:05"


def test_page_of_a_list_below_a_column_keeps_the_column(published):
    _, config = published()
    view = column_view(
        config.site,
        "cases",
        url="cases/page/2/",
        title="典型案例（第 2 页）",
        trail=(Crumb("典型案例", "cases/"),),
    )
    assert view.column is not None
    assert (view.column.key, view.url, view.title) == (
        "cases",
        "cases/page/2/",
        "典型案例（第 2 页）",
    )
    assert [crumb.title for crumb in view.trail] == ["首页", "典型案例"]


def test_a_column_that_site_yml_leaves_out_still_has_its_pages(published):
    _, config = published()
    site = config.site.model_copy(update={"columns": ()})
    view = column_view(site, "cases")
    assert (view.url, view.title) == ("cases/", "典型案例")
    assert view.column is not None
    assert not view.column.in_menu


def job(published, **changes):
    library, config = published()
    entry = library.by_id["ld-unsigned"]
    parts = {
        "output": "a.html",
        "template": "case.html",
        "view": document_view(config.site, entry),
        "context": {"related": ()},
        "entry": entry,
        "links": {"a.md": "a/"},
    }
    return PageJob(**(parts | changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"output": "b.html"},
        {"template": "list.html"},
        {"context": {"related": ("x",)}},
        {"links": {"a.md": "b/"}},
        {"entry": None},
    ],
)
def test_fingerprint_tells_every_part_of_a_page(published, changes):
    assert job(published).fingerprint() == job(published).fingerprint()
    assert job(published, **changes).fingerprint() != job(published).fingerprint()


def test_fingerprint_tells_a_changed_body(published):
    before = job(published).fingerprint()
    library, config = published({CASE: text_of(CASE).replace("七个月", "六个月")})
    entry = library.by_id["ld-unsigned"]
    after = PageJob(
        "a.html",
        "case.html",
        document_view(config.site, entry),
        {"related": ()},
        entry,
        {"a.md": "a/"},
    )
    assert after.fingerprint() != before


def test_fingerprint_tells_another_label_of_a_term(published):
    """The file is the same: the settings name it otherwise."""
    library, _ = published()
    entry = library.by_id["ld-unsigned"]
    named = (Term(key="catering", label="餐饮"),)
    other = replace(entry, meta=entry.meta.model_copy(update={"industries": named}))
    before = job(published, context={"document": entry.meta})
    after = job(published, context={"document": other.meta}, entry=other)
    assert after.fingerprint() != before.fingerprint()
