from datetime import date, datetime
from xml.etree import ElementTree as ET

import pytest

from law.registry import load_registry
from publisher.model.citing import index_laws
from publisher.outputs.feeds import NEWEST, write_feeds
from publisher.pages.feeds import feed_sources
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import case, library_of, with_keys, write

ATOM = "{http://www.w3.org/2005/Atom}"
COLUMNS = ("cases", "policies", "health-checks", "hearings", "guides", "topics", "answers")


def sources(library, config):
    laws = index_laws(library.documents(), load_registry(), date(2026, 11, 20))
    return feed_sources(library, laws.laws, config)


def feeds(folders, site_dir):
    library, config = library_of(folders)
    written = write_feeds(sources(library, config), config.site, site_dir)
    return {path: ET.fromstring((site_dir / path).read_bytes()) for path in written}  # noqa: S314 - our own file


def test_one_feed_of_everything_and_one_for_each_column(library_ok, tmp_path):
    found = list(feeds(library_ok, tmp_path))
    assert found[: len(COLUMNS) + 1] == ["feed.xml", *(f"{c}/feed.xml" for c in COLUMNS)]


@pytest.mark.parametrize(
    "path",
    ["feeds/area/labour.xml", "feeds/industry/catering.xml", "feeds/unit/court.xml",
     "laws/laodonghetongfa/feed.xml"],
)  # fmt: skip
def test_one_feed_for_each_area_industry_unit_and_law(library_ok, tmp_path, path):
    ids = [e.findtext(f"{ATOM}id") for e in entries(feeds(library_ok, tmp_path)[path])]
    assert "https://www.minghu.gov.cn/cases/ld-unsigned/" in ids


def test_a_feed_of_an_area_holds_all_kinds_and_nothing_of_other_areas(library_ok, tmp_path):
    write(library_ok, case("cn-other", areas="[合同交易]"))
    library, _ = library_of(library_ok)
    expected = {
        e.id
        for e in library.documents()
        if "labour" in {t.key for t in e.document.facets().get("area", ())}
    }
    found = entries(feeds(library_ok, tmp_path)["feeds/area/labour.xml"])
    assert {e.findtext(f"{ATOM}id").split("/")[-2] for e in found} == expected
    assert "cn-other" not in expected


@pytest.mark.parametrize(
    ("path", "page"),
    [("feed.xml", ""), ("cases/feed.xml", "cases/"),
     ("feeds/area/labour.xml", "cases/area/labour/")],
)  # fmt: skip
def test_feed_is_valid_atom(library_ok, tmp_path, path, page):
    """RFC 4287 §4.1.1 and §4.1.2: what a feed and its entries must have."""
    feed = feeds(library_ok, tmp_path)[path]
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
            assert element.findtext(f"{ATOM}{name}")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert element.find(f"{ATOM}author/{ATOM}name").text
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": f"https://www.minghu.gov.cn/{path}",
        "alternate": f"https://www.minghu.gov.cn/{page}",
    }


def entries(feed):
    return feed.findall(f"{ATOM}entry")


def test_ids_are_addresses_that_stay_when_a_document_changes(library_ok, tmp_path):
    before = [
        e.findtext(f"{ATOM}id") for e in entries(feeds(library_ok, tmp_path)["cases/feed.xml"])
    ]
    write(library_ok, {CASE: with_keys(text_of(CASE), title="新题目", updated="2026-11-01 09:00")})
    after = entries(feeds(library_ok, tmp_path)["cases/feed.xml"])
    assert [e.findtext(f"{ATOM}id") for e in after] == before
    changed = next(e for e in after if e.findtext(f"{ATOM}title") == "新题目")
    assert changed.findtext(f"{ATOM}updated") == "2026-11-01T09:00:00+08:00"
    assert changed.findtext(f"{ATOM}published") == "2026-10-15T09:30:00+08:00"


def test_feed_holds_the_newest_fifty(library_ok, tmp_path):
    files = {}
    for n in range(NEWEST + 5):
        files |= case(
            f"n{n:02d}", published=f"2026-0{n // 20 + 1}-{n % 20 + 1:02d} 09:00", decided="2025-12"
        )
    write(library_ok, files)
    found = [
        e.findtext(f"{ATOM}published") for e in entries(feeds(library_ok, tmp_path)["feed.xml"])
    ]
    assert len(found) == NEWEST == 50
    assert found == sorted(found, reverse=True)
    assert found[0] == "2026-10-15T09:30:00+08:00"


def test_feed_is_as_old_as_its_newest_entry(library_ok, tmp_path):
    write(library_ok, {CASE: with_keys(text_of(CASE), updated="2026-11-01 09:00")})
    assert (
        feeds(library_ok, tmp_path)["feed.xml"].findtext(f"{ATOM}updated")
        == "2026-11-01T09:00:00+08:00"
    )


def test_column_without_documents_has_a_feed(library_ok, tmp_path):
    library, config = library_of(library_ok)
    write_feeds(sources(type(library)(()), config), config.site, tmp_path)
    feed = ET.fromstring((tmp_path / "topics/feed.xml").read_bytes())  # noqa: S314 - our own file
    assert feed.findtext(f"{ATOM}updated")
    assert entries(feed) == []


def test_same_library_gives_the_same_bytes(library_ok, tmp_path):
    library, config = library_of(library_ok)
    for folder in ("a", "b"):
        write_feeds(sources(library, config), config.site, tmp_path / folder)
    assert (tmp_path / "a/feed.xml").read_bytes() == (tmp_path / "b/feed.xml").read_bytes()


def test_marks_of_xml_in_titles_are_escaped(library_ok, tmp_path):
    write(library_ok, {CASE: with_keys(text_of(CASE), title="“甲 & 乙 <丙>”")})
    titles = [
        e.findtext(f"{ATOM}title") for e in entries(feeds(library_ok, tmp_path)["cases/feed.xml"])
    ]
    assert "“甲 & 乙 <丙>”" in titles
