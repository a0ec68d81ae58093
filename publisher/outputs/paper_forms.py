"""Writes the printable forms to downloads/forms/, each only when what is on it has changed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from district import FabuError
from district.forms.models import FormDefinition
from district.forms.paper import paper_path
from district.models import Site
from publisher.booklet.fonts import BookletFonts, find_fonts
from publisher.paper.qr import qr_svg
from publisher.paper.sheet import sheet_of

LAYOUT = Path(__file__).parent.parent / "paper" / "sheet.typ"
DIGESTS = Path("downloads/forms/.digests.json")
"""What each PDF was made from; a hidden file, which the server does not give away."""
NO_FONTS = "纸质表没有生成：%s"

_log = logging.getLogger("mkdocs.plugins.fabu.paper")


def make_paper_form(sheet: dict[str, Any], fonts: BookletFonts) -> bytes:
    """The PDF. The same sheet with the same fonts gives the same bytes."""
    data = {**sheet, "serif": fonts.serif, "sans": fonts.sans, "qr": qr_svg(sheet["url"])}
    compiler = typst.Compiler(str(LAYOUT), font_paths=fonts.available, ignore_system_fonts=True)
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    content = compiler.compile(format="pdf", sys_inputs=inputs)
    assert isinstance(content, bytes)
    return content


def write_paper_forms(forms: Iterable[FormDefinition], site: Site, site_dir: Path) -> list[str]:
    """Bring the PDF of every form up to date; returns their paths.

    Without a Chinese font there are none: the site is built all the same, and a warning says why.
    """
    sheets = {paper_path(form.id): sheet_of(form, site) for form in forms}
    wanted = {path: _digest(sheet) for path, sheet in sheets.items()}
    made = _read_digests(site_dir)
    changed = [p for p in sheets if made.get(p) != wanted[p] or not (site_dir / p).is_file()]
    if changed:
        try:
            fonts = find_fonts()
        except FabuError as error:
            _log.warning(NO_FONTS, error)
            return [path for path in sheets if path not in changed]
        for path in changed:
            target = site_dir / path
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = target.with_name(f".{target.name}.part")
            partial.write_bytes(make_paper_form(sheets[path], fonts))
            partial.replace(target)
        (site_dir / DIGESTS).write_text(json.dumps(wanted), encoding="utf-8")
    return [*sheets, DIGESTS.as_posix()]


def _digest(sheet: dict[str, Any]) -> str:
    made_of = [sheet, LAYOUT.read_text(encoding="utf-8"), version("typst")]
    text = json.dumps(made_of, ensure_ascii=False, sort_keys=True)
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _read_digests(site_dir: Path) -> dict[str, str]:
    try:
        data = json.loads((site_dir / DIGESTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
