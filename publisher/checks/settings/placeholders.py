"""The identity of the site is a placeholder until a district fills it in."""

from __future__ import annotations

import re

from publisher.checks.configuration import scalars, shown
from publisher.checks.context import CheckContext
from publisher.model.finding import Finding
from publisher.model.library import Library

_PLACEHOLDER = re.compile(r"示例|example|(?<!\d)0{4}", re.IGNORECASE)
_LOCAL = re.compile(r"//(?:127\.0\.0\.1|localhost)\b")


def check_site_is_no_placeholder(library: Library, context: CheckContext) -> list[Finding]:
    """P701: one finding for each value of site.yml and units.yml that is obviously made up."""
    return [
        Finding(shown(context, name), line, "P701", f"「{key}」还是示例：“{text}”")
        for name in ("site.yml", "units.yml")
        for key, text, line in scalars(context, name)
        if _PLACEHOLDER.search(text) or (key == "url" and _LOCAL.search(text))
    ]
