"""`mkdocs build` works as everyone expects, and gives what `fabu build` gives."""

import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from tests.publisher.manuscripts import CASE, PAGE, text_of
from tests.publisher.site_project import by_class, case, parsed, site_project, words, write

CONTACT = """---
title: 联系我们
summary: 怎么联系。
status: published
---

## 地址

见[未签合同案](../../cases_library/2026/ld-unsigned.md#裁判结果)、[关于本站](index.md)、[投诉](/forms/complaint)、
[最高人民法院](https://www.court.gov.cn/)和[投诉表](../assets/templates/complaint.md)。

申请表上的 <姓名> 要填全。

| 事项 | 时限 |
|---|---|
| 受理 | 5 日 |
"""


def run(command, *args, cwd):
    script = Path(sys.executable).parent / command
    return subprocess.run([script, *args], capture_output=True, text=True, check=False, cwd=cwd)


def mkdocs(folders, *args):
    return run("mkdocs", "build", *args, cwd=folders.root)


def fabu(folders, *args):
    return run("fabu", *args, cwd=folders.root)


def pages(site):
    return {page.relative_to(site).as_posix(): page.read_bytes() for page in site.rglob("*.html")}


@pytest.fixture
def folders(tmp_path):
    made = site_project(tmp_path / "project")
    write(made, {"content/about/contact.md": CONTACT})
    return made


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The same project built by either command."""
    made = site_project(tmp_path_factory.mktemp("both") / "project")
    write(made, {"content/about/contact.md": CONTACT} | case("draft", status="draft"))
    by_mkdocs = mkdocs(made, "-d", str(made.root / "by-mkdocs" / "site"))
    assert by_mkdocs.returncode == 0, by_mkdocs.stderr
    by_fabu = fabu(made, "build", "--site-dir", "by-fabu/site")
    assert by_fabu.returncode == 0, by_fabu.stderr
    return made


def test_both_commands_write_the_same_pages(both):
    one, other = pages(both.root / "by-mkdocs/site"), pages(both.root / "by-fabu/site")
    assert sorted(one) == sorted(other)
    assert "cases/ld-unsigned/index.html" in one
    assert [name for name in one if one[name] != other[name]] == []


def test_both_commands_write_the_same_documents(both):
    one, other = (
        (both.root / folder / "documents.jsonl").read_bytes() for folder in ("by-mkdocs", "by-fabu")
    )
    assert one == other


def page(both, url):
    return parsed((both.root / "by-fabu/site" / url / "index.html").read_text(encoding="utf-8"))


def links(tree):
    return [e.get("href") for e in tree.iter() if e.tag == "a"]


def test_cases_are_in_no_navigation(both):
    for url in ("about", "about/contact", "guides/complaint-guide", "cases/practice"):
        tree = page(both, url)
        for nav in (e for e in tree.iter() if e.tag == "nav" and e.get("class") != "siblings"):
            assert not [
                href for href in links(nav) if "cases/" in href and not href.endswith("cases/")
            ]


def test_side_menu_of_a_plain_page_is_its_section_of_mkdocs_yml(both):
    (menu,) = by_class(page(both, "about"), "sidebar")
    assert links(menu) == ["../about/"]
    assert by_class(page(both, "about/contact"), "sidebar") == []  # stands in no menu


def test_plain_pages_follow_the_rules_of_documents(both):
    tree = page(both, "about/contact")
    (prose,) = by_class(tree, "prose")
    assert links(prose) == [
        "../../cases/ld-unsigned/#裁判结果",
        "../../about/",
        "../../forms/complaint",
        "https://www.court.gov.cn/",
        "../../assets/templates/complaint.md",
    ]
    assert [e.get("href") for e in by_class(prose, "external")] == ["https://www.court.gov.cn/"]
    assert "申请表上的 <姓名> 要填全。" in words(prose)
    assert by_class(prose, "table")


def test_forms_to_download_are_copied_even_as_markdown(both):
    copied = both.root / "by-fabu/site/assets/templates/complaint.md"
    assert copied.read_text(encoding="utf-8").startswith("# 投诉表")


def test_home_page_is_made_from_documents_though_content_has_an_index(both):
    assert "最新案例" in words(page(both, ""))
    assert (both.root / "content/index.md").exists()


def test_home_page_stays_so_in_later_builds(both):
    assert fabu(both, "build", "--site-dir", "by-fabu/site").returncode == 0
    assert "最新案例" in words(page(both, ""))


def test_site_has_nothing_of_materials_own_scripts(both):
    names = {path.name for path in (both.root / "by-fabu/site").rglob("*.js")}
    assert not [name for name in names if name.startswith(("bundle.", "search."))]
    folder = both.root / "by-fabu/site/search"
    assert [path.name for path in folder.iterdir()] == ["index.html"]  # no search_index.json


def test_html_in_a_manuscript_stops_the_build(folders):
    write(folders, {"content/about/contact.md": f"{CONTACT}\n<script>alert(1)</script>\n"})
    result = mkdocs(folders)
    assert result.returncode == 1
    assert "B508 HTML 标签“<script>”" in result.stdout + result.stderr
    assert not (folders.root / "site").exists()


def test_broken_manuscript_fails_mkdocs_build_at_its_line(folders):
    write(folders, {CASE: text_of(CASE).replace("stage: 一审", "stage: 九审")})
    result = mkdocs(folders)
    assert result.returncode != 0
    assert f"{CASE}:14: C204" in result.stderr
    assert "Traceback" not in result.stderr
    assert not list(folders.root.rglob("*.html"))
    assert not (folders.root / "documents.jsonl").exists()


def test_wrong_folder_of_cases_is_named(folders):
    path = folders.root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8").replace(
        "  - fabu\n", "  - fabu:\n      cases_dir: nowhere\n"
    )
    path.write_text(text, encoding="utf-8")
    result = mkdocs(folders)
    assert result.returncode != 0
    assert "nowhere" in result.stderr
    assert "cases_dir" in result.stderr


def in_process(folders, command):
    config = load_config(str(folders.root / "mkdocs.yml"), site_dir=str(folders.root / "site"))
    config.plugins.on_startup(command=command, dirty=False)
    mkdocs_build(config)
    return config


def test_preview_shows_drafts_as_such(folders):
    write(folders, case("draft", title="未发布的案例", status="draft"))
    config = in_process(folders, "serve")
    html = (folders.root / "site/cases/draft/index.html").read_text(encoding="utf-8")
    assert "草稿" in html
    assert str(folders.cases) in config.watch
    assert str(folders.root / "site_config") in config.watch


def test_build_leaves_drafts_out(folders):
    write(folders, case("draft", status="draft"))
    page_text = text_of(PAGE).replace("status: published", "status: draft")
    write(folders, {"content/about/secret.md": page_text})
    in_process(folders, "build")
    assert not (folders.root / "site/cases/draft").exists()
    assert not (folders.root / "site/about/secret").exists()
    assert (folders.root / "site/about/index.html").exists()
