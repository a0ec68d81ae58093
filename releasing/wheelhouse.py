"""A wheelhouse: everything that a closed network needs to install one release on one kind of machine.

It holds the wheels of all that runs, our own among them, and a lock that names exactly these files,
so that `pip install --no-index --require-hashes` takes them and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Sequence
from pathlib import Path

from packaging.utils import parse_wheel_filename

from releasing.locks import RUN_TIME, Pin, checksum, write_pin

HOW_TO = "安装.txt"
_HOW_TO = """\
把整个文件夹拷到目标机器（系统、处理器和 Python 版本须与文件夹名一致），在文件夹里运行：

  python3 -m venv /opt/fabu/.venv
  /opt/fabu/.venv/bin/pip install --no-index --find-links . --require-hashes --requirement {lock}

全程不访问网络；任何一个文件与 {lock} 里的校验值不符，就不会安装。装好后运行：

  /opt/fabu/.venv/bin/fabu --version
"""


def wheelhouse_name(distribution: str, version: str) -> str:
    """Names the kind of machine as well: the wheels in it fit no other."""
    python = f"cp{sys.version_info.major}{sys.version_info.minor}"
    system = sysconfig.get_platform().replace("-", "_")
    return f"{distribution}-{version}-{python}-{system}"


def fill_wheelhouse(folder: Path, lock: Path, epoch: int, own: Path) -> None:
    """Put the wheels of what `lock` names here and `own` into `folder`, with a lock of their own.

    Asks the package index that pip is set up with; what has no wheel is built by our setuptools.
    Raises CalledProcessError when a file is not to be had or has another checksum.
    """
    folder.mkdir(parents=True)
    make = ["wheel", "--require-hashes", "--no-deps", "--no-build-isolation", "--use-pep517"]
    _pip(
        [*make, "--requirement", str(lock), "--wheel-dir", str(folder)],
        os.environ | {"SOURCE_DATE_EPOCH": str(epoch)},
    )
    shutil.copy(own, folder)
    wheels = sorted(folder.glob("*.whl"))
    pins = sorted(map(_pin, wheels), key=lambda pin: pin.name)
    (folder / RUN_TIME).write_text("".join(map(write_pin, pins)), encoding="utf-8")
    (folder / HOW_TO).write_text(_HOW_TO.format(lock=RUN_TIME), encoding="utf-8")


def install_from(folder: Path, environment: Path) -> None:
    """Make `environment` and install from `folder` into it with no index and no set-up of pip."""
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    offline = clean | {"PIP_CONFIG_FILE": os.devnull}
    install = ["install", "--no-index", "--find-links", str(folder), "--require-hashes"]
    python = environment / "bin/python"
    _pip([*install, "--requirement", str(folder / RUN_TIME)], offline, python)
    _pip(["check"], offline, python)


def pack_wheelhouse(folder: Path, epoch: int, out: Path) -> Path:
    """`folder` as one file to carry; wheels are compressed already, so it is not compressed."""
    target = out / f"{folder.name}.tar"
    with tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as archive:
        for file in sorted(folder.iterdir()):
            entry = tarfile.TarInfo(f"{folder.name}/{file.name}")
            entry.size, entry.mtime, entry.mode = file.stat().st_size, epoch, 0o644
            with file.open("rb") as content:
                archive.addfile(entry, content)
    return target


def _pin(wheel: Path) -> Pin:
    name, version, _build, _tags = parse_wheel_filename(wheel.name)
    return Pin(name, str(version), None, (checksum(wheel),))


def _pip(
    arguments: Sequence[str], environment: dict[str, str], python: Path = Path(sys.executable)
) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--quiet"]
    subprocess.run([str(python), "-m", "pip", *options, *arguments], env=environment, check=True)
