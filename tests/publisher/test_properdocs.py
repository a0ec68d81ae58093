"""The site is the same whichever of the two builds it: MkDocs 1.6, or ProperDocs, which goes on from it."""

import os
import subprocess
import sys

from tests.publisher.site_project import NOW, site_project


def built_by(program, root):
    """Every file of the site that `python -m program build` makes: path → bytes."""
    moment = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp())), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", program, "build", "--quiet", "--site-dir", f"{program}/site"]
    subprocess.run(command, cwd=root, env=os.environ | moment, check=True)
    return {
        path.relative_to(root / program).as_posix(): path.read_bytes()
        for path in (root / program).rglob("*")
        if path.is_file()
    }


def test_properdocs_builds_the_same_bytes(tmp_path):
    root = site_project(tmp_path / "project").root
    one, other = (built_by(program, root) for program in ("mkdocs", "properdocs"))
    assert "site/cases/ld-unsigned/index.html" in one
    assert "documents.jsonl" in one
    assert sorted(one.keys() ^ other.keys()) == []
    assert [name for name in one if one[name] != other[name]] == []
