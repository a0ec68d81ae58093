"""Every HTML file of the site that this repository's own content makes."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from district import load_site_config
from publisher.model.fields import CHINA
from publisher.model.kinds import DOCUMENT_KINDS
from publisher.model.loader import load_library
from publisher.model.retirement import retire_past_hearings
from publisher.outputs.documents import is_searchable
from publisher.outputs.law_records import LAW
from publisher.parallel import without_garbage_collection
from publisher.project import find_project
from publisher.rendering.style_sheet import icon_sprite
from tests import moments
from tests.publisher.site_project import (
    ROOT,
    SELFHELP_KINDS,
    THEME_DIRS,
    by_class,
    texts,
    words,
)

BACKEND = re.compile(
    r"/(activities(/|$)|forms(/|$)|bookings(/|$)|subscriptions(/|$)|booklets(/|$)|status$|search$|healthz$)"
)
"""Addresses that the server answers, not a file."""

HOST = "http://site.test"
SHELL_SLOTS = ("<!--fabu:title-->", "<!--fabu:content-->")

Pages = dict[str, Element]


@pytest.fixture(scope="module")
def sources(real_site: Path) -> dict[str, str]:
    """Path below the site's root → HTML."""
    return {
        file.relative_to(real_site).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(real_site.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def parsed_pages(sources: dict[str, str]) -> tuple[Pages, dict[str, list[str]]]:
    """The pages as trees, and what a strict HTML parser complained about."""
    trees, errors = {}, {}
    with without_garbage_collection():
        for name, html in sources.items():
            parser = html5lib.HTMLParser(namespaceHTMLElements=False)
            trees[name] = parser.parse(html)
            errors[name] = [f"{line}: {code}" for (line, _), code, _ in parser.errors]
    return trees, errors


@pytest.fixture(scope="module")
def pages(parsed_pages: tuple[Pages, dict[str, list[str]]]) -> Pages:
    return parsed_pages[0]


def elements(tree: Element, *tags: str) -> list[Element]:
    return [e for e in tree.iter() if e.tag in tags]


def wrong(pages: Pages, is_right) -> list[str]:
    """Names of the pages for which a rule does not hold."""
    return [name for name, tree in pages.items() if not is_right(tree)]


def test_site_has_every_page_kind(pages):
    for name in (
        "index.html",
        "404.html",
        "_shell/index.html",
        "cases/index.html",
        "sitemap/index.html",
        "policies/index.html",
        "health-checks/index.html",
        "hearings/index.html",
        "guides/index.html",
        "topics/index.html",
        "about/index.html",
        "handbook/index.html",
        "find/index.html",
        "find/unpaid-goods/sme/index.html",
        "tools/court-fee/index.html",
        "papers/demand-letter/index.html",
    ):
        assert name in pages
    assert len(pages) > 150


def test_html_has_no_error(parsed_pages):
    assert {name: found for name, found in parsed_pages[1].items() if found} == {}


def test_every_page_says_its_language_and_title(pages):
    assert wrong(pages, lambda tree: tree.get("lang") == "zh-CN") == []
    titles = {name: words(elements(tree, "title")[0]) for name, tree in pages.items()}
    assert [name for name, title in titles.items() if not title] == []


def test_titles_tell_pages_apart(pages):
    titles = Counter(words(elements(tree, "title")[0]) for tree in pages.values())
    assert [title for title, count in titles.items() if count > 1] == []


def test_every_page_has_exactly_one_top_heading(pages):
    frames = {name: tree for name, tree in pages.items() if name != "_shell/index.html"}
    assert wrong(frames, lambda tree: len(elements(tree, "h1")) == 1) == []
    assert elements(pages["_shell/index.html"], "h1") == []  # the form brings its own


def test_heading_levels_never_skip(pages):
    def in_order(tree):
        main = elements(tree, "main")[0]
        levels = [int(e.tag[1]) for e in elements(main, "h1", "h2", "h3", "h4", "h5", "h6")]
        return all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))

    assert wrong(pages, in_order) == []


def test_ids_are_unique(pages):
    for name, tree in pages.items():
        ids = Counter(e.get("id") for e in tree.iter() if e.get("id"))
        assert [key for key, count in ids.items() if count > 1] == [], name


def test_labels_point_at_something(pages):
    for name, tree in pages.items():
        ids = {e.get("id") for e in tree.iter()}
        named = [key for e in tree.iter() for key in (e.get("aria-labelledby") or "").split()]
        named += [e.get("for") for e in elements(tree, "label")]
        assert [key for key in named if key not in ids] == [], name


def test_every_page_has_its_frame(pages):
    def framed(tree):
        skip = by_class(tree, "skip")
        main = elements(tree, "main")
        return (
            len(main) == 1
            and main[0].get("id") == "main"
            and len(skip) == 1
            and skip[0].get("href") == "#main"
            and len(by_class(tree, "site-head")) == 1
        )

    assert wrong(pages, framed) == []


