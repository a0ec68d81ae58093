"""Source archive and wheel with equal bytes wherever and whenever the same files are built.

setuptools takes times and modes of files into its archives and dates the source archive by the
clock; here the times are the commit's, the modes two, and the order alphabetical. The wheel is
built from the source archive, so that neither can hold what the other lacks.
"""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

_EXECUTABLE, _PLAIN = 0o755, 0o644
_BACKEND = """\
import os, sys
os.umask(0o022)
from setuptools import build_meta
print(getattr(build_meta, sys.argv[1])(sys.argv[2]))
"""


class BuildError(RuntimeError):
    """The build backend gave up; the message is what it said."""


def build_source_archive(sources: Path, epoch: int, out: Path) -> Path:
    """The archive of the project in `sources`, which is left as it was; `epoch`: seconds UTC."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "sources"
        _copy(sources, copy, epoch)
        made = _run_backend("build_sdist", copy, epoch, Path(folder))
        target = out / made.name
        target.write_bytes(_with_fixed_entries(made.read_bytes(), epoch))
    return target


def build_wheel(source_archive: Path, epoch: int, out: Path) -> Path:
    """The wheel of what `source_archive` holds."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(source_archive.read_bytes(), Path(folder))
        (unpacked,) = Path(folder).iterdir()
        return _run_backend("build_wheel", unpacked, epoch, out)


def unpack(data: bytes, folder: Path) -> None:
    """The files of a tar archive of our own making; Python 3.11.2 has no filters for others."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for entry in archive:
            content = archive.extractfile(entry) if entry.isfile() else None
            if content is not None:
                place = folder / entry.name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read())
                place.chmod(_mode(entry.mode))


def _copy(sources: Path, target: Path, epoch: int) -> None:
    """The files with times and modes that depend on nothing but their content and executable bit."""
    for file in sorted(path for path in sources.rglob("*") if path.is_file()):
        place = target / file.relative_to(sources)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.read_bytes())
        place.chmod(_mode(file.stat().st_mode))
        os.utime(place, (epoch, epoch))


def _mode(mode: int) -> int:
    return _EXECUTABLE if mode & 0o100 else _PLAIN


def _run_backend(hook: str, project: Path, epoch: int, out: Path) -> Path:
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, "-c", _BACKEND, hook, str(out)],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(done.stdout + done.stderr)
    return out / done.stdout.splitlines()[-1]


def _with_fixed_entries(data: bytes, epoch: int) -> bytes:
    """The same archive in alphabetical order, of nobody, at one moment."""
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(data)) as old,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for entry in sorted(old.getmembers(), key=lambda entry: entry.name):
            if entry.isfile():
                fixed = tarfile.TarInfo(entry.name)
                fixed.size, fixed.mtime, fixed.mode = entry.size, epoch, _mode(entry.mode)
                new.addfile(fixed, old.extractfile(entry))
    return gzip.compress(packed.getvalue(), mtime=epoch)
