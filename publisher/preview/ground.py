"""What every page of a preview stands on: settings, forms, laws, theme. Read at the start, and anew when
one of those files changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig

from district import load_site_config
from district.forms.models import FormDefinition
from district.forms.reading import load_form_definitions
from publisher.checks import CheckContext, check_context
from publisher.model.loader import Folders
from publisher.project import MARKER, config_dir
from publisher.rendering.render import PageRenderer, RenderSettings
from selfhelp.shelf import Shelf, load_shelf


@dataclass(frozen=True)
class Ground:
    """`context`: what checks need to know, for the day of the preview; `mkdocs`: theme and menu."""

    context: CheckContext
    forms: tuple[FormDefinition, ...]
    shelf: Shelf
    mkdocs: MkDocsConfig

    @property
    def theme_dirs(self) -> Sequence[str]:
        return self.mkdocs.theme.dirs

    @property
    def today(self) -> date:
        return self.context.today

    def renderer(self, *, anywhere: bool = False) -> PageRenderer:
        """The renderer of the build. `anywhere`: see `RenderSettings`."""
        settings = RenderSettings(
            tuple(self.theme_dirs),
            self.context.config,
            self.context.registry,
            Path(),  # nothing is written
            "",
            today=self.today,
            pack=self.context.pack,
            anywhere=anywhere,
        )
        return PageRenderer(settings)


def read_ground(folders: Folders, now: datetime) -> Ground:
    """Raises FabuError for settings that nothing can be shown with."""
    settings = config_dir(folders.root)
    config = load_site_config(settings)
    context = check_context(folders, config, now.date())
    forms = tuple(load_form_definitions(config, settings).values())
    mkdocs = load_config(str(folders.root / MARKER), docs_dir=str(folders.content))
    return Ground(context, forms, load_shelf(settings), mkdocs)
