import pytest

from law.names import is_local, is_named_as_law, is_named_as_legislation, key_of


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


@pytest.mark.parametrize(
    "written",
    [
        "最高人民法院关于适用《中华人民共和国公司法》若干问题的规定（三）",
        "最高人民法院关于适用〈公司法〉若干问题的规定(三)",
        "最高人民法院 关于适用<中华人民共和国公司法>若干问题的规定（三）",
        "关于适用公司法若干问题的规定（三）",
        "最高人民法院关于适用\n《中华人民共和国公司法》若干问题的规定【三】",
    ],
)
def test_one_title_has_one_key_however_it_is_written(written):
    assert key_of(written) == "关于适用公司法若干问题的规定（三）"


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("公司法（2018年修正）", "公司法"),
        ("公司法(2018)", "公司法"),
        ("民事诉讼法（试行）", "民事诉讼法（试行）"),
        ("最高人民法院、最高人民检察院关于办理洗钱刑事案件适用法律若干问题的解释", "关于办理洗钱刑事案件适用法律若干问题的解释"),
    ],
)  # fmt: skip
def test_a_note_of_the_version_is_no_part_of_the_key(title, key):
    assert key_of(title) == key


@pytest.mark.parametrize(
    ("title", "local"),
    [("浙江省优化营商环境条例", True), ("焦作市物业管理条例", True), ("优化营商环境条例", False), ("民法典", False)],
)  # fmt: skip
def test_local_regulations_begin_with_their_place(title, local):
    assert is_local(title) is local
