"""The district's colour as a style sheet: pages carry no inline style, so that CSP can forbid it."""

from __future__ import annotations

from pathlib import Path

from site_config.models import Site

_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)

Colour = tuple[int, int, int]


def _parsed(text: str) -> Colour:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(colour: Colour, other: Colour, share: float) -> str:
    """`colour` with `share` (0–1) of `other` mixed in, as #rrggbb."""
    parts = (round(a * (1 - share) + b * share) for a, b in zip(colour, other, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def site_css(site: Site) -> str:
    """Custom properties: the brand colour, its tints, and one light enough for dark pages."""
    brand = _parsed(site.theme_color)
    properties = {
        "--brand": site.theme_color,
        "--brand-deep": mixed(brand, _BLACK, 0.35),
        "--brand-weak": mixed(brand, _WHITE, 0.92),
        "--brand-light": mixed(brand, _WHITE, 0.55),
    }
    return ":root{" + ";".join(f"{name}:{value}" for name, value in properties.items()) + "}\n"


def write_site_css(site: Site, site_dir: Path) -> None:
    target = site_dir / "assets/fabu/site.css"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(site_css(site), encoding="utf-8")
