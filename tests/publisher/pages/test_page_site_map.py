from publisher.model.documents.document import Kind
from publisher.pages.site_map import site_map_page


def test_every_document_but_cases_is_linked(published):
    library, config = published()
    context = site_map_page(library, config).context
    linked = {crumb.url for _, crumbs in context["groups"] for crumb in crumbs}
    assert linked == {e.url for e in library.documents() if e.kind is not Kind.CASE}


def test_every_list_of_cases_is_linked(published):
    library, config = published()
    facets = site_map_page(library, config).context["facets"]
    assert "cases/area/labour/" in {value.url for facet in facets for value in facet.values}


def test_plain_pages_are_linked_in_the_order_of_their_places(published):
    page = (
        "---\ntitle: 联系我们\nsummary: 怎么联系。\nstatus: published\n---\n\n## 地址\n\n湖滨路。\n"
    )
    library, config = published({"content/about/contact.md": page})
    assert [crumb.url for crumb in site_map_page(library, config).context["pages"]] == [
        "about/contact/",
        "about/",
    ]


def test_front_page_of_content_is_not_taken_for_a_page(published):
    """content/index.md would lead to the home page, which is made from the documents."""
    library, config = published()
    assert "index" in {entry.id for entry in library.of(Kind.PAGE)}
    assert "" not in {crumb.url for crumb in site_map_page(library, config).context["pages"]}
