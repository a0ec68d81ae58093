import pytest

from publisher.pages.columns import (
    guide_pages,
    health_check_pages,
    policy_pages,
    topic_pages,
)
from publisher.pages.parts.card import Cards
from tests.publisher.manuscripts import GUIDE, HEALTH_CHECK, POLICY, TOPIC, text_of
from tests.publisher.site_project import case, with_keys


def page_of(jobs, identifier):
    return next(job for job in jobs if job.entry and job.entry.id == identifier)


def test_policy_shows_the_cases_that_name_it(published):
    library, config = published(case("contracts", areas="[合同交易]"))
    job = page_of(policy_pages(library, config, Cards()), "complaint-rules")
    assert [card.id for card in job.context["related"]] == ["ld-unsigned"]


def test_policy_that_no_case_names_shows_cases_of_its_areas(published):
    files = {POLICY: with_keys(text_of(POLICY), id="other", areas="[合同交易]")}
    files = {"content/policies/other.md": files[POLICY]}
    library, config = published(files | case("contracts", areas="[合同交易]"))
    job = page_of(policy_pages(library, config, Cards()), "other")
    assert [card.id for card in job.context["related"]] == ["contracts"]


def test_policy_without_number_says_so(published):
    library, config = published({POLICY: with_keys(text_of(POLICY), document_number=None)})
    facts = page_of(policy_pages(library, config, Cards()), "complaint-rules").context["facts"]
    assert facts[1].values == (("文件未编文号", None),)


def test_guide_shows_what_one_needs_to_know(published):
    library, config = published()
    job = page_of(guide_pages(library, config, Cards()), "complaint-guide")
    assert [f.label for f in job.context["facts"]] == [
        "办理单位",
        "谁可以办",
        "依据",
    ]
    lines = {line.label: line.texts for line in job.context["essentials"]}
    assert list(lines) == ["怎么办", "要多久", "多少钱", "找谁办"]
    assert all(lines.values())
    assert text_of(GUIDE)


def test_health_check_names_the_cases_of_its_questions(published):
    text = text_of(HEALTH_CHECK).replace("cases: [ld-unsigned]", "cases: [ld-unsigned, mediated]")
    library, config = published(
        {HEALTH_CHECK: text}
        | {
            "cases_library/2026/mediated.md": with_keys(
                text_of("cases_library/2026/mediated.md"), title="调解一例"
            )
        }
    )
    job = page_of(health_check_pages(library, config, Cards()), "labour-check")
    assert job.context["cases"] == {
        "ld-unsigned": ("某餐饮公司未签书面劳动合同案", "cases/ld-unsigned/"),
        "mediated": ("调解一例", "cases/mediated/"),
    }


@pytest.mark.parametrize(
    ("topic_filter", "picks", "picked", "grouped"),
    [
        (
            "{areas: [合同交易]}",
            "[]",
            [],
            {
                "政策解读": 1,
                "旁听庭审": 1,
                "办事指南": 1,
                "公开答复": 1,
                "问答手册": 1,
                "普法微视频": 1,
                "普法文章": 1,
            },
        ),
        (
            "{areas: [劳动用工]}",
            "[ld-unsigned, complaint-rules]",
            ["ld-unsigned", "complaint-rules"],
            {"典型案例": 2, "法治体检": 1},
        ),
        ("{keywords: [旁听庭审]}", "[hearing-sale]", ["hearing-sale"], {}),
        ("{industries: [住宿餐饮]}", "[]", [], {"典型案例": 3}),
        ("{}", "[labour-check]", ["labour-check"], {}),
    ],
)
def test_topic_shows_its_picks_and_what_its_filter_finds(
    published, topic_filter, picks, picked, grouped
):
    library, config = published(
        {TOPIC: with_keys(text_of(TOPIC), filter=topic_filter, picks=picks)}
    )
    context = page_of(topic_pages(library, config, Cards()), "law-day").context
    assert [card.id for card in context["picks"]] == picked
    assert {label: total for label, _, total in context["groups"]} == grouped


def test_long_group_of_a_topic_shows_eight_and_says_how_many(published):
    files = {}
    for n in range(12):
        files |= case(f"n{n:02d}")
    library, config = published(files)
    groups = page_of(topic_pages(library, config, Cards()), "law-day").context["groups"]
    label, cards, total = groups[0]
    assert (label, len(cards), total) == ("典型案例", 8, 14)


def test_topics_stand_in_the_order_that_editors_gave(published):
    def topic(identifier, order):
        return {
            f"content/topics/{identifier}.md": with_keys(
                text_of(TOPIC), id=identifier, order=str(order)
            )
        }

    library, config = published(topic("b-late", 9) | topic("c-same", 1) | topic("a-first", 0))
    jobs = list(topic_pages(library, config, Cards()))
    assert [card.id for card in jobs[0].context["cards"]] == [
        "a-first",
        "c-same",
        "law-day",
        "b-late",
    ]


def test_long_column_is_cut_into_pages(published):
    files = {}
    for n in range(11):
        files[f"content/guides/g{n:02d}.md"] = with_keys(text_of(GUIDE), id=f"g{n:02d}")
    library, config = published(files, page_size=5)
    lists = [job for job in guide_pages(library, config, Cards()) if job.entry is None]
    assert [job.output for job in lists] == [
        "guides/index.html",
        "guides/page/2/index.html",
        "guides/page/3/index.html",
        "guides/oldest/index.html",
        "guides/oldest/page/2/index.html",
        "guides/oldest/page/3/index.html",
    ]
    assert len({job.view.title for job in lists}) == len(lists)
    newest, oldest = lists[0].context, lists[3].context
    assert (newest["turned"], oldest["turned"]) == (
        ("从最早的看起", "guides/oldest/"),
        ("从最新的看起", "guides/"),
    )
    assert oldest["cards"][0] == lists[2].context["cards"][-1]
    assert [job.view.listed for job in lists] == [True] * 3 + [False] * 3
    assert sum(len(job.context["cards"]) for job in lists[:3]) == 12
