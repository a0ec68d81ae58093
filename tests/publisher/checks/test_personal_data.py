"""The gate against personal data: what an editor is told, where, and what may stand."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from district import load_site_config
from law.registry import load_registry
from privacy.detector import find_all
from privacy.folding import fold, fold_markdown
from publisher.checks.context import CheckContext
from publisher.checks.personal_data import check_no_personal_data
from publisher.checks.published_files import (
    check_configuration_holds_no_personal_data,
    check_files_hold_no_personal_data,
)
from publisher.model.library import Library
from publisher.model.loader import Folders, load_library
from publisher.project import config_dir
from publisher.prose.markdown import MarkdownReader, render
from tests.publisher.manuscripts import ANSWER, CASE, GUIDE, PAGE, line_of, text_of
from tests.publisher.mini_project import FIXTURES, TODAY, project

ID = "11010519491231002X"


def with_text(text: str, path: str = PAGE) -> dict[str, str]:
    return {path: text_of(path) + f"\n{text}\n"}


@pytest.mark.parametrize(
    ("text", "code", "part"),
    [
        (f"身份证号{ID}。", "N101", "身份证号"),
        ("电话**138**0013**8000**。", "N101", "手机号"),
        ("电话&#49;3800138000。", "N101", "手机号"),
        (r"邮箱wang\@example.com。", "N101", "电子邮箱"),
        ("邮箱<wang@example.com>。", "N101", "电子邮箱"),
        (f"<!-- 发布前删：{ID} -->", "N101", "身份证号"),
        (f"```\n{ID}\n```", "N101", "身份证号"),
        ("[打电话](tel:13800138000)", "N101", "手机号"),
        ("[写信](mailto:wang%40example.com)", "N101", "电子邮箱"),
        ("原告[李建国](../index.md)起诉。", "N102", "姓名"),
        ("原告**李建国**起诉。", "N102", "姓名"),
        ("联系电话0391-2345678。", "N102", "固定电话"),
        ("| 姓名 | 电话 |\n|---|---|\n| 李建国 | 13800138000 |", "N101", "姓名"),
        ("李建国，男，1985年3月12日出生。", "N101", "出生日期"),
    ],
)
def test_a_leak_in_the_body_is_told(check, text: str, code: str, part: str) -> None:
    found = [f for f in check(with_text(text)) if f.code == code]
    assert any(part in finding.message for finding in found)


def test_colleagues_in_review_are_no_leak_and_their_numbers_are(check) -> None:
    text = text_of(CASE)
    assert "\nreview:" not in text
    named = text.replace("\n---\n", '\nreview: {author: "孙小编", reviewer: 王审核}\n---\n', 1)
    assert [f for f in check({CASE: named}) if f.code in ("N101", "N102")] == []
    (found,) = [f for f in check({CASE: named.replace("孙小编", ID)}) if f.code == "N101"]
    assert found.line == line_of(CASE, "review:", named)


def test_a_leak_is_told_at_line_and_column_with_its_mask_and_without_itself(check) -> None:
    changes = with_text("第一行。\n\n原告李建国起诉。")
    (finding,) = check(changes)
    assert finding.line == line_of(PAGE, "原告李建国", changes[PAGE])
    assert finding.message.startswith("第 3 列")
    assert "改为“李某”" in finding.advice
    assert "李建国" not in str(finding)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("editor: 明湖区司法局普法科", "editor: 李建国", "editor"),
        ("summary: ", "summary: 联系13800138000，", "summary"),
        ("summary: ", 'summary: "\\u0031380013\\x38000，"  # ', "summary"),
    ],
)
def test_front_matter_is_read_as_yaml_reads_it(check, old: str, new: str, key: str) -> None:
    text = text_of(CASE)
    line = next(row for row in text.split("\n") if row.startswith(f"{key}:"))
    assert old.split(":")[0] in line
    changes = {
        CASE: text.replace(line, new if ":" in new and key == "editor" else line.replace(old, new))
    }
    found = [f for f in check(changes) if f.code.startswith("N10")]
    assert [finding.line for finding in found] == [line_of(CASE, f"{key}:")]


def test_the_name_of_a_file_is_published_too(check) -> None:
    text = text_of(PAGE)
    found = check({"content/about/13800138000.md": text})
    assert [(f.code, f.line) for f in found] == [("N101", 1)]


@pytest.mark.parametrize("path", [CASE, ANSWER])
def test_firms_are_masked_in_cases_and_answers(check, path: str) -> None:
    text = "被告示例市宏图建筑工程有限公司没有付款。"
    body = text_of(path).rstrip("\n") + f"\n\n{text}\n"
    assert [f.code for f in check({path: body})] == ["N102"]


def test_firms_may_be_named_in_guides(check) -> None:
    assert check(with_text("中国某某银行示例支行和示例市宏图建筑工程有限公司承办。")) == []


RULES = """
company_names: {form}
consented_companies:
  - {{name: 示例市宏图建筑工程有限公司, agreed_on: 2026-05-01, kept: 司法局档案柜}}
