from datetime import date

import pytest

from district import ConfigError
from law.registry import is_named_as_law, is_named_as_legislation, load_registry

REGISTRY = load_registry()
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("name", "articles"),
    [
        ("中华人民共和国民法典", 1260),
        ("公司法", 266),
        ("劳动合同法", 98),
        ("刑法", 452),
        ("商标法", 73),
        ("生态环境法典", 1242),
        ("反不正当竞争法", 41),
        ("网络安全法", 81),
        ("仲裁法", 96),
        ("治安管理处罚法", 144),
        ("信访工作条例", 50),
        ("劳动争议解释（二）", 21),
        ("法治宣传教育法", 65),
        ("保障中小企业款项支付条例", 37),
    ],
)
def test_number_of_articles_today(name, articles):
    law = REGISTRY.find(name)
    assert law is not None
    assert law.articles_on(TODAY) == articles


@pytest.mark.parametrize(
    "alias",
    ["破产法", "电商法", "招投标法", "消法", "社保法", "民诉法", "刑诉法", "个保法", "网安法"],
)
def test_alias_is_known(alias):
    assert REGISTRY.find(alias)


def test_version_of_the_trade_mark_law_changes_in_2027():
    law = REGISTRY.find("商标法")
    assert law is not None
    assert law.articles_on(date(2026, 12, 31)) == 73
    assert law.articles_on(date(2027, 1, 1)) == 87


@pytest.mark.parametrize(
    ("name", "until", "by"),
    [
        ("中华人民共和国合同法", date(2021, 1, 1), "民法典合同编"),
        ("环境保护法", date(2026, 8, 15), "生态环境法典"),
        ("公司登记管理条例", date(2022, 3, 1), "市场主体登记管理条例"),
        ("信访条例", date(2022, 5, 1), "信访工作条例"),
    ],
)
def test_repealed_law_names_its_successor(name, until, by):
    law = REGISTRY.find_repealed(name, until)
    assert law is not None
    assert (law.until, law.by) == (until, by)
    assert REGISTRY.find_repealed(name, date(2020, 1, 1)) is None
    assert REGISTRY.find(name) is None


def test_no_title_is_both_in_force_and_repealed():
    both = [law.title for law in REGISTRY.repealed if REGISTRY.find(law.title)]
    assert both == []


def test_titles_are_listed_once():
    titles = [
        law.title for law in (*REGISTRY.laws, *REGISTRY.regulations, *REGISTRY.interpretations)
    ]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize(
    ("title", "law"),
    [
        ("劳动合同法", True),
        ("民法典", True),
        ("企业破产法（2006年修订）", True),
        ("管理办法", False),
        ("谁执法谁普法", False),
        ("工作法", False),
        ("某法", False),
        ("优化营商环境条例", False),
    ],
)
def test_titles_that_claim_to_be_laws(title, law):
    assert is_named_as_law(title) is law


@pytest.mark.parametrize(
    ("title", "state"),
    [
        ("河南省优化营商环境条例", True),
        ("中华人民共和国人民法院法庭规则", True),
        ("最高人民法院关于民事诉讼证据的若干规定", True),
        ("考勤管理办法", False),
        ("催告函", False),
        ("条例", False),
    ],
)
def test_titles_of_the_state_and_of_firms(title, state):
    assert is_named_as_legislation(title) is state


def test_mistakes_in_laws_yml_are_all_listed(tmp_path):
    (tmp_path / "laws.yml").write_text(
        "laws: [{titel: x, articles: 0}]\nregulations: []\ninterpretations: []\nrepealed: []\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_registry(tmp_path)
    assert len(caught.value.problems) == 3


def test_folder_without_laws_yml_uses_the_one_that_comes_with_fabu(tmp_path):
    assert load_registry(tmp_path) == REGISTRY
