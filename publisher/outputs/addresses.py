"""What a server has to know of addresses: which pages are gone (410), which have moved (301).

Written below `_shell/`, which no server hands out: addresses.json for ours, gone.map and moved.map for
the `map` of nginx.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from district.models import Site
from publisher.model.going_live import moved_addresses, withdrawn_urls
from publisher.model.library import Library

FILE_NAME = "_shell/addresses.json"


def write_addresses(
    whole: Library, visible: Library, site: Site, now: datetime, site_dir: Path
) -> list[str]:
    """Of what was withdrawn the former addresses lead to the page that says so; of anything else
    that readers do not see nothing is told. Addresses are relative to the site's root; in the maps
    they begin with its path."""
    gone = sorted(withdrawn_urls(whole))
    to_gone = {old: new for old, new in moved_addresses(whole).items() if new in gone}
    there = {e.url for e in visible.documents() if e.meta.is_live(now)}
    to_shown = {old: new for old, new in moved_addresses(visible).items() if new in there}
    moved = dict(sorted((to_gone | to_shown).items()))
    rows = [f'"{site.path}{url}" 1;\n' for url in gone]
    moves = [f'"{site.path}{old}" "{site.path}{new}";\n' for old, new in moved.items()]
    texts = {
        FILE_NAME: json.dumps({"gone": gone, "moved": moved}, indent=1) + "\n",
        "_shell/gone.map": "".join(rows),
        "_shell/moved.map": "".join(moves),
    }
    (site_dir / "_shell").mkdir(exist_ok=True)
    for name, text in texts.items():
        (site_dir / name).write_text(text, encoding="utf-8")
    return list(texts)