def test_footer_has_what_the_standard_asks_for(pages):
    """DOMAIN §1.2."""
    site = load_site_config(ROOT / "site_config").site
    expected = [
        site.organiser,
        site.undertaker,
        site.address,
        site.phone,
        site.icp,
        site.police_record,
        f"网站标识码 {site.site_id_code}",
        "网站地图",
        "网站找错",
        *(line.number for line in site.hotlines),
    ]
    for name, tree in pages.items():
        (footer,) = by_class(tree, "site-foot")
        shown = words(footer)
        assert [item for item in expected if item not in shown] == [], name


def test_a_content_security_policy_can_forbid_inline_code(pages):
    for name, tree in pages.items():
        for element in tree.iter():
            if not isinstance(element.tag, str):
                continue
            assert "style" not in element.keys(), name  # noqa: SIM118 - an Element, not a dict
            assert not [key for key in element.keys() if key.startswith("on")], name  # noqa: SIM118
            assert not element.get("href", "").startswith("javascript:"), name
            if element.tag == "script" and not element.get("src"):
                assert element.get("type") in ("application/ld+json", "application/json"), (
                    name
                )  # data
            assert element.tag not in ("style", "iframe", "object", "embed"), name


LOADED = {
    "script": "src",
    "img": "src",
    "use": "href",
    "source": "src",
    "iframe": "src",
    "input": "src",
}
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}


def test_nothing_is_loaded_from_another_host(pages, real_site):
    for name, tree in pages.items():
        loaded = [
            e.get(LOADED[e.tag]) for e in tree.iter() if e.tag in LOADED and e.get(LOADED[e.tag])
        ]
        loaded += [e.get("href") for e in elements(tree, "link") if e.get("rel") in LOADED_LINKS]
        assert loaded, name
        assert [target for target in loaded if re.match(r"(https?:)?//|data:", target)] == [], name
    scripts = "".join(f.read_text(encoding="utf-8") for f in real_site.rglob("assets/fabu/*.js"))
    assert re.findall(r"import[^;\n]*[\"']https?://", scripts) == []


def targets(tree: Element):
    for element in tree.iter():
        for attribute in ("href", "src", "action", "data-facets"):
            target = element.get(attribute) if isinstance(element.tag, str) else None
            if target is not None:
                yield target


@pytest.fixture(scope="module")
def files(real_site):
    return {f.relative_to(real_site).as_posix() for f in real_site.rglob("*") if f.is_file()}


def file_of(path: str) -> str:
    plain = unquote(path).lstrip("/")
    return f"{plain}index.html" if plain == "" or plain.endswith("/") else plain


def test_every_internal_link_leads_somewhere(pages, files):
    own = load_site_config(ROOT / "site_config").site.base_url
    dead = set()
    for name, tree in pages.items():
        here = f"{HOST}/{name.removesuffix('index.html')}"
        for found in targets(tree):
            target = found.replace("<!--fabu:bundle-->", "main")  # the backend names it
            whole = f"{HOST}/{target.removeprefix(own)}" if target.startswith(own) else target
            address = urlsplit(urljoin(here, whole))
            if f"{address.scheme}://{address.netloc}" != HOST or BACKEND.match(address.path):
                continue
            if file_of(address.path) not in files:
                dead.add((name, target))
    assert sorted(dead) == []


def test_every_anchor_leads_to_an_id(pages):
    ids = {name: {e.get("id") for e in tree.iter()} for name, tree in pages.items()}
    icons = set(re.findall(r'<symbol id="([^"]+)"', icon_sprite(THEME_DIRS)))
    dead = set()
    for name, tree in pages.items():
        here = f"{HOST}/{name.removesuffix('index.html')}"
        for target in targets(tree):
            address = urlsplit(urljoin(here, target))
            if not address.fragment or f"{address.scheme}://{address.netloc}" != HOST:
                continue
            file = name if target.startswith("#") else file_of(address.path)
            known = icons if file.endswith("icons.svg") else ids.get(file, set())
            if unquote(address.fragment) not in known:
                dead.add((name, target))
    assert sorted(dead) == []


def test_pages_lie_one_click_from_another(pages):
    """Whoever starts at the home page and follows links comes to every page."""
    reached, waiting = set(), ["index.html"]
    while waiting:
        name = waiting.pop()
        if name in reached or name not in pages:
            continue
        reached.add(name)
        here = f"{HOST}/{name.removesuffix('index.html')}"
        for element in elements(pages[name], "a"):
            address = urlsplit(urljoin(here, element.get("href", "")))
            if address.netloc == urlsplit(HOST).netloc:
                waiting.append(file_of(address.path))
    assert sorted(pages.keys() - reached) == [
        "404.html",
        "_shell/index.html",
        "_shell/unavailable.html",
    ]


