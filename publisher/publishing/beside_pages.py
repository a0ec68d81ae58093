"""What a plain web server needs beside the pages: where addresses have moved.

`.htaccess` for Apache, and the two maps for nginx, below a folder whose name no server hands out. What was
withdrawn stays a page that says so; Apache can show that page with 200 alone.
"""

from __future__ import annotations

import re
from pathlib import Path

MAPS = ("gone.map", "moved.map")
NGINX = ".fabu-nginx"
_MOVED = re.compile(r'"([^"\n]+)" "([^"\n]+)";')
_HEAD = """# 由 fabu 写入，不要手改：每次同步、导出都会重写。
<IfModule mod_alias.c>
"""
_FOOT = """  RedirectMatch 404 "/\\.fabu"
</IfModule>
"""


def files_beside(site: Path) -> dict[str, str]:
    """Name → text, for the site in the folder `site`."""
    maps = {name: _read(site / "_shell" / name) for name in MAPS}
    moves = _MOVED.findall(maps["moved.map"])
    rows = "".join(f'  Redirect 301 "{old}" "{new}"\n' for old, new in moves)
    return {
        ".htaccess": _HEAD + rows + _FOOT,
        **{f"{NGINX}/{name}": text for name, text in maps.items()},
    }


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""
