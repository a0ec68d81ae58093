"""Names by which laws of laws.yml are cited, for who only has to recognise them."""

from __future__ import annotations

from pathlib import Path

from district.loader import CONFIG_DIR, read_yaml

PRC = "中华人民共和国"


def load_law_names(path: Path = CONFIG_DIR / "laws.yml") -> frozenset[str]:
    """Full titles, titles without 中华人民共和国, and short names."""
    names: set[str] = set()
    for group in (read_yaml(path) or {}).values():
        for law in group if isinstance(group, list) else ():
            title = str(law.get("title", ""))
            names |= {title, title.removeprefix(PRC), *map(str, law.get("aliases", ()))}
    return frozenset(names - {""})
