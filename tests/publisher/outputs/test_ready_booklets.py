"""Ready-made booklets of a site: written once, offered with pages, left out without a font."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from district import FabuError
from law.registry import load_registry
from publisher.booklet.model import Booklet
from publisher.booklet.ready import BookletOffer
from publisher.model.loader import Folders
from publisher.outputs import ready_booklets
from publisher.outputs.ready_booklets import MADE, SOURCES, Material, write_ready_booklets
from publisher.project import config_dir
from tests.publisher.site_project import (
    build,
    by_class,
    case,
    parsed,
    site_project,
    source_of,
    words,
    write,
)

PDF, EPUB = (f"downloads/booklets/contracts-2025.{suffix}" for suffix in ("pdf", "epub"))


def contract(identifier: str, **keys: str) -> dict[str, str]:
    moment = "2025-03-01"
    return case(
        identifier, areas="[合同交易]", published=moment, updated=None, decided="2025-01", **keys
    )


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    found = site_project(tmp_path / "project")
    for number in range(3):
        write(found, contract(f"ip-{number}"))
    return found


def offers_of(folders: Folders) -> dict[str, BookletOffer]:
    """Bring the booklets up to date; what there is to offer, by area and year."""
    source = source_of(folders)
    where = config_dir(folders.root)
    material = Material(source.visible, source.config, load_registry(where), where)
    offers, written = write_ready_booklets(material, folders.root / "site")
    made = [file.url for offer in offers for file in offer.files]
    assert sorted(written) == sorted([*made, MADE] if made else [])
    return {f"{offer.area.key}-{offer.year}": offer for offer in offers}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files of our booklet that were made."""
    names: list[str] = []
    original = ready_booklets._write

    def remember(target: Path, booklet: Booklet, fonts: object) -> int:
        if target.stem == "contracts-2025":
            names.append(target.name)
        return original(target, booklet, fonts)  # type: ignore[arg-type]

    monkeypatch.setattr(ready_booklets, "_write", remember)
    return names


def page(folders: Folders, path: str) -> str:
    return (folders.root / "site" / path / "index.html").read_text(encoding="utf-8")


def test_a_booklet_is_offered_on_both_pages_with_size_and_pages(folders: Folders) -> None:
    build(folders)
    pages = len(PdfReader(folders.root / "site" / PDF).pages)
    for path in ("downloads", "cases/area/contracts"):
        (offers,) = by_class(parsed(page(folders, path)), "offers")
        text = words(offers)
        assert "2025年" in text
        assert "3 个案例" in text
        assert re.search(rf"PDF，{pages} 页，\d+ KB", text)
        links = [link.get("href", "").rpartition("../")[2] for link in offers.iter("a")]
        assert links[:2] == [PDF, EPUB]
    assert "offers" not in page(folders, "cases")
    titles = json.loads((folders.root / "site/cases/titles.json").read_text(encoding="utf-8"))
    assert titles["ip-1"] == "案例ip-1"


def test_only_what_changed_is_typeset_again(folders: Folders, written: list[str]) -> None:
    offers_of(folders)
    assert sorted(written) == ["contracts-2025.epub", "contracts-2025.pdf"]
    site = folders.root / "site"
    before = (site / PDF).read_bytes()
    written.clear()
    write(folders, case("other", areas="[劳动用工]"))
    offers_of(folders)
    assert written == []
    (site / EPUB).unlink()
    offers_of(folders)
    assert written == ["contracts-2025.epub"]
    written.clear()
    write(folders, contract("ip-1", title="换了标题的案例"))
    offers_of(folders)
    assert sorted(written) == ["contracts-2025.epub", "contracts-2025.pdf"]
    assert (site / PDF).read_bytes() != before


@pytest.mark.parametrize(
    ("old", "new", "is_made"),
    [
        ("  labour: 劳动用工\n", "  labour: 劳动用工\n  housing: 房地产\n", False),
        (
            "  general: 各行业通用\n  catering: 住宿餐饮\n",
            "  catering: 住宿餐饮\n  general: 各行业通用\n",
            True,
        ),
    ],
)
def test_a_changed_vocabulary_makes_anew_what_shows_it(
    folders: Folders, written: list[str], old: str, new: str, is_made: bool
) -> None:
    offers_of(folders)
    written.clear()
    file = config_dir(folders.root) / "vocabulary.yml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    offers_of(folders)
    assert bool(written) is is_made


def test_a_booklet_of_too_few_cases_is_offered_no_more(folders: Folders) -> None:
    assert "contracts-2025" in offers_of(folders)
    (folders.root / "cases_library/2026/ip-1.md").unlink()
    assert "contracts-2025" not in offers_of(folders)


def test_without_a_chinese_font_there_is_epub_alone(
    folders: Folders, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def none_found() -> None:
        raise FabuError("没有找到中文字体")

    with monkeypatch.context() as patched:
        patched.setattr(ready_booklets, "find_fonts", none_found)
        offer = offers_of(folders)["contracts-2025"]
    assert "典型案例汇编没有生成 PDF：没有找到中文字体" in caplog.text
    assert [file.label for file in offer.files] == ["EPUB"]
    assert [file.label for file in offers_of(folders)["contracts-2025"].files] == ["PDF", "EPUB"]


@pytest.mark.parametrize("odd", ["{", "[]", '{"x": 3}', "null"])
def test_a_spoilt_record_of_what_was_made_is_made_anew(
    folders: Folders, written: list[str], odd: str
) -> None:
    file = folders.root / "site" / MADE
    file.parent.mkdir(parents=True)
    file.write_text(odd, encoding="utf-8")
    offers_of(folders)
    assert sorted(written) == ["contracts-2025.epub", "contracts-2025.pdf"]


@pytest.mark.parametrize("pattern", SOURCES)
def test_code_that_makes_booklets_is_where_it_is_looked_for(pattern: str) -> None:
    """A module that moved would leave booklets of its former self standing."""
    code = Path(ready_booklets.__file__).parents[2]
    assert list(code.glob(pattern))
