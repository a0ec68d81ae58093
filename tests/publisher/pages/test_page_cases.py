import pytest

from publisher.model.documents.document import Kind
from publisher.pages.cases import case_lists, case_pages
from publisher.pages.parts.card import Cards
from publisher.pages.parts.listing import FACETS
from tests.publisher.site_project import case


def dated(*days):
    files = {}
    for day in days:
        files |= case(f"d{day:02d}", published=f"2026-08-{day:02d} 09:00")
    return files


def by_id(jobs):
    return {job.entry.id: job for job in jobs}


def test_neighbours_are_the_next_newer_and_older_case(published):
    library, config = published(dated(1, 2, 3))
    jobs = by_id(case_pages(library, config, Cards()))
    assert jobs["d02"].context["newer"].url == "cases/d03/"
    assert jobs["d02"].context["older"].url == "cases/d01/"
    assert jobs["d01"].context["older"] is None
    assert jobs["ld-unsigned"].context["newer"] is None


def test_neighbours_lead_through_all_cases(published):
    library, config = published(dated(1, 2, 3, 4, 5))
    jobs = {job.view.url: job for job in case_pages(library, config, Cards())}
    job = next(job for job in jobs.values() if job.context["newer"] is None)
    seen = [job.view.url]
    while job.context["older"]:
        job = jobs[job.context["older"].url]
        seen.append(job.view.url)
    assert sorted(seen) == sorted(jobs)


def facts(job):
    return {fact.label: fact.values for fact in job.context["facts"]}


def test_facts_of_a_case(published):
    library, config = published()
    shown = facts(by_id(case_pages(library, config, Cards()))["ld-unsigned"])
    assert list(shown) == [
        "案例类型",
        "案由",
        "领域",
        "行业",
        "办理阶段",
        "办案单位",
        "办结时间",
        "风险等级",
    ]
    assert shown["案由"] == (("劳动合同纠纷", "cases/cause/labour/"),)
    assert shown["办案单位"] == (("区法院", "cases/unit/court/"),)
    assert shown["办理阶段"] == (("一审", None),)


@pytest.mark.parametrize(
    ("decided", "shown"),
    [("2026-03", "2026年3月"), ("2025-10", "2025年10月"), ("2020-12", "2020年12月")],
)
def test_month_of_the_decision_reads_well(published, decided, shown):
    library, config = published(case("a", decided=decided))
    assert facts(by_id(case_pages(library, config, Cards()))["a"])["办结时间"] == ((shown, None),)


def test_case_without_cause_has_no_such_fact(published):
    library, config = published()
    assert "案由" not in facts(by_id(case_pages(library, config, Cards()))["practice"])


def test_policies_that_a_case_names_are_on_its_page(published):
    library, config = published()
    jobs = by_id(case_pages(library, config, Cards()))
    assert [card.id for card in jobs["ld-unsigned"].context["policies"]] == ["complaint-rules"]


def test_documents_that_an_editor_picked_are_on_the_page(published):
    library, config = published()
    jobs = by_id(case_pages(library, config, Cards()))
    assert jobs["ld-unsigned"].context["related"][0].id == "labour-check"


def lists_of(published, size=5):
    library, config = published(
        dated(*range(1, 13)) | case("sale", cause="买卖合同纠纷", areas="[合同交易]"),
        page_size=size,
    )
    return library, list(case_lists(library, config, Cards()))


def test_the_list_holds_every_case_once(published):
    library, jobs = lists_of(published)
    cards = [c.id for job in jobs if not job.context["chosen"] for c in job.context["cards"]]
    assert cards == [entry.id for entry in library.of(Kind.CASE)]


def test_each_facet_value_has_its_list_and_counts_are_true(published):
    _, jobs = lists_of(published)
    facets = jobs[0].context["facets"]
    for facet in facets:
        for value in facet.values:
            pages = [job for job in jobs if job.context["chosen"] == (facet.key, value.key)]
            assert sum(len(job.context["cards"]) for job in pages) == value.count
            assert pages[0].output == f"{value.url}index.html"
            assert pages[0].context["heading"] == f"{FACETS[facet.key]}：{value.label}"


@pytest.mark.parametrize("facet", ["type", "unit", "year"])
def test_lists_of_a_facet_with_one_value_each_sum_to_all(published, facet):
    library, jobs = lists_of(published)
    shown = next(f for f in jobs[0].context["facets"] if f.key == facet)
    assert sum(value.count for value in shown.values) == len(library.of(Kind.CASE))


def test_further_pages_say_their_number_in_the_title(published):
    _, jobs = lists_of(published)
    titles = [job.view.title for job in jobs if not job.context["chosen"]]
    assert titles == ["典型案例", *(f"典型案例（第 {n} 页）" for n in range(2, len(titles) + 1))]
    assert len(titles) == 4


def test_empty_library_still_has_its_list(published):
    library, config = published()
    empty = type(library)(())
    jobs = list(case_lists(empty, config, Cards()))
    assert [(job.output, job.context["total"]) for job in jobs] == [("cases/index.html", 0)]
