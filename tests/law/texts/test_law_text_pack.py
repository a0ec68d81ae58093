"""What is taken into a pack, what is refused, and what two texts of a law say of each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from law.registry import Registry, load_registry
from law.texts.comparing import Change, Piece, change_of, difference, history, step_on
from law.texts.importing import Outcome, keep, read_file
from law.texts.pack import NO_PACK, Pack, file_of, load_pack
from law.texts.standing import standing
from law.texts.wording import ArticleText, LawText

LAWS = """instruments:
  - {title: 示例市便民条例, kind: 地方性法规, adopted: 2020-03-01, effective: 2020-06-01, articles: 3, source: 测试}
  - {title: 示例市便民条例, kind: 地方性法规, adopted: 2026-09-10, effective: 2027-01-01, articles: 4, source: 测试}
"""
OLD = "示例市便民条例\n（2020年3月1日通过）\n第一条　甲。\n第二条　窗口应当五日内办结。\n第三条　本条例自2020年6月1日起施行。"
NEW = (
    "示例市便民条例\n（2020年3月1日通过　2026年9月10日修订）\n第一条　甲。\n"
    "第二条　窗口应当在三日内办结。\n第三条　新的一条。\n第四条　本条例自2027年1月1日起施行。"
)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "laws.yml").write_text(LAWS, encoding="utf-8")
    return load_registry(tmp_path / "config")


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return Pack(tmp_path / "laws")


def read(tmp_path: Path, text: str, registry: Registry, pack: Pack, as_of: str = "2026-11-20"):
    file = tmp_path / "条例.txt"
    file.write_text(text, encoding="utf-8")
    return read_file(file, registry, pack, as_of)


def test_a_text_is_new_then_the_same_then_changed(tmp_path, registry, pack) -> None:
    first = read(tmp_path, OLD, registry, pack)
    assert (first.outcome, first.version.key) == (Outcome.NEW, "2020-03-01")
    keep(first, pack)
    assert read(tmp_path, OLD, registry, pack).outcome is Outcome.SAME
    changed = read(tmp_path, OLD.replace("五日", "六日"), registry, pack)
    assert (changed.outcome, changed.changed) == (Outcome.CHANGED, ((2, 0),))
    instrument = registry.find("示例市便民条例")
    assert pack.article(instrument, instrument.versions[0], (2, 0)).words == "窗口应当五日内办结。"


def test_an_import_never_makes_a_text_look_older_than_it_was_known_to_be(
    tmp_path, registry, pack
) -> None:
    keep(read(tmp_path, OLD, registry, pack, "2026-11-20"), pack)
    keep(read(tmp_path, OLD, registry, pack, "2026-07-01"), pack)
    ((_, _, text),) = pack.texts()
    assert text.as_of == "2026-11-20"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("第二条　窗口应当五日内办结。\n", ""), "第一条后面是第三条"),
        (("第三条　本条例", "第二条　本条例"), "第二条后面是第二条"),
        (("第三条　本条例", "第二条之二　本条例"), "第二条后面是第二条之二"),
        (("\n第三条　本条例自2020年6月1日起施行。", ""), "共 3 条"),
        (("（2020年3月1日通过）", "（2020年3月1日通过　2024年2月2日修正）"), "2024年2月2日"),
        (("（2020年3月1日通过）\n", ""), "没有写明是哪一年"),
        (("示例市便民条例", "示例市便利条例"), "法律目录里没有"),
    ],
)
def test_a_text_that_cannot_be_right_is_refused_with_its_reason(
    tmp_path, registry, pack, change, message
) -> None:
    found = read(tmp_path, OLD.replace(*change), registry, pack)
    assert found.outcome is Outcome.REFUSED
    assert any(message in problem for problem in found.problems), found.problems


def test_a_text_of_a_law_whose_articles_were_counted_is_compared_with_the_count(
    tmp_path, pack
) -> None:
    """全国年节及纪念日放假办法 of 2024 has eight articles; the second of ours lacks its items."""
    body = "".join(f"第{n}条　甲。\n" for n in "一二三四五六七八")
    head = "全国年节及纪念日放假办法\n2024年11月10日修订\n"
    found = read(tmp_path, head + body, load_registry(), pack)
    assert found.outcome is Outcome.NEW
    assert any("第二条读到" in note for note in found.notes)


def test_no_pack_and_a_strange_file_give_no_text(tmp_path, registry, pack) -> None:
    instrument = registry.find("示例市便民条例")
    assert NO_PACK.text(instrument, instrument.versions[0]) is None
    assert load_pack(tmp_path / "nothing") is NO_PACK
    path = pack.path_of(instrument.title, "2020-03-01")
    path.parent.mkdir(parents=True)
    path.write_text(file_of(LawText("别的法", (ArticleText((1, 0), ("甲",)),)), "x"), "utf-8")
    assert pack.text(instrument, instrument.versions[0]) is None
    found = standing(pack, registry, (), date(2026, 11, 20))
    assert found.strange == (f"{path.parent.name}/2020-03-01.md",)


def both(tmp_path, registry, pack):
    for text in (OLD, NEW):
        keep(read(tmp_path, text, registry, pack), pack)
    return registry.find("示例市便民条例")


def test_the_state_of_a_pack_changes_with_its_texts(tmp_path, registry, pack) -> None:
    before = pack.state
    both(tmp_path, registry, pack)
    assert pack.state != before


def test_a_new_text_says_of_each_article_what_becomes_of_it(tmp_path, registry, pack) -> None:
    law = both(tmp_path, registry, pack)
    assert step_on(registry, law, date(2026, 12, 31)) is None
    step = step_on(registry, law, date(2027, 1, 1))
    assert (step.old.key, step.new.key) == ("2020-03-01", "2026-09-10")
    found = [change_of(step, (number, 0), registry, pack).change for number in (1, 2)]
    assert found == [Change.SAME, Change.REWORDED]
    assert change_of(step, (1, 0), registry, NO_PACK).change is Change.UNKNOWN


def test_a_law_whose_articles_moved_names_the_new_numbers() -> None:
    """公司法第二十条 of 2018 became 第二十一条 and 第二十三条; without texts no wording is claimed."""
    registry = load_registry()
    step = step_on(registry, registry.find("公司法"), date(2024, 7, 1))
    changed = change_of(step, (20, 0), registry, NO_PACK)
    assert changed.change is Change.MOVED
    assert {t.number for t in changed.targets} >= {(21, 0), (23, 0)}


def test_a_difference_reads_as_words_not_as_letters() -> None:
    pieces = difference("窗口应当五日内办结。", "窗口应当在三日内办结。")
    assert pieces == (
        (Piece.KEPT, "窗口应当"),
        (Piece.GONE, "五"),
        (Piece.NEW, "在三"),
        (Piece.KEPT, "日内办结。"),
    )
    assert difference("甲乙丙丁戊己", "完全不同的句子") == (
        (Piece.GONE, "甲乙丙丁戊己"),
        (Piece.NEW, "完全不同的句子"),
    )
    assert difference("甲", "甲") == ((Piece.KEPT, "甲"),)


def test_the_history_of_an_article_compares_each_text_with_the_next(
    tmp_path, registry, pack
) -> None:
    law = both(tmp_path, registry, pack)
    (earlier,) = history(law, law.versions[-1], (2, 0), pack)
    assert (earlier.version.key, earlier.numbers) == ("2020-03-01", ((2, 0),))
    assert (Piece.GONE, "五") in earlier.pieces


def test_a_pack_says_what_is_old_coming_and_missing(tmp_path, registry, pack) -> None:
    keep(read(tmp_path, OLD, registry, pack, "2026-10-01"), pack)
    found = standing(pack, registry, ["示例市便民条例", "中华人民共和国公司法"], date(2026, 11, 20))
    assert [h.title for h in found.old] == ["示例市便民条例"]
    assert [(c.version.key, c.is_held) for c in found.coming] == [("2026-09-10", False)]
    assert [i.short for i in found.missing] == ["公司法"]
    assert found.needs_work
    keep(read(tmp_path, NEW, registry, pack, "2026-11-19"), pack)
    keep(read(tmp_path, OLD, registry, pack, "2026-11-19"), pack)
    found = standing(pack, registry, ["示例市便民条例"], date(2026, 11, 20))
    assert not found.needs_work
