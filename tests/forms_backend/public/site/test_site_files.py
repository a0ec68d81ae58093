"""The built site, and nothing but the built site, comes out of its directory."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms_backend.public.site.compression import LARGEST
from forms_backend.public.site.site_files import FOREVER, ONE_DAY, REVALIDATE, find_file


@pytest.mark.parametrize(
    ("url", "text", "media_type", "cache"),
    [
        ("/", "首页", "text/html", REVALIDATE),
        ("/index.html", "首页", "text/html", REVALIDATE),
        ("/cases/ld-001/", "案例", "text/html", REVALIDATE),
        ("/assets/app.0123abcd.min.js", "export", "text/javascript", FOREVER),
        ("/assets/main.js", "export", "text/javascript", REVALIDATE),
        ("/assets/main.js?v=6a91a1d9", "export", "text/javascript", FOREVER),
        ("/assets/logo.svg", "svg", "image/svg+xml", ONE_DAY),
        ("/hearings/all.ics", "VCALENDAR", "text/calendar", REVALIDATE),
        ("/feed.xml", "feed", "application/xml", REVALIDATE),
    ],
)
def test_files_come_with_type_and_cache_policy(client, url, text, media_type, cache) -> None:
    response = client.get(url)
    assert response.status_code == 200
    assert text in response.get_data(as_text=True)
    assert response.mimetype == media_type
    assert response.headers["Cache-Control"] == cache


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_an_unchanged_file_is_not_sent_again(client, header: str) -> None:
    value = client.get("/").headers[header]
    condition = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    response = client.get("/", headers={condition: value})
    assert (response.status_code, response.data) == (304, b"")


GZIP = {"Accept-Encoding": "br, gzip;q=0.8"}


@pytest.mark.parametrize("accepted", [None, "gzip;q=0, br", "deflate"])
def test_who_does_not_take_gzip_gets_the_file_as_it_is(client, site_dir, accepted) -> None:
    (site_dir / "long.css").write_text("a{color:red}" * 200, "utf-8")
    response = client.get("/long.css", headers={"Accept-Encoding": accepted} if accepted else {})
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.data == b"a{color:red}" * 200


def test_a_page_comes_compressed_once_until_it_changes(client, site_dir) -> None:
    page = site_dir / "long.html"
    page.write_text("<p>长</p>" * 500, "utf-8")
    first = client.get("/long.html", headers=GZIP)
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["Cache-Control"] == REVALIDATE
    assert int(first.headers["Content-Length"]) == len(first.data) < 200
    assert gzip.decompress(first.data) == page.read_bytes()
    again = client.get("/long.html", headers=GZIP | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/long.html").headers["ETag"] != first.headers["ETag"]
    page.write_text("<p>短</p>" * 500, "utf-8")
    changed = client.get("/long.html", headers=GZIP | {"If-None-Match": first.headers["ETag"]})
    assert gzip.decompress(changed.data) == page.read_bytes()
    assert client.head("/long.html", headers=GZIP).data == b""


@pytest.mark.parametrize("name", ["small.css", "picture.png", "large.json"])
def test_what_would_gain_nothing_or_too_much_goes_as_it_is(client, site_dir, name) -> None:
    size = {"small.css": 500, "picture.png": 5000, "large.json": LARGEST + 1}[name]
    (site_dir / name).write_bytes(b"1" * size)
    response = client.get(f"/{name}", headers=GZIP)
    assert "Content-Encoding" not in response.headers
    assert len(response.data) == size


def test_a_form_with_its_token_is_never_compressed(client) -> None:
    page = client.get("/forms/complaint", headers=GZIP)
    assert "csrf_token" in page.text
    assert "Content-Encoding" not in page.headers


def test_the_search_page_and_the_scripts_of_forms_are(client) -> None:
    for url in ("/search?q=工资", "/_forms/forms.js"):
        response = client.get(url, headers=GZIP)
        assert (response.status_code, response.headers["Content-Encoding"]) == (200, "gzip"), url
        assert gzip.decompress(response.data) == client.get(url).data


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("film.mp4", "video/mp4"), ("film.webm", "video/webm"), ("film.vtt", "text/vtt")],
)
@pytest.mark.parametrize(
    ("asked", "status", "content_range", "first", "length"),
    [
        (None, 200, None, 0, 1000),
        ("bytes=0-", 206, "bytes 0-999/1000", 0, 1000),
        ("bytes=100-199", 206, "bytes 100-199/1000", 100, 100),
        ("bytes=-10", 206, "bytes 990-999/1000", 990, 10),
        ("bytes=1000-", 416, "bytes */1000", 0, None),
    ],
)
def test_a_film_is_served_in_the_parts_that_a_player_asks_for(
    client, site_dir, name, media_type, asked, status, content_range, first, length
) -> None:
    data = bytes(n % 251 for n in range(1000))
    (site_dir / name).write_bytes(data)
    response = client.get(f"/{name}", headers={"Range": asked} if asked else {})
    assert (response.status_code, response.headers.get("Content-Range")) == (status, content_range)
    if length is not None:
        assert response.data == data[first : first + length]
        assert response.mimetype == media_type
        assert response.headers["Accept-Ranges"] == "bytes"
        assert "media-src 'self'" in response.headers["Content-Security-Policy"]


def test_a_part_of_a_film_that_changed_meanwhile_is_sent_whole(client, site_dir) -> None:
    """If-Range: two halves of different films must not be put together."""
    (site_dir / "film.mp4").write_bytes(b"old film")
    tag = client.get("/film.mp4").headers["ETag"]
    headers = {"Range": "bytes=0-2", "If-Range": tag}
    assert client.get("/film.mp4", headers=headers).status_code == 206
    (site_dir / "film.mp4").write_bytes(b"a new film")
    response = client.get("/film.mp4", headers=headers)
    assert (response.status_code, response.data) == (200, b"a new film")


def test_head_has_no_body(client) -> None:
    response = client.head("/")
    assert (response.status_code, response.data) == (200, b"")


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("/cases/ld-001", "/cases/ld-001/"),
        ("/cases/ld-001?print=1", "/cases/ld-001/?print=1"),
    ],
)
def test_a_directory_without_slash_redirects_within_the_site(client, url, target) -> None:
    response = client.get(url)
    assert response.status_code in (301, 308)
    assert response.headers["Location"] in (target, f"http://localhost{target}")


OUTSIDE = [
    "/../outside.txt", "/..%2foutside.txt", "/%2e%2e/outside.txt", "/cases/../../outside.txt",
    "/....//outside.txt", "/..\\outside.txt", "/..%5coutside.txt", "/%2e%2e%5coutside.txt",
    "/link.txt", "/.secret", "/_shell/index.html", "/_shell/", "/_shell", "/%00", "/a%00b",
    "/index.html/", "/index.html%00.txt", "/" + "a" * 5000, "/" + "a/" * 2000, "/empty/", "/nothing",
    "/~root", "/C:/windows", "/etc/passwd", "//etc/passwd", "/./.secret", "/%ff",
]  # fmt: skip


@pytest.mark.parametrize("url", OUTSIDE)
def test_what_is_not_in_the_site_does_not_exist(client, url: str) -> None:
    response = client.get(url, follow_redirects=True)
    assert response.status_code == 404
    assert "本站没有这一页" in response.get_data(as_text=True)
    assert "outside" not in response.get_data(as_text=True)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.sampled_from(["..", ".", "", "cases", "\\", "...", "~", "link.txt", "\0"]))
)
def test_no_path_leads_out(site_dir: Path, parts: list[str]) -> None:
    found = find_file(site_dir, "/".join(parts))
    assert found is None or found.is_relative_to(site_dir.resolve())


def test_without_a_built_site_there_is_a_plain_404(make_app, tmp_path: Path) -> None:
    response = make_app(site_dir=tmp_path / "none").test_client().get("/")
    assert response.status_code == 404
    assert "页面不存在" in response.get_data(as_text=True)


@pytest.mark.parametrize("path", ["//evil.example/..", "//cases/ld-001", "///cases//ld-001"])
def test_several_slashes_never_lead_to_another_host(client, path: str) -> None:
    response = client.get("/", environ_overrides={"PATH_INFO": path})
    location = response.headers.get("Location", "/")
    assert urlsplit(location).netloc in ("", "localhost")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_refused(client, method: str) -> None:
    response = client.open("/cases/ld-001/", method=method)
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]


@pytest.fixture
def addresses(site_dir: Path) -> None:
    page = site_dir / "cases/gone/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<title>已撤下</title>", encoding="utf-8")
    text = '{"gone": ["cases/gone/"], "moved": {"cases/old/": "cases/ld-001/"}}'
    (site_dir / "_shell/addresses.json").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("url", ["/cases/gone/", "/cases/gone/index.html"])
def test_what_was_withdrawn_is_gone_and_says_so(client, addresses, url) -> None:
    response = client.get(url)
    assert response.status_code == 410
    assert "已撤下" in response.get_data(as_text=True)


@pytest.mark.parametrize("url", ["/cases/old/", "/cases/old", "/cases/old/index.html"])
def test_former_address_leads_to_todays(client, addresses, url) -> None:
    response = client.get(f"{url}?a=1")
    assert response.status_code == 301
    assert response.headers["Location"].endswith("/cases/ld-001/?a=1")


def test_other_pages_are_as_before(client, addresses) -> None:
    assert client.get("/cases/ld-001/").status_code == 200
    assert client.get("/_shell/addresses.json").status_code == 404


def test_damaged_list_of_addresses_takes_nothing_down(client, addresses, site_dir: Path) -> None:
    (site_dir / "_shell/addresses.json").write_text("{", encoding="utf-8")
    assert client.get("/cases/gone/").status_code == 200
