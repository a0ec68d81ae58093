"""The command line's own words (usage, missing options, wrong values) in Chinese.

`click` asks gettext for them, and gettext the environment for a language: the one of a server is
rarely set, and the people who type these commands read Chinese. The texts stand in `locale/`.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

LOCALE = Path(__file__).parent / "locale"
DOMAIN = "messages"
"""The domain in which `click` looks for its texts."""


def speak_chinese() -> None:
    """For this process and those that it starts, unless its user chose a language (LANGUAGE)."""
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    os.environ.setdefault("LANGUAGE", "zh_CN")