@pytest.fixture(scope="module")
def library():
    folders = find_project(ROOT)
    library, _ = load_library(folders, load_site_config(ROOT / "site_config"))
    return retire_past_hearings(
        library.live(moments.now().astimezone(CHINA)), moments.now().astimezone(CHINA)
    )


def test_every_published_document_has_its_page(library, pages):
    documents = list(library.documents())
    assert len(documents) > 80
    for entry in documents:
        tree = pages[f"{entry.url}index.html"]
        assert words(elements(tree, "h1")[0]) == " ".join(entry.document.title.split())


def test_every_plain_page_is_published(library, pages):
    for entry in library.entries:
        if entry.kind not in DOCUMENT_KINDS:
            assert f"{entry.url}index.html" in pages


def test_every_article_shows_its_dates_source_and_editor(library, pages):
    """DOMAIN §1.2: 显示发布时间 YYYY-MM-DD HH:MM、来源、责任编辑."""
    for entry in library.documents():
        tree = pages[f"{entry.url}index.html"]
        shown = words(elements(tree, "article")[0])
        assert re.search(r"发布时间：\d{4}-\d\d-\d\d", shown), entry.id
        assert f"来源：{entry.document.source.name}" in shown, entry.id
        assert f"责任编辑：{entry.document.editor}" in shown, entry.id


def meta(tree):
    return {e.get("name"): e.get("content") for e in elements(tree, "meta") if e.get("name")}


def test_meta_tags_follow_the_class_of_the_page(library, pages):
    for name, tree in pages.items():
        assert {"SiteName", "SiteDomain", "SiteIDCode"} <= meta(tree).keys(), name
    for entry in library.documents():
        tags = meta(pages[f"{entry.url}index.html"])
        assert {
            "ColumnName",
            "ColumnType",
            "ArticleTitle",
            "PubDate",
            "ContentSource",
        } <= tags.keys()
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", tags["PubDate"]), entry.id
    assert not {"ColumnName", "ArticleTitle"} & meta(pages["index.html"]).keys()


def test_structured_data_is_valid_json(pages):
    for name, tree in pages.items():
        for script in elements(tree, "script"):
            if script.get("type") == "application/ld+json":
                assert (
                    json.loads("".join(texts(script, frozenset())))["@context"]
                    == "https://schema.org"
                ), name


def test_pictures_have_words_and_buttons_have_names(pages):
    for name, tree in pages.items():
        assert [e for e in elements(tree, "img") if e.get("alt") is None] == [], name
        unnamed = [
            e
            for e in elements(tree, "button", "a")
            if not words(e) and not e.get("aria-label") and not elements(e, "img")
        ]
        assert unnamed == [], name


def test_external_links_are_marked(pages):
    for name, tree in pages.items():
        for link in elements(tree, "a"):
            if re.match(r"https?://", link.get("href", "")) and "127.0.0.1" not in link.get("href"):
                assert "external" in link.get("class", "").split(), (name, link.get("href"))
                assert "noopener" in link.get("rel", ""), name


def test_shell_has_the_slots_that_the_forms_fill(sources):
    shell = sources["_shell/index.html"]
    for slot in SHELL_SLOTS:
        assert slot in shell
    others = "".join(html for name, html in sources.items() if name != "_shell/index.html")
    assert not any(slot in others for slot in SHELL_SLOTS)


def test_page_of_any_address_links_from_the_root(pages):
    for name in ("404.html", "_shell/index.html", "_shell/unavailable.html"):
        relative = [t for t in targets(pages[name]) if not re.match(r"/|#|https?:|mailto:|tel:", t)]
        assert relative == [], name


def test_words_of_every_body_are_found(library, pages, real_site):
    lines = (real_site.parent / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    found = {
        r["id"]: re.sub(r"[\s|]+", "", r["title"] + r["text"])
        for r in map(json.loads, lines)
        if r["kind"] not in {*SELFHELP_KINDS, LAW}
    }
    searchable = [entry for entry in library.documents() if is_searchable(entry)]
    assert found.keys() == {entry.id for entry in searchable}
    blocks = 0
    for entry in searchable:
        for part in by_class(pages[f"{entry.url}index.html"], "prose"):
            for block in elements(part, "p", "h2", "h3", "td", "th", "dt", "dd"):
                text = re.sub(r"\s+", "", "".join(texts(block, frozenset({"sup"})))).replace(
                    "↩", ""
                )
                assert text in found[entry.id], entry.id
                blocks += 1
    assert blocks > 1000


def test_small_pages_for_slow_links(sources):
    """A document's page stays well below what a phone on a slow link loads in a second."""
    sizes = {name: len(html.encode()) for name, html in sources.items()}
    assert {name: size for name, size in sizes.items() if size > 150_000} == {}
