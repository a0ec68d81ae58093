"""What only the public zone needs: the site's frame, and the search over its pages."""

from __future__ import annotations

from forms_backend.public.publishing.watcher import publishing_on_request
from forms_backend.public.shell import Shell
from forms_backend.public.site.due_builds import tasks
from forms_backend.running.parts import Parts
from search.server.service import SearchService


def build(parts: Parts) -> None:
    """Neither the site nor the index has to be there yet."""
    ground = parts.ground
    parts.add(Shell(ground.settings.site_dir, ground.config.site.name, ground.config.site.path))
    parts.add(SearchService(ground.settings.index_dir, ground.directory))
    parts.from_time_to_time(publishing_on_request(ground.settings.project_dir))
    for task in tasks(ground.settings, ground.clock):
        parts.from_time_to_time(task)
