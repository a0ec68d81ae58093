"""The Jinja environment of all pages: one set of templates, one frame, autoescaping on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from types import CodeType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket, BytecodeCache
from markupsafe import Markup, escape

from district.models import Site, SiteConfig
from law.registry import Registry, load_registry
from law.texts.pack import NO_PACK, Pack
from publisher.model.addresses import absolute, shown_moment
from publisher.model.kinds import SPECS
from publisher.pages.laws.beside_citations import Cited, cited, linked_words
from publisher.pages.parts.advice import with_phones
from publisher.pages.parts.card import badges_of
from publisher.pages.parts.metadata import breadcrumb_json_ld, json_for_html, meta_tags, open_graph
from publisher.pages.view import PageClass, PageView
from publisher.paper.qr import qr_svg
from publisher.prose.linking import with_links
from publisher.rendering.scripts import FIRST, MODULES, scripts
from publisher.rendering.style_sheet import icon_sprite, style_sheet

THEME_DIR = Path(__file__).resolve().parents[1] / "theme"


class CompiledTemplates(BytecodeCache):
    """Templates compiled once a process, found by name and text, for environments of equal options.

    A build makes two environments, a preview one for each save; compiling took each half a second.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))
        if bucket.code is None and bucket.key in self._kept:
            # Tells by itself whether it is of this text, this Jinja and this Python.
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code

    def packed(self) -> dict[str, bytes]:
        """All that are known in this process, to be kept for another one of the same program: what
        filters make of constants is part of the code."""
        found = dict(self._kept)
        for (key, checksum), code in self._codes.items():
            bucket = Bucket(_NO_TEMPLATES, key, checksum)
            bucket.code = code
            found[key] = bucket.bytecode_to_string()
        return found

    def take(self, kept: dict[str, bytes]) -> None:
        """Use what was packed, for templates that were not compiled here."""
        self._kept = kept


_NO_TEMPLATES = Environment(autoescape=True)
COMPILED = CompiledTemplates()


def compile_all(environment: Environment) -> None:
    """Compile our own templates now, so that processes forked afterwards do not each do it."""
    for file in sorted(THEME_DIR.rglob("*.html")):
        environment.get_template(file.relative_to(THEME_DIR).as_posix())


def root_of(url: str | None, site: Site) -> str:
    """What to put before a URL relative to the site's root, on the page at `url`.

    A page that is shown at any address (`None`: not found, shell) starts where the site begins on
    its domain.
    """
    if url is None:
        return site.path
    return "../" * url.count("/") or "./"


def asset_version(site: Site, theme_dirs: Sequence[str]) -> str:
    """A short digest of scripts, sheet, colour and icons, so that browsers fetch them anew when they
    change."""
    made = [style_sheet(site), icon_sprite(theme_dirs), *scripts().values()]
    made.append((MODULES / FIRST).read_text(encoding="utf-8"))
    return blake2b("".join(made).encode(), digest_size=4).hexdigest()


def make_environment(
    theme_dirs: Sequence[str],
    config: SiteConfig,
    registry: Registry | None = None,
    *,
    today: date = date.max,
    pack: Pack = NO_PACK,
    assets: str = "",
) -> Environment:
    """An environment over `theme_dirs` (ours first, then Material's). Templates hold no rules.

    `registry`: the laws by which citations are recognised, by default those that come with Fabu.
    `today`: the day by whose law a page says what is no longer in force.
    `pack`: texts of laws.
    `assets`: what `asset_version` gives, where it is known.
    """
    environment = Environment(
        loader=FileSystemLoader(list(theme_dirs)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=COMPILED,
        # Whoever changes a template makes a new environment: asking the disk at each include of each
        # page took one fortieth of a build.
        auto_reload=False,
    )
    site = config.site
    parts: dict[tuple[str, str, str], Markup] = {}

    def frame_part(name: str, root: str, view: PageView) -> Markup:
        """Header or footer: the same for all pages of one column at one depth, so made once."""
        here = (
            "home" if view.page_class is PageClass.HOME else view.column.key if view.column else ""
        )
        key = (name, root, here)
        if key not in parts:
            template = environment.get_template(f"parts/{name}.html")
            parts[key] = Markup(template.render(root=root, here=here))
        return parts[key]

    laws = registry or load_registry()
    last: list[tuple[str, object, Cited]] = []

    def cited_in(body: str, document: object = None) -> Cited:
        """What a page cites: asked for by its links, its banner and its list, read once."""
        if not last or last[0][0] is not body or last[0][1] is not document:
            last[:] = [(body, document, cited(body, laws, today, document, pack))]
        return last[0][2]

    def linked(text: str, root: str, urls: Collection[str] | None = None) -> Markup:
        """`text` with links on what it cites; `urls`: the pages that there are, where the text is
        not of a document, whose citations all have theirs."""
        links = linked_words(text, laws, today)
        if urls is not None:
            links = tuple(link for link in links if link.url in urls)
        return Markup(with_links(str(escape(text)), text, links, root))

    environment.globals.update(
        site=site,
        qr_svg=lambda text: Markup(qr_svg(text)),
        cited_laws=lambda body, document=None: cited_in(body, document).laws,
        cited_links=lambda body, document=None: cited_in(body, document).links,
        badges_of=badges_of,
        columns_with_feed={spec.column for spec in SPECS.values()},
        frame_part=frame_part,
        has_glossary=bool(config.glossary.terms),
        page_root=lambda view: root_of(view.url, site),
        asset_version=assets or asset_version(site, theme_dirs),
        absolute=lambda url: absolute(site, url),
        meta_tags=lambda view: meta_tags(view, site),
        open_graph=lambda view: open_graph(view, site),
        breadcrumbs=lambda view: breadcrumb_json_ld(view, site),
    )
    environment.filters["phones"] = with_phones
    environment.filters["moment"] = shown_moment
    environment.filters["cited"] = linked
    environment.filters["json_html"] = lambda data: Markup(json_for_html(data))
    return environment
