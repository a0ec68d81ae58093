import pickle
import subprocess
import sys
import time
from datetime import date

import pytest

from district import ConfigError
from law.added import ADDED, load_added
from law.instrument import Kind
from law.registry import Registry, load_registry
from tests.reference import SITE_CONFIG

REGISTRY = load_registry(SITE_CONFIG)
TODAY = date(2026, 11, 20)


def text_of(name, day=TODAY):
    found = REGISTRY.find(name, day)
    assert found is not None, name
    return found.version_on(day)


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
        ("消费者权益保护法实施条例", 53),
        ("商事调解条例", 33),
        ("物业管理条例", 67),
        ("河南省优化营商环境条例", 90),
    ],
)
def test_number_of_articles_today(name, articles):
    assert text_of(name).articles == articles


@pytest.mark.parametrize(
    ("alias", "title"),
    [
        ("破产法", "中华人民共和国企业破产法"),
        ("电商法", "中华人民共和国电子商务法"),
        ("招投标法", "中华人民共和国招标投标法"),
        ("消法", "中华人民共和国消费者权益保护法"),
        ("社保法", "中华人民共和国社会保险法"),
        ("民诉法", "中华人民共和国民事诉讼法"),
        ("刑诉法", "中华人民共和国刑事诉讼法"),
        ("个保法", "中华人民共和国个人信息保护法"),
        ("网安法", "中华人民共和国网络安全法"),
        ("治安法", "中华人民共和国治安管理处罚法"),
        ("普法法", "中华人民共和国法治宣传教育法"),
        ("总则编解释", "最高人民法院关于适用〈中华人民共和国民法典〉总则编若干问题的解释"),
        ("建工解释（一）", "最高人民法院关于审理建设工程施工合同纠纷案件适用法律问题的解释（一）"),
        ("民间借贷规定", "最高人民法院关于审理民间借贷案件适用法律若干问题的规定"),
    ],
)
def test_short_names_are_known(alias, title):
    found = REGISTRY.find(alias, TODAY)
    assert found is not None
    assert found.title == title


def test_a_name_that_two_in_force_share_means_neither():
    """民促法 is said of 民办教育促进法 and of 民营经济促进法."""
    assert len(REGISTRY.candidates("民促法")) == 2
    assert REGISTRY.find("民促法", TODAY) is None
    assert REGISTRY.knows("民促法")


def test_one_short_name_means_another_instrument_at_another_time():
    old = "最高人民法院关于审理劳动争议案件适用法律若干问题的解释（二）"
    now = REGISTRY.find("劳动争议解释（二）", TODAY)
    assert now is not None
    assert now.first_day == date(2025, 9, 1)
    assert REGISTRY.find(old, TODAY).title == old


@pytest.mark.parametrize(
    ("day", "articles"),
    [(date(2019, 5, 1), 218), (date(2024, 6, 30), 218), (date(2024, 7, 1), 266)],
)
def test_the_company_law_by_day(day, articles):
    assert text_of("公司法", day).articles == articles


def test_version_of_the_trade_mark_law_changes_in_2027():
    assert text_of("商标法", date(2026, 12, 31)).articles == 73
    assert text_of("商标法", date(2027, 1, 1)).articles == 87


def test_a_text_older_than_all_that_we_hold_is_not_known():
    law = REGISTRY.find("证券法")
    assert law.version_on(date(2018, 6, 1)) is None
    assert law.has_begun(date(2018, 6, 1))


@pytest.mark.parametrize(
    ("name", "until", "by"),
    [
        ("中华人民共和国合同法", date(2021, 1, 1), "民法典合同编"),
        ("环境保护法", date(2026, 8, 15), "中华人民共和国生态环境法典"),
        ("公司登记管理条例", date(2022, 3, 1), "中华人民共和国市场主体登记管理条例"),
        ("信访条例", date(2022, 5, 1), "信访工作条例"),
        ("经济合同法", date(1999, 10, 1), "合同法（已废止），现为民法典合同编"),
    ],
)
def test_repealed_law_names_its_successor(name, until, by):
    law = REGISTRY.find_repealed(name, until)
    assert law is not None
    assert (law.ended, law.by) == (until, by)
    assert REGISTRY.find_repealed(name, date(1998, 1, 1)) is None


@pytest.mark.parametrize(
    "number", ["法释〔2020〕26号", "法释[2020]26号", "法释（2020）第26号", "法释 〔2020〕 26 号"]
)
def test_an_instrument_is_found_by_its_number(number):
    found = REGISTRY.find_by_number(number)
    assert found is not None
    assert found.title == "最高人民法院关于审理劳动争议案件适用法律问题的解释（一）"


