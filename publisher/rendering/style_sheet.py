"""The site's one style sheet and its icons, made from publisher/styles/ and the district's colour.

One file for all of them, without comments: a phone on a slow link asks once. Colours come as custom properties,
so that pages carry no inline style and a content security policy can forbid it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from district import FabuError
from district.models import Site

STYLES_DIR = Path(__file__).resolve().parent.parent / "styles"
SHEETS = (
    "tokens",
    "elements",
    "frame",
    "prose",
    "components",
    "tools",
    "laws",
    "health",
    "hearings",
    "forms",
    "search",
    "statistics",
    "publicity",
    "basket",
    "selfhelp",
    "elder",
    "print",
)

ICONS = (
    "bank-outline",
    "clipboard-check-outline",
    "contrast-circle",
    "file-download-outline",
    "format-font-size-decrease",
    "format-font-size-increase",
    "gavel",
    "link-variant",
    "magnify",
    "message-alert-outline",
    "printer",
    "share-variant",
    "volume-high",
)
"""Icons of Material for MkDocs that our pages use; <use href="…/icons.svg#gavel"> shows one."""

_KEPT = r"""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\burl\([^"')\n]{0,500}+\))"""
_CSS_KEPT = re.compile(_KEPT, re.DOTALL)
_KEPT_OR_COMMENT = re.compile(_KEPT + r"|/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)", re.DOTALL)
_EMPTY_PROPERTY = re.compile(r"(--[\w-]{1,80}+):(?=[;}])")
_SMALL = re.compile(r"(font-size:)(\.\d+rem)(?=[;}])")
_BLANKS = re.compile(r"\s+")
_SPARE = re.compile(r" ?([{};,]) ?")
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)

Colour = tuple[int, int, int]


def _parsed(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(colour: Colour, other: Colour, share: float) -> str:
    """`colour` with `share` (0–1) of `other` mixed in, as #rrggbb."""
    parts = (round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def brand_properties(site: Site) -> str:
    """Custom properties: the brand colour, its tints, and one light enough for dark pages."""
    brand = _parsed(site.theme_color)
    properties = {
        "--brand": site.theme_color,
        "--brand-deep": mixed(brand, _BLACK, 0.35),
        "--brand-weak": mixed(brand, _WHITE, 0.92),
        "--brand-light": mixed(brand, _WHITE, 0.55),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"


def style_sheet(site: Site) -> str:
    """All sheets in their order; the print sheet comes last."""
    parts = [brand_properties(site)]
    parts += [_sheet(name) for name in SHEETS]
    return "".join(parts)


@cache
def _sheet(name: str) -> str:
    return with_least_size(without_spare((STYLES_DIR / f"{name}.css").read_text(encoding="utf-8")))


def with_least_size(css: str) -> str:
    """`css` where no letters of a small size in rem fall below the property `--least`, which 长辈版 sets.

    Browsers without custom properties keep the size as it is written. Those that have them and no
    max() (Chromium before 79, Firefox before 75, Safari before 11.1) cannot tell before they need it
    that they cannot read the second size, and show the letters as large as those around them.
    """
    return _SMALL.sub(r"\g<0>;\1max(\2,var(--least,0px))", css)


def without_spare(css: str) -> str:
    """`css` without comments and without blanks that mean nothing; strings and addresses stay as they
    are. A comment is a blank, so that what it parts stays parted."""
    pieces = _CSS_KEPT.split(_KEPT_OR_COMMENT.sub(lambda found: found[1] or " ", css))
    for place in range(0, len(pieces), 2):  # every second piece is a string or an address
        text = _SPARE.sub(r"\1", _BLANKS.sub(" ", pieces[place]))
        text = text.replace(": ", ":").replace(";}", "}")
        pieces[place] = _EMPTY_PROPERTY.sub(
            r"\1: ", text
        )  # none at all is a mistake to some browsers
    return "".join(pieces).strip() + "\n"


def icon_sprite(theme_dirs: Sequence[str]) -> str:
    """An SVG file with one symbol for each of `ICONS`. Raises FileNotFoundError for a wrong name,
    FabuError where Material for MkDocs is not."""
    folder = next((d for d in map(Path, theme_dirs) if (d / ".icons").is_dir()), None)
    if folder is None:
        raise FabuError("没有找到 mkdocs-material 的图标，请重新安装依赖：make install")
    symbols = []
    for name in ICONS:
        svg = (folder / f".icons/material/{name}.svg").read_text(encoding="utf-8")
        symbols.append(
            re.sub(r"<svg [^>]*?(viewBox=\"[^\"]*\")[^>]*>", rf'<symbol id="{name}" \1>', svg)
            .replace("</svg>", "</symbol>")
            .strip()
        )
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def write_style_sheet(site: Site, theme_dirs: Sequence[str], site_dir: Path) -> list[str]:
    """Write assets/fabu/fabu.css and icons.svg; returns what was written."""
    folder = site_dir / "assets/fabu"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "fabu.css").write_text(style_sheet(site), encoding="utf-8")
    (folder / "icons.svg").write_text(icon_sprite(theme_dirs), encoding="utf-8")
    return ["assets/fabu/fabu.css", "assets/fabu/icons.svg"]
