"""The table of what the five documents ask for names pages that are there."""

from __future__ import annotations

import re
from pathlib import Path

from district.registers.reading import load_registers
from forms_backend.staff.access import declared_access
from tests.reference import SITE_CONFIG

CONTENT = Path(__file__).parents[4] / "content"
SOURCES = ("焦作", "卫滨", "红桥", "陈仓", "吴兴")


def rows() -> list[list[str]]:
    """The cells of each line of the table."""
    text = (CONTENT / "handbook" / "promises.md").read_text("utf-8")
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    return lines[1:]


def test_every_promise_has_its_source_and_its_page(app, parts) -> None:
    found = rows()
    assert len(found) >= 26
    assert {source for row in found for source in SOURCES if source in row[1]} == set(SOURCES)
    registers = load_registers(parts.ground.config, SITE_CONFIG).registers
    addresses = app.url_map.bind("localhost")
    for row in found:
        assert len(row) == 4, row
        named = re.findall(r"`(/[^`]+)`", row[2])
        assert named, row
        for url in named:
            if url.startswith("/handbook/"):
                assert (CONTENT / "handbook" / f"{url.split('/')[2]}.md").is_file(), url
            elif url == "/guides/":
                assert any((CONTENT / "guides").glob("*.md"))
            else:
                endpoint, arguments = addresses.match(url, method="GET")
                if url.startswith("/staff/"):
                    assert declared_access(app, endpoint) is not None, url
                if "key" in arguments:
                    assert arguments["key"] in registers, url
