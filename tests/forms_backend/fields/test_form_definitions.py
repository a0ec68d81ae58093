"""The YAML of a form: every mistake of every file at once, in Chinese, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from district import NATIONAL, ConfigError, load_site_config
from district.forms.fields import FieldKind
from district.forms.reading import load_form_definitions
from forms_backend.submissions.tables import Submission
from tests.reference import SITE_CONFIG

GOOD = """
id: good
prefix: AB
title: 标题
lead: 说明
one_matter: 一事一件
submit: 提交
received: 收到
next_steps: [登记]
notice:
  version: "1"
  summary: 概要
  controller: "{organiser}"
  contact: "{phone}"
  purpose: 目的
  kinds: 种类
  retention: 期限
  rights: 权利
sections:
  - title: 一
    fields:
      - {key: kind, kind: choice, label: 类别, required: true, choices: [{key: a, label: 甲}]}
      - {key: more, kind: text, label: 补充, max_length: 10, show_if: {field: kind, is: [a]}}
"""


@pytest.fixture
def load(tmp_path: Path):
    def load(**files: str):
        (tmp_path / "forms").mkdir(exist_ok=True)
        for national in (NATIONAL / "forms").iterdir():
            (tmp_path / "forms" / national.name).write_text("enabled: false", "utf-8")
        for name, text in files.items():
            (tmp_path / "forms" / f"{name}.yml").write_text(text, "utf-8")
        return load_form_definitions(load_site_config(SITE_CONFIG), tmp_path)

    return load


def problems(load, text: str, name: str = "good") -> str:
    with pytest.raises(ConfigError) as caught:
        load(**{name: text})
    return "\n".join(str(problem) for problem in caught.value.problems)


def test_the_forms_of_the_site_load(forms) -> None:
    assert set(forms) == {
        "complaint",
        "consultation",
        "health-check-booking",
        "legal-service-visit",
        "personal-data",
        "policy-opinion",
    }
    kinds = {field.kind for form in forms.values() for field in form.fields}
    assert kinds == set(FieldKind)


def test_notice_names_the_office_of_the_site(load) -> None:
    notice = load(good=GOOD)["good"].notice
    site = load_site_config(SITE_CONFIG).site
    assert (notice.controller, notice.contact) == (site.organiser, site.phone)


def test_vocabularies_fill_in_the_choices(forms) -> None:
    areas = load_site_config(SITE_CONFIG).vocabulary.terms("areas").labels
    category = forms["consultation"].field("category")
    assert tuple(option.label for option in category.options)[: len(areas)] == areas
    assert category.options[-1].key == "other"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: 标题", "titel: 标题", "titel: 没有这一项"),
        ("title: 标题\n", "", "title: 缺少这一项"),
        ("prefix: AB", "prefix: ab", "prefix: 写法不对"),
        ("id: good", "id: other", "id 应与文件名一致"),
        ("kind: text,", "kind: textt,", "没有这种 kind"),
        (", max_length: 10", "", "max_length: 缺少这一项"),
        ("max_length: 10", "max_length: 0", "应不小于 1"),
        ("max_length: 10", "max_length: 501", "应不大于 500"),
        ("max_length: 10", "max_length: 长", "应为整数"),
        ("key: more", "key: kind", "名称重复"),
        ("key: more", "key: csrf_token", "由页面自己使用"),
        ("key: more", "key: More", "写法不对"),
        ("field: kind, is: [a]", "field: none, is: [a]", "不存在，或排在本栏之后"),
        ("field: kind, is: [a]", "field: more, is: [a]", "不存在，或排在本栏之后"),
        ("field: kind, is: [a]", "field: kind, is: [b]", "取值“b”不在“kind”的选项中"),
        ("is: [a]", "is: [yes]", "应为文字；数字请加引号"),
        ("choices: [{key: a, label: 甲}]", "choices: []", "没有选项"),
        ("{key: a, label: 甲}]", "{key: a, label: 甲}, {key: a, label: 乙}]", "选项“a”重复"),
        ("choices: [", "choices_from: planets, choices: [", "choices_from: 应为"),
        ("{organiser}", "{organizer}", "不认识 {organizer}"),
        ("next_steps: [登记]", "next_steps: []", "至少要有 1 项"),
        (
            "id: good",
            "id: good\nrules: [{at_least_one: [more, x], message: m}]",
            "“x”不是本表的栏目",
        ),
        ("id: good", "id: [", "不是有效的 YAML"),
        ("id: good", "id: good\nfirst: [kind, x]", "first: “x”不是本表的栏目"),
        ("id: good", "id: good\nfirst: [more]", "“kind”选了什么才问，那一栏应当写在它前面"),
        ("id: good", "id: good\nfirst: [a, b, c, d, e, f]", "first: 过多，最多 5 项"),
    ],
)
def test_each_mistake_is_named(load, old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = problems(load, GOOD.replace(old, new, 1))
    assert said in found
    assert found.startswith("forms/good.yml")


def test_mistakes_of_all_files_come_together(load) -> None:
    with pytest.raises(ConfigError) as caught:
        load(
            good=GOOD.replace("label: 补充, ", ""),
            two=GOOD.replace("id: good", "id: two").replace("title: 标题", "title: ''"),
            three=GOOD.replace("id: good", "id: three"),
            four=GOOD.replace("id: good", "id: four"),
        )
    text = str(caught.value)
    assert all(name in text for name in ("good.yml", "two.yml", "four.yml"))
    assert "编号前缀“AB”已由" in text


def test_a_field_may_have_any_name_that_is_no_input_of_the_page(load, make_app) -> None:
    for name in ("data", "errors", "validate", "process", "values", "items", "definition"):
        form = load(good=GOOD.replace("key: more", f"key: {name}"))["good"]
        assert form.field(name) is not None


def test_a_field_under_a_hidden_field_is_hidden_too(forms) -> None:
    form = forms["complaint"]
    field = form.field("unit_other")
    assert form.is_shown(field, {"unit": "other-unit"})
    assert not form.is_shown(field, {"unit": "court"})
    assert not form.is_shown(field, {})


def test_limits_of_forms_and_columns_are_the_same_numbers() -> None:
    columns = Submission.__table__.c
    assert columns.category.type.length == columns.form_id.type.length == 40
    assert columns.notice_version.type.length == 40


def test_every_yaml_of_the_site_is_a_form() -> None:
    for layer in (NATIONAL, SITE_CONFIG):
        assert {path.suffix for path in (layer / "forms").iterdir()} == {".yml"}


def test_what_decides_where_a_matter_goes_is_asked_first(load) -> None:
    routed = GOOD.replace("label: 类别,", "label: 类别, column: category,")
    asked = routed.replace("id: good", "id: good\nfirst: [kind, more]")
    form = load(good=asked)["good"]
    assert [field.key for field in form.as_asked_by_phone().fields] == ["kind", "more"]
    plain = routed.replace("fields:\n", "fields:\n      - {key: x, kind: date, label: 日}\n")
    found = problems(load, plain.replace("id: good", "id: good\nfirst: [x]"))
    assert "“kind”（column: category）决定由谁受理、是否保密，应当先问" in found


def test_a_district_with_questions_of_its_own_need_not_know_the_national_first(tmp_path) -> None:
    (tmp_path / "forms").mkdir()
    own = GOOD.partition("sections:")
    (tmp_path / "forms" / "complaint.yml").write_text(f"rules: []\n{own[1]}{own[2]}", "utf-8")
    forms = load_form_definitions(load_site_config(SITE_CONFIG), tmp_path)
    assert forms["complaint"].first == ()
    (tmp_path / "forms" / "complaint.yml").write_text("title: 别的标题", "utf-8")
    forms = load_form_definitions(load_site_config(SITE_CONFIG), tmp_path)
    assert len(forms["complaint"].first) == 5
