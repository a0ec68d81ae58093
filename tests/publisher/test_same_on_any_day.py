"""A commit gives the same site on any day on which nothing of it falls due, wherever and by whichever process."""

import os
import subprocess
import sys
from datetime import timedelta

from tests.publisher.site_project import NOW, site_project

OF_THE_BUILD = {".fabu-inputs.json", ".fabu-pages.json"}
"""What a build leaves for the next one, of which the day is a part; no server gives them away."""


def built(folder, moment, seed):
    """Every file that a reader or the search gets: path → bytes."""
    root = site_project(folder).root
    told = {"SOURCE_DATE_EPOCH": str(int(moment.timestamp())), "PYTHONHASHSEED": str(seed)}
    command = [sys.executable, "-m", "fabu", "--project", str(root), "build"]
    subprocess.run(command, env=os.environ | told, check=True, stdout=subprocess.DEVNULL)
    beside = (root / name for name in ("documents.jsonl", "hearings.json", "laws.json"))
    found = [*(root / "site").rglob("*"), *beside]
    files = (path for path in found if path.is_file() and path.name not in OF_THE_BUILD)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_nothing_of_a_site_tells_when_or_where_it_was_built(tmp_path):
    one = built(tmp_path / "one", NOW, 1)
    other = built(tmp_path / "else" / "where", NOW + timedelta(days=1), 77)
    assert "site/cases/ld-unsigned/index.html" in one
    assert sorted(one.keys() ^ other.keys()) == []
    assert [name for name in one if one[name] != other[name]] == []
