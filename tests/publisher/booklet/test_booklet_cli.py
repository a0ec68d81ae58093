"""`fabu booklet` on the good library."""

from __future__ import annotations

import io
import zipfile

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from district import FabuError
from publisher import booklet_cli as booklet_cli
from publisher.booklet.fonts import MISSING
from tests.publisher.site_project import case, site_project, write


@pytest.fixture
def run(tmp_path, monkeypatch):
    folders = site_project(tmp_path / "project")
    write(folders, case("sale", areas="[合同交易]"))
    monkeypatch.chdir(folders.root)
    return lambda *arguments: CliRunner().invoke(booklet_cli.booklet, list(map(str, arguments)))


def test_pdf_of_one_area_and_year(run, tmp_path):
    out = tmp_path / "book.pdf"
    result = run("--area", "合同交易", "--year", 2026, "--title", "买卖案例", "--out", out)
    assert result.exit_code == 0, result.output
    assert "1 个案例" in result.output
    reader = PdfReader(out)
    assert f"{len(reader.pages)} 页" in result.output
    cover = reader.pages[0].extract_text()
    assert "买卖案例" in cover
    assert "2026年" in cover.replace(" ", "")
    assert "合同交易" in cover
    assert not out.with_name("book.pdf.partial").exists()


def test_epub_of_a_saved_selection_keeps_its_order_and_title(run, tmp_path):
    chosen = tmp_path / "chosen.yml"
    chosen.write_text("title: 我的选本\ncases: [mediated, sale]\n", encoding="utf-8")
    out = tmp_path / "book.epub"
    assert run("--selection", chosen, "--out", out).exit_code == 0
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as book:
        assert "我的选本" in book.read("EPUB/content.opf").decode()
        assert "某商行货款调解案" in book.read("EPUB/case-1.xhtml").decode()
        assert "案例sale" in book.read("EPUB/case-2.xhtml").decode()


def test_two_runs_give_the_same_bytes(run, tmp_path):
    for suffix in ("pdf", "epub"):
        first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
        assert run("--out", first).exit_code == run("--out", second).exit_code == 0
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--out", "book.txt"], ".pdf 或 .epub"),
        (
            ["--selection", "chosen.yml", "--area", "合同交易", "--out", "b.pdf"],
            "--selection 不能与",
        ),
    ],
)
def test_wrong_use_exits_with_2(run, arguments, message, tmp_path):
    (tmp_path / "project/chosen.yml").write_text("cases: [sale]\n", encoding="utf-8")
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--year", "1999", "--out", "b.pdf"], "没有符合条件的已发布案例"),
        (["--area", "合同", "--out", "b.epub"], "是不是“合同交易”"),
        (["--out", "nowhere/b.epub"], "写不了“nowhere/b.epub”"),
    ],
)
def test_what_an_operator_can_mend_is_said_in_chinese(run, arguments, message):
    error = run(*arguments).exception
    assert isinstance(error, FabuError)
    assert message in str(error)


def test_missing_font_is_said_before_the_work_begins(run, monkeypatch):
    def none(folder=None):
        raise FabuError(MISSING)

    monkeypatch.setattr(booklet_cli, "find_fonts", none)
    monkeypatch.setattr(booklet_cli, "read_source", lambda *a, **k: pytest.fail("read the library"))
    error = run("--out", "b.pdf").exception
    assert "fonts-noto-cjk" in str(error)


def test_a_subtitle_of_ones_own_stands_on_the_cover(run, tmp_path):
    out = tmp_path / "book.pdf"
    assert run("--subtitle", "读者自选本", "--out", out).exit_code == 0
    assert "读者自选本" in PdfReader(out).pages[0].extract_text()