"""


@pytest.mark.parametrize(("form", "codes"), [("masked", ["N102"]), ("consent", [])])
def test_a_district_may_name_firms_that_agreed(check, form: str, codes: list[str]) -> None:
    body = text_of(CASE).rstrip("\n") + "\n\n被告示例市宏图建筑工程有限公司没有付款。\n"
    changes = {CASE: body, "site_config/privacy_allow.yml": RULES.format(form=form)}
    assert [f.code for f in check(changes)] == codes


EXCEPTION = """
exceptions:
  - text: 0391-2345678
    page: {page}
    reason: 对外公布的接待电话
    who: 司法局普法科
    until: {until}
"""


@pytest.mark.parametrize(
    ("page", "until", "codes"),
    [
        (PAGE, "2027-06-30", set()),
        (PAGE, TODAY.isoformat(), set()),
        (PAGE, "2026-11-19", {"N102", "N104"}),
        (GUIDE, "2027-06-30", {"N102", "N105"}),
        ("content/about/no.md", "2027-06-30", {"N102", "N105"}),
    ],
)
def test_an_exception_holds_for_its_text_its_page_and_its_time(check, page, until, codes) -> None:
    changes = with_text("电话0391-2345678。") | {
        "site_config/privacy_allow.yml": EXCEPTION.format(page=page, until=until)
    }
    assert {f.code for f in check(changes)} == codes


def test_a_certain_leak_can_be_excepted_as_well(check) -> None:
    rules = EXCEPTION.format(page=PAGE, until="2027-06-30").replace("0391-2345678", '"13800138000"')
    assert check(with_text("电话13800138000。") | {"site_config/privacy_allow.yml": rules}) == []


def test_numbers_that_the_site_and_its_units_publish_are_known(check) -> None:
    config = load_site_config(FIXTURES / "site_config")
    text = (
        f"电话{config.site.phone}，邮箱{config.site.email}；法院0571-86543211、（0571）8654 3211。"
    )
    assert check(with_text(text)) == []


def test_case_numbers_stand_where_the_case_is_public(check) -> None:
    text = "见（2023）京01民终123号。"
    body = text_of(CASE).rstrip("\n") + f"\n\n{text}\n"
    assert [f.code for f in check({CASE: body})] == ["N102"]
    named = "source: {name: 明湖区人民法院, url: https://www.example.gov.cn/a}"
    line = next(row for row in body.split("\n") if row.startswith("source:"))
    assert check({CASE: body.replace(line, named)}) == []


def test_captions_are_looked_through(check) -> None:
    vtt = "content/assets/videos/hearing.vtt"
    text = (FIXTURES / "library_ok" / vtt).read_text(encoding="utf-8")
    found = check({vtt: text.rstrip("\n").replace("\n\n", "\n\n", 1) + " 电话13800138000\n"})
    assert [(f.code, f.path) for f in found if f.code == "N101"] == [("N101", vtt)]


def test_the_words_of_forms_are_looked_through_and_their_samples_are_not(tmp_path: Path) -> None:
    folders = project(FIXTURES / "library_ok", tmp_path / "p")
    folder = config_dir(folders.root)
    (folder / "forms").mkdir(exist_ok=True)
    (folder / "forms/x.yml").write_text(
        "notice: 有事请找李建国先生，电话13800138000\nfields:\n  - {key: phone, help: 如 13900139000}\n",
        encoding="utf-8",
    )
    context = CheckContext(load_site_config(folder), load_registry(folder), folders, folder, TODAY)
    found = check_configuration_holds_no_personal_data(Library(()), context)
    assert {(f.line, f.code) for f in found} == {(1, "N101")}


SPELLINGS = (
    "电话138\n0013 8000，",
    "**138**00138000",
    "1380013&#56;000",
    "[13800138000](x.md)",
    "- 13800138000",
    "> 13800138000",
    "| 甲 | 乙 |\n|---|---|\n| 13800138000 | 2 |",
    "1. 13800138000",
    "### 13800138000",
    "*原告*李建国，",
    "原告`李建国`，",
    "~~13800138000~~",
)


@pytest.mark.parametrize("body", SPELLINGS)
def test_what_the_rendered_page_shows_is_found_in_the_manuscript(body: str) -> None:
    """Rendering resolves the marks; the gate resolves them by itself, and must see no less."""
    read = MarkdownReader("example.gov.cn").read(body)
    html = str(render(read, {"x.md": "x/"}, "").html)
    shown = {(f.kind, fold(f.matched).text) for f in find_all(_text(html))}
    kinds = {kind for kind, _ in shown}
    assert kinds
    assert kinds <= {f.kind for f in find_all(body, folding=fold_markdown)}


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^<>]*>", "", html))


def test_the_landed_library_gives_no_false_alarm() -> None:
    root = Path(__file__).resolve().parents[3]
    folders = Folders(root, root / "cases_library", root / "content")
    folder = config_dir(folders.root)
    config = load_site_config(folder)
    library, _ = load_library(folders, config)
    context = CheckContext(config, load_registry(folder), folders, folder, TODAY)
    found = [f for entry in library.entries for f in check_no_personal_data(entry, context)]
    found += check_files_hold_no_personal_data(library, context)
    found += check_configuration_holds_no_personal_data(library, context)
    assert [str(f) for f in found if f.code == "N101"] == []
    assert len(found) <= 7, "\n".join(map(str, found))
