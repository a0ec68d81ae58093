from unittest.mock import patch

import pytest
from jinja2 import Environment, FileSystemLoader, UndefinedError

from district import FabuError, load_site_config
from law.registry import load_registry
from publisher.pages.view import PageClass, PageView, column_view, document_view
from publisher.rendering import environment
from publisher.rendering.environment import CompiledTemplates, make_environment, root_of
from tests.publisher.manuscripts import CASE, text_of
from tests.publisher.site_project import THEME_DIRS, library_of, with_keys, write
from tests.reference import SITE_CONFIG


@pytest.mark.parametrize(
    ("url", "root"),
    [
        ("", "./"),
        ("cases/", "../"),
        ("cases/a/", "../../"),
        ("cases/area/labour/page/2/", "../../../../../"),
        (None, "/"),
    ],
)
def test_way_back_to_the_root(url, root):
    assert root_of(url, load_site_config(SITE_CONFIG).site) == root


def test_a_page_shown_at_any_address_starts_where_the_site_begins():
    site = load_site_config(SITE_CONFIG).site
    below = site.model_validate(site.model_dump() | {"url": "https://www.example.gov.cn/fazhi/"})
    assert root_of(None, below) == "/fazhi/"
    assert root_of("cases/", below) == "../"


@pytest.fixture
def made(library_ok):
    _, config = library_of(library_ok)
    return make_environment(THEME_DIRS, config), config


def test_page_of_any_address_is_rooted_at_the_domain(made):
    env, _ = made
    view = PageView(url=None, title="t", description="d", page_class=PageClass.COLUMN)
    html = env.get_template("404.html").render(view=view)
    assert 'href="/assets/fabu/fabu.css' in html
    assert 'href="/sitemap/"' in html


def test_what_authors_write_is_escaped(library_ok):
    title = "“</title><script>alert(1)</script>”"
    write(
        library_ok,
        {CASE: with_keys(text_of(CASE), title=title, summary='“"><img src=x onerror=alert(1)>”')},
    )
    library, config = library_of(library_ok)
    entry = library.by_id["ld-unsigned"]
    env = make_environment(THEME_DIRS, config)
    view = document_view(config.site, entry, ({"headline": title},))
    html = env.get_template("article.html").render(
        view=view, document=entry.document, facts=(), toc=(), content="<b>"
    )
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;b&gt;" in html


def test_missing_value_in_a_template_is_loud(made):
    env, config = made
    with pytest.raises(UndefinedError):
        env.get_template("list.html").render(view=column_view(config.site, "cases"))


def test_frame_marks_the_column_one_is_in(made):
    env, config = made
    for key in ("cases", "guides", "cases"):
        html = env.globals["frame_part"]("header", "../", column_view(config.site, key))
        marked = html.partition(' aria-current="true"')[0].rpartition("<a ")[2]
        assert marked == f'href="../{key}/"'


def test_without_material_the_error_says_what_to_do(library_ok, tmp_path):
    _, config = library_of(library_ok)
    with pytest.raises(FabuError, match="make install"):
        make_environment((THEME_DIRS[0], str(tmp_path)), config)


def test_version_of_assets_changes_with_scripts_sheets_and_colour(
    library_ok, tmp_path, monkeypatch
):
    _, config = library_of(library_ok)
    monkeypatch.setattr(environment, "MODULES", tmp_path)
    (tmp_path / environment.FIRST).touch()

    def version(site):
        return environment.asset_version(site, THEME_DIRS)

    versions = [version(config.site)]
    (tmp_path / environment.FIRST).write_text("1", encoding="utf-8")
    versions.append(version(config.site))
    monkeypatch.setattr(environment, "scripts", lambda: {"main.js": "other"})
    versions.append(version(config.site))
    versions.append(version(config.site.model_copy(update={"theme_color": "#7a1f1f"})))
    monkeypatch.setattr(environment, "style_sheet", lambda site: "other")
    versions.append(version(config.site))
    assert len(set(versions)) == 5


def test_citations_are_recognised_by_the_laws_of_the_project(library_ok, tmp_path):
    """With a laws.yml of its own, pages show what the checks know."""
    _, config = library_of(library_ok)
    text = "依劳动合同法第十条、第八十二条办理。"
    assert make_environment(THEME_DIRS, config).globals["cited_laws"](text)[0].articles == (
        ("第十条、第八十二条", "laws/laodonghetongfa/10/"),
    )
    (tmp_path / "laws.yml").write_text(
        "instruments: [{title: 示例市养犬管理条例, kind: 地方性法规, source: 公报}]\n",
        encoding="utf-8",
    )
    own = make_environment(THEME_DIRS, config, load_registry(tmp_path))
    (dogs,) = own.globals["cited_laws"]("依照《示例市养犬管理条例》第三条处理。")
    assert dogs.articles == (("第三条", "laws/shilishiyangquanguanlitiaoli/3/"),)


def test_what_was_compiled_is_kept_for_another_process_as_long_as_the_text_is_the_same(tmp_path):
    def made_with(cache):
        loader = FileSystemLoader(tmp_path)
        return Environment(loader=loader, autoescape=True, bytecode_cache=cache)

    (tmp_path / "a.html").write_text("一{{ 1 }}", encoding="utf-8")
    first, second = CompiledTemplates(), CompiledTemplates()
    assert made_with(first).get_template("a.html").render() == "一1"
    second.take(first.packed())
    assert second.packed() == first.packed()
    with patch.object(Environment, "compile", side_effect=AssertionError):
        assert made_with(second).get_template("a.html").render() == "一1"
    (tmp_path / "a.html").write_text("二{{ 2 }}", encoding="utf-8")
    assert made_with(second).get_template("a.html").render() == "二2"
