from datetime import datetime, timedelta

import pytest
from manuscripts import GUIDE, HEALTH_CHECK, HEARING, POLICY, TOPIC, text_of
from site_project import NOW, case, with_keys

from publisher.model.fields import CHINA
from publisher.pages.card import Cards
from publisher.pages.columns import (
    guide_pages,
    health_check_pages,
    hearing_facts,
    hearing_pages,
    policy_pages,
    schedule_row,
    topic_pages,
)


def hearing(identifier, day, state="已排期", hour=9):
    start, end = f"{day} {hour:02d}:30", f"{day} {hour + 2:02d}:30"
    before = (datetime.fromisoformat(day) - timedelta(days=3)).strftime("%Y-%m-%d")
    text = with_keys(text_of(HEARING), id=identifier, title=f"庭审{identifier}", starts=start,
                     ends=end, book_until=f"{before} 17:00", state=state)
    return {f"content/hearings/{identifier}.md": text}


def schedule(published, *files, now=NOW):
    merged = {HEARING: with_keys(text_of(HEARING), status="draft")}
    for more in files:
        merged |= more
    library, config = published(merged)
    jobs = list(hearing_pages(library, config, Cards(), now))
    context = jobs[0].context
    months = [(month, [row["card"].id for row in rows]) for month, rows in context["months"]]
    return months, [row["card"].id for row in context["past"]], context


def test_hearings_ahead_stand_by_month_and_past_ones_newest_first(published):
    months, past, _ = schedule(
        published, hearing("h-jan", "2027-01-06"), hearing("h-dec-b", "2026-12-22"),
        hearing("h-dec-a", "2026-12-02"), hearing("h-sep", "2026-09-16", "已开庭"),
        hearing("h-oct", "2026-10-22", "已取消"))
    assert months == [("2026年12月", ["h-dec-a", "h-dec-b"]), ("2027年1月", ["h-jan"])]
    assert past == ["h-oct", "h-sep"]


@pytest.mark.parametrize(
    ("state", "now", "ahead", "is_open"),
    [
        ("已排期", "2026-11-20 09:00", True, True),
        ("已改期", "2026-11-20 09:00", True, True),
        ("已排期", "2026-11-20 11:29", True, True),
        ("已排期", "2026-11-20 11:30", False, False),
        ("已取消", "2026-11-20 09:00", True, False),  # still listed, so that nobody goes there
        ("已开庭", "2026-11-20 10:00", False, False),
    ],
)
def test_at_a_fixed_clock(published, state, now, ahead, is_open):
    moment = datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    months, past, context = schedule(published, hearing("h", "2026-11-20", state), now=moment)
    assert (bool(months), bool(past)) == (ahead, not ahead)
    rows = [row for _, rows in context["months"] for row in rows] + list(context["past"])
    assert rows[0]["open"] is is_open


def test_every_hearing_is_listed_once(published):
    days = [f"2026-{month:02d}-{day:02d}" for month in (9, 11, 12) for day in (3, 19, 20, 21)]
    files = [hearing(f"h{n}", day, state) for n, (day, state) in
             enumerate(zip(days, ["已排期", "已改期", "已取消", "已开庭"] * 3, strict=True))]
    months, past, _ = schedule(published, *files)
    listed = [key for _, keys in months for key in keys] + past
    assert sorted(listed) == sorted(f"h{n}" for n in range(12))


def test_row_of_the_schedule(published):
    library, _ = published()
    entry = library.by_id["hearing-sale"]
    row = schedule_row(entry, entry.meta, Cards(), NOW)
    assert (row["month"], row["day"], row["weekday"], row["time"]) == (
        12, 8, "星期二", "09:30–11:30")
    assert (row["place"], row["seats"], row["book_until"]) == (
        "区法院第三法庭", 30, "2026-12-04 17:00")
    assert row["datetime"] == "2026-12-08T09:30:00+08:00"


def test_facts_of_a_hearing(published):
    library, _ = published()
    shown = {f.label: f.values[0][0] for f in hearing_facts(library.by_id["hearing-sale"].meta)}
    assert shown["开庭时间"] == "2026-12-08（星期二） 09:30–11:30"
    assert shown["预约截止"] == "2026-12-04 17:00"


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
    assert [f.label for f in job.context["facts"]] == ["办理单位", "谁可以办", "办理时限", "费用",
                                                      "联系方式", "依据"]
    assert text_of(GUIDE)


def test_health_check_names_the_cases_of_its_questions(published):
    text = text_of(HEALTH_CHECK).replace("cases: [ld-unsigned]", "cases: [ld-unsigned, mediated]")
    library, config = published({HEALTH_CHECK: text} | {
        "cases_library/2026/mediated.md": with_keys(
            text_of("cases_library/2026/mediated.md"), title="调解一例")})
    job = page_of(health_check_pages(library, config, Cards()), "labour-check")
    assert job.context["cases"] == {
        "ld-unsigned": ("某餐饮公司未签书面劳动合同案", "cases/ld-unsigned/"),
        "mediated": ("调解一例", "cases/mediated/")}


@pytest.mark.parametrize(
    ("topic_filter", "picks", "picked", "grouped"),
    [
        ("{areas: [合同交易]}", "[]", [],
         {"政策解读": 1, "旁听庭审": 1, "办事指南": 1}),
        ("{areas: [劳动用工]}", "[ld-unsigned, complaint-rules]", ["ld-unsigned", "complaint-rules"],
         {"典型案例": 2, "法治体检": 1}),
        ("{keywords: [旁听庭审]}", "[hearing-sale]", ["hearing-sale"], {}),
        ("{industries: [住宿餐饮]}", "[]", [], {"典型案例": 3}),
        ("{}", "[labour-check]", ["labour-check"], {}),
    ],
)
def test_topic_shows_its_picks_and_what_its_filter_finds(published, topic_filter, picks, picked, grouped):
    library, config = published({TOPIC: with_keys(text_of(TOPIC), filter=topic_filter, picks=picks)})
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
        return {f"content/topics/{identifier}.md": with_keys(text_of(TOPIC), id=identifier,
                                                            order=str(order))}

    library, config = published(topic("b-late", 9) | topic("c-same", 1) | topic("a-first", 0))
    jobs = list(topic_pages(library, config, Cards()))
    assert [card.id for card in jobs[0].context["cards"]] == ["a-first", "c-same", "law-day", "b-late"]


def test_long_column_is_cut_into_pages(published):
    files = {}
    for n in range(11):
        files[f"content/guides/g{n:02d}.md"] = with_keys(text_of(GUIDE), id=f"g{n:02d}")
    library, config = published(files, page_size=5)
    lists = [job for job in guide_pages(library, config, Cards()) if job.entry is None]
    assert [job.output for job in lists] == [
        "guides/index.html", "guides/page/2/index.html", "guides/page/3/index.html"]
    assert sum(len(job.context["cards"]) for job in lists) == 12
