"""The frame from the built site."""

from __future__ import annotations

import os
from pathlib import Path

import html5lib
import pytest

from forms_backend.public.rendering import SCRIPTS
from forms_backend.public.shell import SCRIPT, Shell
from publisher.rendering.scripts import scripts


def test_title_is_escaped_and_content_put_into_main(site_dir: Path) -> None:
    page = Shell(site_dir, "x").render("<a> & b", "<p>内容 <!--fabu:title--></p>")
    assert "<title>&lt;a&gt; &amp; b - 示例站</title>" in page
    assert '<main id="main"><p>内容 <!--fabu:title--></p></main>' in page


def test_a_title_slot_in_an_attribute_is_filled_too(site_dir: Path) -> None:
    path = site_dir / "_shell" / "index.html"
    text = path.read_text("utf-8").replace(
        "</head>", '<meta property="og:title" content="&lt;!--fabu:title--&gt;"></head>'
    )
    path.write_text(text, "utf-8")
    assert 'content="投诉"' in Shell(site_dir, "x").render("投诉", "")


@pytest.mark.parametrize(
    ("room", "shown"), [("search", "search"), ("", ""), ('"><', "&quot;&gt;&lt;")]
)
def test_the_room_of_a_page_is_said_to_the_style_sheet(
    site_dir: Path, room: str, shown: str
) -> None:
    path = site_dir / "_shell" / "index.html"
    marked = path.read_text("utf-8").replace("<body>", '<body data-room="&lt;!--fabu:room--&gt;">')
    path.write_text(marked, "utf-8")
    assert f'<body data-room="{shown}">' in Shell(site_dir, "x").render("t", "", room)


def test_a_new_build_is_noticed(site_dir: Path) -> None:
    shell = Shell(site_dir, "x")
    assert "页头" in shell.render("t", "c")
    path = site_dir / "_shell" / "index.html"
    path.write_text(path.read_text("utf-8").replace("页头", "新的页头"), "utf-8")
    os.utime(path, ns=(1, 1))
    assert "新的页头" in shell.render("t", "c")


def test_without_a_site_there_is_a_minimal_valid_page(tmp_path: Path) -> None:
    page = Shell(tmp_path / "none", "名<称").render("标题", "<h1>标题</h1>")
    html5lib.HTMLParser(strict=True).parse(page)
    assert "<title>标题 - 名&lt;称</title>" in page
    assert '<main id="main"><h1>标题</h1></main>' in page


def test_a_shell_without_slots_is_not_used(site_dir: Path) -> None:
    (site_dir / "_shell" / "index.html").write_text("<html>half", "utf-8")
    assert "<h1>x</h1>" in Shell(site_dir, "名").render("t", "<h1>x</h1>")


@pytest.mark.parametrize(("room", "script"), [("search", "main-search"), ("", "main")])
def test_a_page_loads_the_script_of_its_room(site_dir: Path, room: str, script: str) -> None:
    path = site_dir / "_shell" / "index.html"
    tag = '<script type="module" src="/assets/fabu/<!--fabu:bundle-->.js?v=1"></script>'
    path.write_text(path.read_text("utf-8").replace("</head>", f"{tag}</head>"), "utf-8")
    page = Shell(site_dir, "x").render("t", "", room, SCRIPTS.get(room, SCRIPT))
    assert f'src="/assets/fabu/{script}.js?v=1"' in page
    assert f"{SCRIPTS.get(room, SCRIPT)}.js" in scripts()
