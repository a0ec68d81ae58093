import re
from xml.etree import ElementTree as ET

import pytest

from publisher.rendering.environment import THEME_DIR
from publisher.rendering.style_sheet import (
    ICONS,
    SHEETS,
    STYLES_DIR,
    brand_properties,
    icon_sprite,
    mixed,
    style_sheet,
    with_least_size,
    without_spare,
    write_style_sheet,
)
from tests.publisher.site_project import ROOT, THEME_DIRS

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("colour", "other", "share", "result"),
    [
        ((0, 0, 0), (255, 255, 255), 0.5, "#808080"),
        ((29, 79, 145), (0, 0, 0), 0, "#1d4f91"),
        ((29, 79, 145), (255, 255, 255), 1, "#ffffff"),
    ],
)
def test_tints_are_mixed(colour, other, share, result):
    assert mixed(colour, other, share) == result


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_district_colour_and_its_tints_go_from_dark_to_light(config):
    found = dict(re.findall(r"(--[\w-]+):(#[0-9a-f]{6})", brand_properties(config.site)))
    assert found["--brand"] == config.site.theme_color
    order = [found[name] for name in ("--brand-deep", "--brand", "--brand-light", "--brand-weak")]
    assert sorted(order, key=luminance) == order


def test_another_colour_gives_another_sheet(config):
    red = config.site.model_copy(update={"theme_color": "#a61b29"})
    assert "#a61b29" in style_sheet(red)
    assert config.site.theme_color not in style_sheet(red)


def test_every_sheet_is_part_of_the_one_sheet(config):
    assert {file.stem for file in STYLES_DIR.glob("*.css")} == {*SHEETS, "print"}
    whole = style_sheet(config.site)
    assert whole.count("{") == whole.count("}")
    for name in SHEETS:
        css = (STYLES_DIR / f"{name}.css").read_text(encoding="utf-8")
        assert with_least_size(without_spare(css)) in whole


def test_small_letters_have_a_least_size_and_large_ones_stay():
    css = with_least_size("a{font-size:.7rem;color:red}b{font-size:1.2rem}c{font-size:.9em}")
    assert css == (
        "a{font-size:.7rem;font-size:max(.7rem,var(--least,0px));color:red}"
        "b{font-size:1.2rem}c{font-size:.9em}"
    )


def test_letters_smaller_than_those_around_them_have_a_size_of_their_own_for_elders():
    """Of shares of a size nobody knows how small they become; on paper others read."""
    rule = re.compile(r"([^{}]+)\{(?:[^{}]*;)?font-size:([^;}]+)")
    found = {
        name: rule.findall(without_spare((STYLES_DIR / f"{name}.css").read_text(encoding="utf-8")))
        for name in SHEETS
    }
    share = re.compile(r"0?\.\d+em|\d\d%|smaller")
    small = {
        one
        for name in {*SHEETS} - {"print", "elder"}
        for selectors, size in found[name]
        if share.fullmatch(size)
        for one in selectors.split(",")
    }
    fitted = {
        one.removeprefix('[data-mode="elder"] ')
        for selectors, size in found["elder"]
        if size in {"inherit", "1em"} or re.fullmatch(r"max\(\.\d+em,var\(--least\)\)", size)
        for one in selectors.split(",")
    }
    assert {"sub", "sup", "small", ".external::after", ".prose code"} <= small
    assert small <= fitted


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (
            "/* why\n*/ a > b :hover { color : red; margin: 0 1px }",
            "a > b :hover{color :red;margin:0 1px}",
        ),
        (
            "@media (max-width: 47.99em) {\n  a, b { c: d; }\n}",
            "@media (max-width:47.99em){a,b{c:d}}",
        ),
        ('a::before { content: "{ ; :  }"; }', 'a::before{content:"{ ; :  }"}'),
        ("a { width: calc(100% - 2 * .5rem); }", "a{width:calc(100% - 2 * .5rem)}"),
        ("a { transition: none !important; }", "a{transition:none !important}"),
        ("a { content: 'x;  y: z' ; }", "a{content:'x;  y: z'}"),
        (r"""a { content: 'it\'s  "; }' }""", r"""a{content:'it\'s  "; }'}"""),
        ('a { content: "/* x */ b"; }', 'a{content:"/* x */ b"}'),
        ("/* it's */ a { b: c; } /* isn't */", "a{b:c}"),
        ("a { margin: 0/**/auto; }", "a{margin:0 auto}"),
        ("a { content: /* why */ 'x' /* not */; }", "a{content:'x'}"),
        ("a { --e: ; --f: /* none */; b: c; --g: ; }", "a{--e: ;--f: ;b:c;--g: }"),
        ("a { background: url(/a/*/b.svg) , none; }", "a{background:url(/a/*/b.svg),none}"),
    ],
)
def test_only_what_means_nothing_is_left_out(css, kept):
    assert without_spare(css) == kept + "\n"


def test_print_rules_hold_on_paper_only(config):
    before, _, paper = style_sheet(config.site).rpartition("@media print{")
    assert "@page" in before
    assert "@page" not in paper
    assert ".site-head" in paper


def test_sheet_loads_nothing_from_elsewhere(config):
    assert re.findall(r"@import|url\(\s*['\"]?(?:https?:)?//", style_sheet(config.site)) == []


def used_icons():
    """Icons that templates and scripts name, those of the forms included."""
    found = set()
    for folder, ending in ((THEME_DIR, "html"), (ROOT / "forms_backend", "html")):
        for file in folder.rglob(f"*.{ending}"):
            text = file.read_text(encoding="utf-8")
            found |= set(re.findall(r"\bicon\(\s*[\"']([\w-]+)[\"']", text))
            found |= set(re.findall(r"icons\.svg#([\w-]+)", text))
    for file in (*THEME_DIR.rglob("*.js"), *(ROOT / "forms_backend").rglob("*.js")):
        text = file.read_text(encoding="utf-8")
        found |= set(re.findall(r"icons\.svg#([\w-]+)", text))
        table = re.search(r"const BUTTONS = \[(.*?)\n\];", text, re.DOTALL)
        if table:
            rows = re.findall(r"^\s*\[(.*)\],?$", table[1], re.MULTILINE)
            names = [re.findall(r"\"[^\"]*\"|null", row)[2:3] for row in rows]
            found |= {name[0].strip('"') for name in names if name and name[0] != "null"}
    return found


def test_sprite_has_every_icon_that_pages_use_and_no_other():
    assert used_icons() == set(ICONS)


def test_sprite_is_one_file_of_symbols():
    root = ET.fromstring(icon_sprite(THEME_DIRS))  # noqa: S314 - our own file
    assert [symbol.get("id") for symbol in root.findall(f"{SVG}symbol")] == list(ICONS)
    assert all(symbol.get("viewBox") and len(symbol) for symbol in root)


def test_unknown_icon_is_an_error(monkeypatch):
    monkeypatch.setattr("publisher.rendering.style_sheet.ICONS", ("no-such-icon",))
    with pytest.raises(FileNotFoundError):
        icon_sprite(THEME_DIRS)


def test_both_files_are_written_where_pages_look_for_them(config, tmp_path):
    for name in write_style_sheet(config.site, THEME_DIRS, tmp_path):
        assert (tmp_path / name).stat().st_size > 1000
