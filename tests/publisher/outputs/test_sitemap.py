from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from publisher.model.fields import CHINA
from publisher.outputs import sitemap
from publisher.outputs.sitemap import write_robots, write_sitemap

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def site(config):
    return config.site


def read(path):
    return ET.fromstring(path.read_bytes())  # noqa: S314 - our own file


def test_addresses_are_absolute_and_dated(site, tmp_path):
    changed = datetime(2026, 11, 2, 8, 5, tzinfo=CHINA)
    assert write_sitemap(site, [("", None), ("cases/a/", changed)], tmp_path) == ["sitemap.xml"]
    rows = [
        (u.findtext(f"{NS}loc"), u.findtext(f"{NS}lastmod")) for u in read(tmp_path / "sitemap.xml")
    ]
    assert rows == [
        ("https://www.minghu.gov.cn/", None),
        ("https://www.minghu.gov.cn/cases/a/", "2026-11-02"),
    ]


@pytest.mark.parametrize(("count", "parts"), [(3, 0), (4, 2), (6, 2), (7, 3)])
def test_beyond_the_limit_the_map_is_an_index_of_parts(site, tmp_path, monkeypatch, count, parts):
    monkeypatch.setattr(sitemap, "MOST_URLS", 3)
    pages = [(f"cases/c{n}/", None) for n in range(count)]
    written = write_sitemap(site, pages, tmp_path)
    assert written == ["sitemap.xml", *(f"sitemap-{n + 1}.xml" for n in range(parts))]
    root = read(tmp_path / "sitemap.xml")
    if parts:
        assert root.tag == f"{NS}sitemapindex"
        assert [s.findtext(f"{NS}loc") for s in root] == [
            f"https://www.minghu.gov.cn/sitemap-{n + 1}.xml" for n in range(parts)
        ]
    files = written[1:] or written
    sizes = [len(read(tmp_path / name)) for name in files]
    found = [u.findtext(f"{NS}loc") for name in files for u in read(tmp_path / name)]
    assert max(sizes) <= 3
    assert found == [f"https://www.minghu.gov.cn/{url}" for url, _ in pages]


def test_limit_is_that_of_the_protocol():
    assert sitemap.MOST_URLS == 50_000


def test_robots_name_the_map_and_what_is_private(site, tmp_path):
    write_robots(site, tmp_path)
    lines = (tmp_path / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert "Sitemap: https://www.minghu.gov.cn/sitemap.xml" in lines
    for path in ("/staff/", "/status", "/api/", "/_shell/"):
        assert f"Disallow: {path}" in lines
