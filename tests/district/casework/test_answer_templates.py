"""Prepared answers and one-time notices of a district, found by form, topic and unit."""

from pathlib import Path

import pytest

from district import ConfigError, load_site_config
from district.casework.answer_templates import AttachedTo, load_prepared
from district.forms.reading import load_form_definitions
from tests.reference import SITE_CONFIG

CONFIG = load_site_config(SITE_CONFIG)
FORMS = load_form_definitions(CONFIG, SITE_CONFIG)
PREPARED = load_prepared(CONFIG, FORMS, SITE_CONFIG)


def keys(form: str, topic: str | None, unit: str | None = None) -> list[str]:
    return [template.key for template in PREPARED.templates_for(form, topic, unit)]


def test_the_most_particular_template_stands_first() -> None:
    assert keys("complaint", "enforcement") == ["enforcement", "complaint"]
    assert keys("complaint", "payment") == ["complaint"]
    assert keys("consultation", "labour") == ["consultation"]


def titles(form: str, topic: str, to: AttachedTo) -> list[str]:
    return [notice.title for notice in PREPARED.notices_for(form, topic, to)]


def test_notices_follow_form_topic_and_what_they_go_along_with() -> None:
    assert len(titles("complaint", "payment", AttachedTo.SUPPLEMENT)) == 2
    assert titles("complaint", "payment", AttachedTo.ANSWER) == ["拖欠账款投诉要准备的材料"]
    assert titles("consultation", "tax", AttachedTo.ANSWER) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\ntext: y\nforms: [nope]\n", "没有“nope”这张表"),
        ("title: x\ntext: y\ntopics: [nope]\n", "没有“nope”这一类"),
        ("title: x\ntext: y\nunits: [nope]\n", "没有“nope”这个单位"),
        ("title: x\n", "缺少这一项"),
        ("- a\n", "应为“键: 值”的一组"),
        ("title: [\n", "不是有效的 YAML"),
    ],
)
def test_every_mistake_is_named_with_its_file(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "answer_templates").mkdir()
    (tmp_path / "answer_templates/mine.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=message) as caught:
        load_prepared(CONFIG, FORMS, tmp_path)
    assert "answer_templates/mine.yml" in str(caught.value)


def test_a_unit_finds_its_own_template(tmp_path: Path) -> None:
    (tmp_path / "answer_templates").mkdir()
    for name, units in (("ours", "[court]"), ("all", "[]")):
        (tmp_path / f"answer_templates/{name}.yml").write_text(
            f"title: {name}\ntext: y\nunits: {units}\n", encoding="utf-8"
        )
    prepared = load_prepared(CONFIG, FORMS, tmp_path)
    for unit, wanted in (("court", ["ours", "all"]), ("police", ["all"])):
        found = prepared.templates_for("complaint", None, unit)
        assert [template.key for template in found if template.key in ("ours", "all")] == wanted
