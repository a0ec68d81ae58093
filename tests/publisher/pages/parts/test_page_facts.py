from district.models import Term
from publisher.pages.parts.facts import Fact, given, linked, plain


def test_plain_fact_leaves_out_what_is_missing():
    assert plain("施行日期", None, "2026-10-01", "") == Fact("施行日期", (("2026-10-01", None),))


def test_linked_fact_leads_to_the_list_it_narrows():
    fact = linked("领域", "area", (Term(key="labour", label="劳动用工"),))
    assert fact.values == (("劳动用工", "cases/area/labour/"),)


def test_facts_without_value_are_left_out():
    assert given(plain("案号", None), linked("行业", "industry", ()), plain("费用", "不收费")) == (
        plain("费用", "不收费"),
    )
