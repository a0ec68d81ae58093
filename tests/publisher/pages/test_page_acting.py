"""What the page of a document leads to: ways, papers, calculators, and somebody to ask."""

from __future__ import annotations

from law.registry import load_registry
from publisher.model.citing import index_laws
from publisher.pages.plan import document_job, plan
from publisher.pages.selfhelp.acting import Led
from selfhelp.shelf import load_shelf
from tests.publisher.site_project import NOW, case

SHELF = load_shelf()


def led(published, *cases):
    library, _ = published({key: text for one in cases for key, text in one.items()})
    found = Led(SHELF, library)
    return {entry.id: found.of(entry) for entry in library.documents()}


def test_what_a_way_names_leads_to_its_papers_and_calculators(published) -> None:
    acting = led(published, case("ld-unsigned-contract"))["ld-unsigned-contract"]
    assert [link.url for link in acting.ways] == ["find/wages/"]
    assert "papers/answer/" in [link.url for link in acting.papers]
    assert "tools/double-wage/" in [link.url for link in acting.tools]


def test_what_no_way_names_is_led_to_the_nearest_by_its_words(published) -> None:
    acting = led(published, case("ld-other", summary="讲欠薪和加班费，员工申请劳动仲裁。"))[
        "ld-other"
    ]
    assert acting.ways[0].url == "find/wages/"
    assert (acting.papers, acting.tools) == ((), ())


def test_page_says_so_and_stays_the_same_when_looked_at_alone(published) -> None:
    library, config = published(case("ld-unsigned-contract"))
    laws = index_laws(library.documents(), load_registry(), NOW.date())
    jobs = {job.output: job for job in plan(library, config, laws, NOW, shelf=SHELF)}
    entry = library.by_id["ld-unsigned-contract"]
    alone = document_job(entry, library, config, NOW, whole=library, shelf=SHELF)
    assert alone is not None
    assert alone.context["acting"].papers
    assert alone.fingerprint() == jobs[alone.output].fingerprint()
