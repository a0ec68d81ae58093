"""Articles: free sections, listed and found like every document; cases of other districts."""

from __future__ import annotations

from publisher.model.documents.document import Kind
from publisher.pages.articles import article_pages
from publisher.pages.cases import case_pages
from publisher.pages.parts.card import Cards
from tests.publisher.manuscripts import ARTICLE, CASE, text_of
from tests.publisher.mini_project import read
from tests.publisher.site_project import with_keys, write


def pages(published, text=None):
    library, config = published({ARTICLE: text} if text else None)
    return list(article_pages(library, config, Cards()))


def test_an_article_has_a_list_and_a_page_with_its_type(published):
    listed, page = pages(published)
    assert listed.output == "articles/index.html"
    assert [card.badges[0].text for card in listed.context["cards"]] == ["普法文章"]
    assert page.output == "articles/article-delivery/index.html"
    assert [c.id for c in page.context["related"]] == ["faq-delivery"]


def test_without_chosen_ones_cases_of_the_same_areas_stand_below(published):
    text = with_keys(text_of(ARTICLE), related=None, areas="[劳动用工]")
    assert "ld-unsigned" in {c.id for c in pages(published, text)[1].context["related"]}


def test_the_page_is_built_with_its_sections(built_site):
    html = (built_site / "articles/article-delivery/index.html").read_text(encoding="utf-8")
    assert "写成日期" in html
    assert "文章信息" in html


def test_a_case_of_another_district_joins_no_facet_of_units(published, library_ok):
    away = with_keys(text_of(CASE), unit=None, source="{name: 远山区人民法院}")
    library, config = published({CASE: away})
    entry = library.by_id["ld-unsigned"]
    assert entry.document.facets()["unit"] == ()
    assert entry.document.note == "远山区人民法院"
    page = next(job for job in case_pages(library, config, Cards()) if job.entry is entry)
    facts = {fact.label: fact.values for fact in page.context["facts"]}
    assert facts["办案单位"] == (("远山区人民法院", None),)


def test_a_case_of_ones_own_unit_still_needs_it(library_ok):
    write(library_ok, {CASE: with_keys(text_of(CASE), unit=None)})
    _, _, findings = read(library_ok)
    assert [f.code for f in findings if f.path == CASE] == ["C202"]
    assert Kind.ARTICLE.label == "普法文章"