@pytest.mark.parametrize(
    ("name", "article", "items"),
    [
        ("民法典", (585, 0), (0, 0, 0)),
        ("民法典", (563, 0), (5, 0)),
        ("劳动合同法", (38, 0), (6, 0)),
        ("公司法", (23, 0), (0, 0, 0)),
        ("刑法", (287, 1), (3, 0, 0)),
    ],
)
def test_paragraphs_and_items(name, article, items):
    law = REGISTRY.find(name)
    assert REGISTRY.parts_of(law, text_of(name))[article].items == items


def test_names_added_by_hand_are_of_instruments_that_exist():
    added = load_added(ADDED)
    named = {*added.names, *(c.title for c in added.corrections)}
    assert [title for title in named if REGISTRY.instrument(title) is None] == []
    laws = {name for m in added.moved for name in (m.law, m.into) if name}
    laws |= {name for t in added.transitions for name in (t.law, *t.former)}
    assert [name for name in laws if REGISTRY.find(name) is None] == []


def test_every_line_of_the_tables_can_be_read():
    kinds = set()
    for title in REGISTRY.titles:
        law = REGISTRY.instrument(title)
        kinds.add(law.kind)
        for text in law.versions:
            parts = REGISTRY.parts_of(law, text)
            numbers = [number for number, _ in parts]
            assert not numbers or text.articles is None or max(numbers) <= text.articles, title
            assert text.begins is None or text.begins.year > 1948, title
        assert not (law.ended and law.is_in_force(law.ended)), title
    assert {Kind.LAW, Kind.REGULATION, Kind.INTERPRETATION, Kind.RULE, Kind.LOCAL} <= kinds


def test_names_of_all_laws_are_ready_in_a_moment():
    """Read anew in this process: 20–45 ms on two cores; ten times that is a mistake."""
    program = (
        "import law.registry as r, time; t = time.process_time(); r.load_registry();"
        "print(time.process_time() - t)"
    )
    took = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert float(took.stdout) < 0.4


def test_nothing_of_a_law_is_read_until_it_is_asked_for():
    registry = Registry(SITE_CONFIG, ())
    began = time.process_time()
    assert registry.find("民法典")
    assert time.process_time() - began < 0.02


def test_a_registry_travels_to_another_process():
    assert pickle.loads(pickle.dumps(REGISTRY)) == REGISTRY  # noqa: S301 - our own bytes


def test_last_change_is_the_last_day_on_which_the_law_changed():
    assert REGISTRY.last_change(date(2027, 1, 5)) == date(2027, 1, 1)
    assert REGISTRY.last_change(date(2026, 11, 20)) == date(2026, 11, 1)


def test_the_nearest_title():
    assert REGISTRY.nearest("中华人民共和国劳动合同管理法", 0.4) == "劳动合同法"
    assert REGISTRY.nearest("毫不相干的文字", 0.8) is None


def test_a_district_adds_its_own(tmp_path):
    (tmp_path / "laws.yml").write_text(
        "instruments:\n  - {title: 示例市养犬管理条例, kind: 地方性法规, effective: 2020-01-01,"
        " articles: 40, names: [养犬条例], source: 公报}\n",
        encoding="utf-8",
    )
    registry = load_registry(tmp_path)
    found = registry.find("养犬条例")
    assert found is not None
    assert (found.title, found.kind, found.versions[0].articles) == (
        "示例市养犬管理条例",
        Kind.LOCAL,
        40,
    )
    assert registry.knows("民法典")


def test_a_newer_text_that_a_person_adds_follows_those_of_the_tables(tmp_path):
    (tmp_path / "laws.yml").write_text(
        "instruments:\n  - {title: 物业管理条例, kind: 行政法规, adopted: 2026-01-01,"
        " effective: 2026-06-01, articles: 80, source: 公报}\n",
        encoding="utf-8",
    )
    law = load_registry(tmp_path).find("物业管理条例")
    assert [law.version_on(day).articles for day in (date(2026, 5, 31), date(2026, 6, 1))] == [
        67,
        80,
    ]


def test_mistakes_in_laws_yml_are_all_listed(tmp_path):
    (tmp_path / "laws.yml").write_text(
        "instruments: [{titel: x, kind: 法律, articles: 0, source: y}]\nlaws: []\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as caught:
        load_registry(tmp_path)
    assert len(caught.value.problems) == 4


def test_a_changed_laws_yml_is_read_again(tmp_path):
    assert not load_registry(tmp_path).knows("示例市养犬管理条例")
    (tmp_path / "laws.yml").write_text(
        "instruments: [{title: 示例市养犬管理条例, kind: 地方性法规, source: 公报}]\n",
        encoding="utf-8",
    )
    assert load_registry(tmp_path).knows("示例市养犬管理条例")
