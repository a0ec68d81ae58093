from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from district.errors import ConfigError
from district.synonyms import load_synonyms
from search.synonyms import SynonymTable


@cache
def pairs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The national table: thousands of words, read once for all questions to it."""
    return tuple(load_synonyms().pairs())


@cache
def table() -> SynonymTable:
    return SynonymTable(pairs())


def test_our_own_table_is_sound_and_large() -> None:
    table = load_synonyms()
    assert len(table.groups) + len({entry.to for entry in table.one_way}) >= 600
    assert dict(table.pairs())["老赖"]
    assert "拖欠工资" in dict(table.pairs())["欠薪"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("定金", "订金"), ("抵押", "质押"), ("欠条", "借条"), ("一般保证", "连带责任保证"),
     ("法定代表人", "法人"), ("首违不罚", "轻微免罚"), ("失信被执行人", "被执行人"),
     ("诉讼时效", "保证期间"), ("行政复议", "行政诉讼"), ("竞业限制", "竞业禁止")],
)  # fmt: skip
def test_words_with_different_legal_effect_do_not_stand_for_each_other(
    one: str, other: str
) -> None:
    assert other not in dict(pairs()).get(one, ())


@pytest.mark.parametrize(
    ("question", "misleading"),
    [("社保滞纳金怎么算", "违约金"), ("税务滞纳金能减吗", "逾期利息"),
     ("老婆要生孩子", "关联交易"), ("我弟弟被辞退", "关联交易"), ("家里人能不能代领", "关联交易"),
     ("买的房子断供了", "停止供货"), ("老板跑路了工资谁发", "失信被执行人"),
     ("公司跑路拖欠工资", "失信被执行人")],
)  # fmt: skip
def test_a_word_that_means_many_things_leads_to_none_of_them(
    question: str, misleading: str
) -> None:
    found = table().expansions(question)
    assert misleading not in {word for one in found for word in one.words}


@pytest.mark.parametrize(
    ("question", "meant"),
    [("货款滞纳金约定多少", "违约金"), ("租他老婆的车", "关联交易"), ("断了他的货", "停止供货"),
     ("客户跑路了", "失信被执行人")],
)  # fmt: skip
def test_and_with_the_words_around_it_to_the_one(question: str, meant: str) -> None:
    found = table().expansions(question)
    assert meant in {word for one in found for word in one.words}


def test_a_group_goes_both_ways_and_a_one_way_entry_does_not(tmp_path: Path) -> None:
    text = "--- !replace\ngroups:\n  - [甲乙, 丙丁]\none_way:\n  - {from: 戊己, to: [甲乙]}\n"
    (tmp_path / "synonyms.yml").write_text(text, encoding="utf-8")
    pairs = dict(load_synonyms(tmp_path).pairs())
    assert pairs == {"甲乙": ("丙丁",), "丙丁": ("甲乙",), "戊己": ("甲乙",)}


def test_a_district_without_a_table_has_the_national_one(tmp_path: Path) -> None:
    assert load_synonyms(tmp_path) == load_synonyms()


def test_a_district_may_add_words_to_the_national_table(tmp_path: Path) -> None:
    text = "groups: !append\n  - [甲乙, 丙丁]\n"
    (tmp_path / "synonyms.yml").write_text(text, encoding="utf-8")
    assert load_synonyms(tmp_path).groups == (*load_synonyms().groups, ("甲乙", "丙丁"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("groups: [[甲乙]]", "至少要有两个词"),
        ("groups: [[甲乙, 丙丁], [甲乙, 戊己]]", "「甲乙」出现了 2 次"),
        ("groups: [[甲, 丙丁]]", "「甲」太短"),
        ("one_way: [{from: 甲乙, to: [甲乙]}]", "又写了它自己"),
        ("one_way: [{from: 甲乙, to: []}]", "one_way.0.to"),
        ("groups: [[甲乙, 12309]]", "数字请加引号"),
        ("other: 1", "没有这一项"),
        ("groups: [", "不是有效的 YAML"),
    ],
)
def test_every_mistake_is_named(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "synonyms.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=sentence):
        load_synonyms(tmp_path)
