"""No identity field's value survives, and nothing that looks like personal data does."""

from __future__ import annotations

import pytest

from district import load_site_config
from district.forms.fields import FieldKind
from district.forms.reading import load_form_definitions
from forms_backend.publication.deidentify import deidentify, identities
from forms_backend.publication.drafts import UNFILLED, plain_markdown
from forms_backend.submissions.payload import CONTENT_KEYS, Answer
from privacy.personal_data import find_personal_data
from publisher.model import front_matter
from tests.reference import SITE_CONFIG

SAMPLES = {
    FieldKind.TEXT: "示例区云锦童装有限公司",
    FieldKind.LONGTEXT: "幸福路九号院内东侧仓库",
    FieldKind.PHONE: "13800138000",
    FieldKind.EMAIL: "zhang@example.com",
    FieldKind.USCC: "91110000600037341L",
    FieldKind.DATE: "2026-11-02",
}
TYPED = [
    pytest.param(form.id, field, id=f"{form.id}-{field.key}")
    for form in load_form_definitions(load_site_config(SITE_CONFIG), SITE_CONFIG).values()
    for field in form.fields
    if field.kind in SAMPLES and field.key not in CONTENT_KEYS
]


def answer(key: str, kind: str, value: str) -> Answer:
    return Answer(key, kind, key, value, value)


@pytest.mark.parametrize(("form", "field"), TYPED)
def test_the_value_of_no_identity_field_of_any_form_survives(form: str, field) -> None:
    value = SAMPLES[field.kind]
    text = f"我（{value}）反映：{value}，请打给{value}。"
    told = deidentify(text, identities([answer(field.key, field.kind.value, value)]))
    assert value not in told
    assert "反映" in told


@pytest.mark.parametrize(
    ("written", "kept_out"),
    [
        ("云锦童装有限公司被查了三次", "云锦"),
        ("云锦 童装 的仓库", "童装 的"),
        ("我是张三丰，张总让我来", "张"),
        ("张三丰先生", "张"),
        ("电话１３８００１３８０００", "3800"),
        ("电话 138-0013 8000", "138"),
        ("13912345678 是对方的", "139"),
        ("座机010-88886666、(0571)86543210、88886666", "8888"),
        ("身份证11010519491231002X", "1949"),
        ("卡号6222 0212 3456 7890 128", "6222"),
        ("邮箱 Li.Si@Example.com.cn", "Example"),
        ("微信：zhang_3feng", "zhang"),
        ("车牌豫H12345", "12345"),
        ("代码91350100M000100Y43", "9135"),
        ("（2026）豫0811民初123号判决", "民初"),
        ("上次的编号是TS202611-000123", "000123"),
        ("住3号楼2单元101室", "101"),
        ("11月2日来查", "2日"),
        ("业主李建国欠我们货款", "建国"),
        ("护照E12345678", "E1234"),
        ("香港电话+852 2345 6789", "2345"),
        ("一三八零零一三八零零零", "一三八"),
        ("110105\u200b19491231\u200b002X", "1949"),
        ("对方是示例市宏图建筑工程有限公司", "宏图"),
        ("wang（at）example.com", "example"),
    ],
)
def test_what_leads_to_somebody_is_gone_however_it_is_written(written: str, kept_out: str) -> None:
    known = identities(
        [
            answer("name", "text", "张三丰"),
            answer("firm", "text", "示例区云锦童装有限公司"),
            answer("phone", "phone", "13800138000"),
        ]
    )
    told = deidentify(written, known)
    assert kept_out not in told
    assert find_personal_data(told) == ()


@pytest.mark.parametrize(
    "text",
    [
        "今年8月到10月被检查四次，货款47万元、已付120000元，涉及3家企业。",
        "《中华人民共和国民法典》第五百七十七条、《保障中小企业款项支付条例》第9条。",
        "国办发〔2020〕53号文件要求30日内付款。",
    ],
)
def test_amounts_months_laws_and_document_numbers_stay(text: str) -> None:
    assert deidentify(text, identities([answer("headcount", "text", "30")])) == text


def test_what_is_told_is_text_and_never_markup() -> None:
    typed = "# 标题\n- 列表\n1. 一\n---\n<script>x</script> [a](javascript:b) *c* {: .d}\n:   定义\n!!! note"
    told = plain_markdown(typed)
    assert "<" not in told
    for line in told.split("\n\n"):
        assert line[0] not in "#-+=:!"
    assert r"\[a\]\(javascript:b\)" in told


def test_the_mark_of_unfilled_texts_is_the_one_that_the_check_looks_for() -> None:
    assert UNFILLED == front_matter.UNFILLED
