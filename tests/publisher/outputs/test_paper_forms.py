"""Each form on paper: everything that the form asks, the same bytes each time, only when changed."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from district import FabuError, load_site_config
from district.forms.reading import load_form_definitions
from publisher.outputs import paper_forms
from publisher.outputs.paper_forms import make_paper_form, write_paper_forms
from publisher.paper.sheet import sheet_of
from tests.reference import SITE_CONFIG

SITE = load_site_config(SITE_CONFIG).site
FORMS = load_form_definitions(load_site_config(SITE_CONFIG), SITE_CONFIG)


@pytest.fixture(scope="module")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("paper")
    write_paper_forms(FORMS.values(), SITE, folder)
    return folder


def words(path: Path) -> str:
    """The text of all pages without white space."""
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("form_id", FORMS)
def test_the_sheet_asks_everything_and_says_where_to_bring_it(site_dir: Path, form_id: str) -> None:
    form = FORMS[form_id]
    path = site_dir / f"downloads/forms/{form_id}.pdf"
    text = words(path)
    said = [form.title, form.one_matter, SITE.organiser, SITE.address, SITE.hours, SITE.phone]
    said += [form.notice.summary, form.notice.controller, form.notice.retention, form.notice.rights]
    for field in form.fields:
        said += [field.label, *(option.label for option in field.options)]
    said += [consent.text for consent in form.consents()]
    missing = [part for part in said if re.sub(r"\s", "", part) not in text]
    assert missing == []
    reader = PdfReader(path)
    assert len(reader.pages) <= 3
    assert {round(float(page.mediabox.height)) for page in reader.pages} == {842}
    assert "/CreationDate" not in (reader.metadata or {})


def test_what_is_asked_on_a_condition_says_so(site_dir: Path) -> None:
    text = words(site_dir / "downloads/forms/consultation.pdf")
    assert "“咨询身份”选“企业或个体工商户”或“个人”的填写" in text


def test_lines_boxes_and_ticks_follow_the_kind_of_field() -> None:
    sheet = sheet_of(FORMS["complaint"], SITE)
    fields = {f["label"]: f for section in sheet["sections"] for f in section["fields"]}
    assert fields["统一社会信用代码"]["boxes"] == 18
    assert fields["事情经过"]["lines"] == 12
    assert fields["标题"]["lines"] == 1
    assert fields["事情发生的日期"]["is_date"]
    assert fields["被投诉的单位"]["is_choice"]
    assert not sheet["may_be_anonymous"]
    assert sheet_of(FORMS["policy-opinion"], SITE)["may_be_anonymous"]


def test_the_bytes_are_the_same_each_time(site_dir: Path, tmp_path: Path) -> None:
    written = write_paper_forms(FORMS.values(), SITE, tmp_path)
    for name in written:
        assert (tmp_path / name).read_bytes() == (site_dir / name).read_bytes()


def test_only_a_changed_form_is_set_again(site_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def remember(sheet, fonts):
        made.append(sheet["id"])
        return make_paper_form(sheet, fonts)

    monkeypatch.setattr(paper_forms, "make_paper_form", remember)
    write_paper_forms(FORMS.values(), SITE, site_dir)
    assert made == []
    changed = FORMS | {"complaint": FORMS["complaint"].model_copy(update={"title": "投诉"})}
    write_paper_forms(changed.values(), SITE, site_dir)
    assert made == ["complaint"]
    write_paper_forms(FORMS.values(), SITE, site_dir)


def test_without_a_chinese_font_the_build_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def none_found():
        raise FabuError("没有找到中文字体")

    monkeypatch.setattr(paper_forms, "find_fonts", none_found)
    assert write_paper_forms(FORMS.values(), SITE, tmp_path) == []
    assert "纸质表没有生成" in caplog.text


def test_a_sheet_with_typst_signs_in_its_texts_is_set_as_written(tmp_path: Path) -> None:
    odd = "#panic() *粗* $x$ \\ [x] <y> @z"
    form = FORMS["complaint"].model_copy(update={"title": odd})
    write_paper_forms([form], SITE, tmp_path)
    content = (tmp_path / "downloads/forms/complaint.pdf").read_bytes()
    assert "#panic()" in PdfReader(io.BytesIO(content)).pages[0].extract_text()
