"""`make release`: everything that is handed out, made from the commit that is checked out."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

from releasing.bill_of_materials import bill_of_materials
from releasing.building import build_source_archive, build_wheel, unpack
from releasing.distributions import in_wheel
from releasing.locks import RUN_TIME, checksum
from releasing.wheelhouse import (
    fill_wheelhouse,
    install_from,
    pack_wheelhouse,
    wheelhouse_name,
)

ROOT = Path(__file__).resolve().parent.parent
EXTRAS = "production"
CHECKSUMS = "SHA256SUMS"


def main(out: Path) -> None:
    """Write the files of the release into `out`, which must not exist, and say which they are."""
    if _git("status", "--porcelain"):
        sys.exit("There are uncommitted changes; a release is made from a commit.")
    if out.exists():
        sys.exit(f"{out} exists; move it away, a release is made whole.")
    with tempfile.TemporaryDirectory() as folder:
        made = _make_release(Path(folder))
        checksums = "".join(f"{checksum(file)}  {file.name}\n" for file in sorted(made.iterdir()))
        (made / CHECKSUMS).write_text(checksums, encoding="utf-8")
        shutil.copytree(made, out)
    print(f"{_git('log', '-1', '--format=%h %s').decode()}{checksums}written to {out}")


def _make_release(work: Path) -> Path:
    """The folder in `work` with everything that the commit gives, installed once to prove it."""
    made, sources, epoch = (
        work / "release",
        work / "sources",
        int(_git("log", "-1", "--format=%ct")),
    )
    made.mkdir()
    unpack(_git("archive", "HEAD"), sources)
    wheel = build_wheel(build_source_archive(sources, epoch, made), epoch, made)
    own = in_wheel(wheel)
    house = work / wheelhouse_name(own.name, own.version)
    fill_wheelhouse(house, sources / RUN_TIME, epoch, wheel)
    bill = bill_of_materials(house.glob("*.whl"), Requirement(f"{own.name}[{EXTRAS}]"), epoch)
    (made / f"{house.name}.cdx.json").write_text(bill, encoding="utf-8")
    install_from(house, work / "environment")
    subprocess.run([work / "environment/bin/fabu", "--version"], cwd=work, check=True)
    pack_wheelhouse(house, epoch, made)
    return made


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
