"""Equal sources give equal archives, however they lie on the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest

from releasing.building import BuildError, build_source_archive, build_wheel
from releasing.distributions import in_wheel
from tests.releasing.sources import ROOT, tracked_files

EPOCH = 1_790_000_000


def copy_sources(folder: Path, *, mode: int, moment: int) -> Path:
    """The repository as another machine would check it out."""
    for name in tracked_files():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place)
        place.chmod(mode)
        os.utime(place, (moment, moment))
    return folder


def build(sources: Path, out: Path, umask: int) -> tuple[Path, Path]:
    out.mkdir()
    before = os.umask(umask)
    try:
        archive = build_source_archive(sources, EPOCH, out)
        return archive, build_wheel(archive, EPOCH, out)
    finally:
        os.umask(before)


def test_two_checkouts_give_equal_bytes(tmp_path: Path) -> None:
    first = copy_sources(tmp_path / "a", mode=0o644, moment=EPOCH - 9_999)
    other = copy_sources(tmp_path / "deeper" / "b", mode=0o660, moment=EPOCH + 77_777)
    (archive, wheel), others = (
        build(first, tmp_path / "1", 0o022),
        build(other, tmp_path / "2", 0o077),
    )
    assert (archive.name, wheel.name) == tuple(made.name for made in others)
    assert archive.read_bytes() == others[0].read_bytes()
    assert wheel.read_bytes() == others[1].read_bytes()
    assert sorted(path.name for path in first.iterdir()) == sorted(
        {Path(name).parts[0] for name in tracked_files()}
    ), "sources are left as they were"

    made = in_wheel(wheel)
    assert (made.name, made.licence.statement) == ("fabu-site", "Apache-2.0")
    with zipfile.ZipFile(wheel) as zipped:
        names = zipped.namelist()
        entries = next(name for name in names if name.endswith("entry_points.txt"))
        assert "fabu = fabu:main" in zipped.read(entries).decode()
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "releasing/", "benchmarks/"))]
    with tarfile.open(archive) as packed:
        assert {(e.mtime, e.uid, e.uname) for e in packed} == {(EPOCH, 0, "")}


def test_what_the_backend_refuses_is_said(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "not one"\n', "utf-8")
    with pytest.raises(BuildError, match="version"):
        build_source_archive(sources, EPOCH, tmp_path)


def test_the_list_of_files_is_the_commits_and_the_not_yet_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()} <= set(
        tracked_files()
    )
