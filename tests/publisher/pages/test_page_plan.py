from collections import Counter
from dataclasses import replace

from law.registry import load_registry
from publisher.model.citing import index_laws
from publisher.pages.plan import document_job, plan
from tests.publisher.manuscripts import CASE, GUIDE, HEALTH_CHECK, HEARING, POLICY, TOPIC, text_of
from tests.publisher.site_project import NOW, case, with_keys

DOCUMENTS = (POLICY, HEALTH_CHECK, HEARING, GUIDE, TOPIC)


def jobs_of(published, files=None, **site):
    library, config = published(files, **site)
    return library, list(
        plan(library, config, index_laws(library.documents(), load_registry(), NOW.date()), NOW)
    )


def test_every_document_has_exactly_one_page(published):
    library, jobs = jobs_of(published)
    pages = Counter(job.entry.id for job in jobs if job.entry)
    assert pages == Counter({entry.id: 1 for entry in library.documents()})


def test_page_of_a_document_lies_at_its_address(published):
    _, jobs = jobs_of(published)
    for job in jobs:
        if job.entry:
            assert job.output == f"{job.entry.url}index.html" == f"{job.view.url}index.html"


def test_drafts_have_no_page_and_no_card(published):
    files = {path: with_keys(text_of(path), status="draft") for path in DOCUMENTS}
    files |= {CASE: with_keys(text_of(CASE), policies=None, related=None)}
    files |= case("hidden", status="in_review")
    files["content/about/secret.md"] = (
        "---\ntitle: 草\nsummary: 稿。\nstatus: draft\n---\n\n## 甲\n\n乙。\n"
    )
    files["content/topics/shown.md"] = with_keys(text_of(TOPIC), id="shown", picks="[ld-unsigned]")
    files["cases_library/2026/mediated.md"] = text_of("cases_library/2026/mediated.md").replace(
        "和[指南](../../content/guides/complaint-guide.md)", ""
    )
    _, jobs = jobs_of(published, files)
    everything = repr([job.context for job in jobs]) + repr([job.output for job in jobs])
    for hidden in (
        "hidden",
        "complaint-rules",
        "labour-check",
        "hearing-sale",
        "law-day",
        "secret",
    ):
        assert f"/{hidden}/" not in everything


def test_no_two_pages_are_written_to_the_same_file(published):
    files = {}
    for n in range(30):
        files |= case(f"n{n:02d}", published=f"2025-{n % 12 + 1:02d}-01 09:00", decided="2024-01")
    _, jobs = jobs_of(published, files, page_size=5)
    twice = [output for output, count in Counter(job.output for job in jobs).items() if count > 1]
    assert twice == []


def test_pages_come_in_the_same_order_each_time(published):
    _, first = jobs_of(published)
    _, second = jobs_of(published)
    assert [job.fingerprint() for job in first] == [job.fingerprint() for job in second]


def test_pages_without_an_address_are_kept_from_search_engines(published):
    _, jobs = jobs_of(published)
    nowhere = {"404.html", "_shell/index.html", "_shell/unavailable.html"}
    assert {job.output for job in jobs if job.view.url is None} == nowhere
    assert {job.output for job in jobs if not job.view.listed} == {
        *nowhere,
        "booklet/index.html",
        "search/index.html",
    }


def test_links_of_a_body_are_part_of_its_job(published):
    _, jobs = jobs_of(published)
    links = next(job.links for job in jobs if job.entry and job.entry.id == "mediated")
    assert links == {
        "ld-unsigned.md": "cases/ld-unsigned/",
        "../../content/guides/complaint-guide.md": "guides/complaint-guide/",
    }


def test_page_of_one_document_alone_is_the_one_among_all(published):
    """Who looks at a page while it is written sees the page of the build."""
    many = {}
    for number in range(5):
        many |= case(f"ld-more-{number}", summary=f"第{number}案，讲拖欠工资怎么要回来。")
    library, jobs = jobs_of(published, many)
    _, config = published(many)
    by_output = {job.output: job for job in jobs}
    for entry in library.documents():
        alone = document_job(entry, library, config, NOW, whole=library)
        assert alone is not None
        assert alone.fingerprint() == by_output[alone.output].fingerprint(), entry.path


def test_what_is_not_shown_has_no_page(published):
    library, config = published()
    entry = next(library.documents())
    others = replace(library, entries=tuple(e for e in library.entries if e is not entry))
    assert document_job(entry, others, config, NOW, whole=library) is None
