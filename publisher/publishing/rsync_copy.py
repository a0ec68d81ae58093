"""A release copied to a server far away (`--to rsync://…`), as `mirror` copies to a folder: files first,
then the pages that use them, deletions last, and nothing but what an earlier copy wrote is deleted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from district import FabuError
from publisher.publishing.beside_pages import files_beside
from publisher.publishing.mirror import MANIFEST, PAGES, Mirrored, gone_of, names_of, names_written

PREFIX = "rsync://"
LONGEST = 3600
_ADDRESS = re.compile(r"rsync://(?:[\w.-]+@)?[A-Za-z0-9.-]+(?::\d{1,5})?/[\w.-]+(?:/[\w.-]+)*/?")
_MISSING = 23
"""What rsync says when a file that it should fetch is not there."""


def mirror_by_rsync(site: Path, address: str) -> Mirrored:
    """Make the folder at `address` show `site`; a copy that was cut short is completed by the next one. A
    password comes from RSYNC_PASSWORD.

    Raises FabuError, also when the folder holds other things than an earlier copy.
    """
    if not _ADDRESS.fullmatch(address) or "/.." in address:
        raise FabuError(
            f"“{address}”应写作 rsync://[用户@]主机[:端口]/模块[/目录]，密码放在环境变量 RSYNC_PASSWORD 里"
        )
    target = address.rstrip("/") + "/"
    with tempfile.TemporaryDirectory(prefix="fabu-rsync-") as folder:
        work = Path(folder)
        before = _manifest(target, work)
        names = names_of(site)
        beside = files_beside(site)
        for name, text in beside.items():
            (work / "beside" / name).parent.mkdir(parents=True, exist_ok=True)
            (work / "beside" / name).write_text(text, encoding="utf-8")
        every = {*names, *beside}
        _send_manifest(work, {*before, *every}, target)
        blocking, gone = gone_of(before, every)
        _delete(blocking, target, work)
        assets = [name for name in names if not name.endswith(PAGES)]
        pages = [name for name in names if name.endswith(PAGES)]
        written = sum(_send(site, part, target, work) for part in (assets, pages))
        written += _send(work / "beside", sorted(beside), target, work)
        _delete(gone, target, work)
        _send_manifest(work, every, target)
    return Mirrored(written, len(blocking) + len(gone))


def _send(source: Path, names: Sequence[str], target: str, work: Path) -> int:
    """How many of the files were new or other than they are there."""
    if not names:
        return 0
    listed = _listed(names, work)
    said = _rsync("--out-format=%n", f"--files-from={listed}", "--from0", f"{source}/", target)
    return sum(1 for line in said.splitlines() if line and not line.endswith("/"))


def _delete(names: Sequence[str], target: str, work: Path) -> None:
    """Names that `work/nothing` does not have are deleted there; folders that are empty then, too."""
    if not names:
        return
    nothing = work / "nothing"
    above = {parent for name in names for parent in Path(name).parents if parent.name}
    for folder in above or {Path()}:
        (nothing / folder).mkdir(parents=True, exist_ok=True)
    take = partial(_rsync, "--delete-missing-args", "--from0", f"{nothing}/", target)
    take(f"--files-from={_listed(names, work)}")
    for folder in sorted(above, key=lambda one: -len(one.parts)):  # one that holds something stays
        (nothing / folder).rmdir()
        take(f"--files-from={_listed([str(folder)], work)}", may_fail=True)


def _listed(names: Iterable[str], work: Path) -> Path:
    file = work / "names"
    file.write_bytes(b"".join(name.encode() + b"\0" for name in names))
    return file


def _manifest(target: str, work: Path) -> tuple[str, ...]:
    """What the last copy wrote. Raises FabuError where there is none, but other files."""
    fetched = work / "fetched.json"
    _rsync(target + MANIFEST, str(fetched), may_fail=True)
    if fetched.is_file():
        try:
            return names_written(fetched.read_text(encoding="utf-8"))
        except ValueError as error:
            raise FabuError(f"“{target}{MANIFEST}”坏了，没有同步；请清空那个目录再试") from error
    rows = _rsync("--list-only", target, may_fail=True).splitlines()  # a folder may have to be made
    if any(row.strip() and not row.rstrip().endswith(" .") for row in rows):
        raise FabuError(f"“{target}”里有别的文件，没有改动它；请给一个空的目录")
    return ()


def _send_manifest(work: Path, names: set[str], target: str) -> None:
    file = work / MANIFEST
    file.write_text(json.dumps(sorted(names), ensure_ascii=False), encoding="utf-8")
    _rsync(str(file), target)


def _rsync(*arguments: str, may_fail: bool = False) -> str:
    """What it prints. Raises FabuError; not where what it looks for is missing and it `may_fail`."""
    command = [
        "rsync", "-rtpc", "--chmod=D755,F644", "--timeout=120", "--contimeout=20", "--delay-updates",
        *arguments,
    ]  # fmt: skip
    kept = {name: os.environ[name] for name in ("PATH", "RSYNC_PASSWORD") if name in os.environ}
    try:
        done = subprocess.run(
            command, env={**kept, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True,
            errors="replace", timeout=LONGEST, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise FabuError("没有 rsync；请安装（Debian：apt-get install rsync）") from error
    except subprocess.TimeoutExpired as error:
        raise FabuError(f"rsync 超过 {LONGEST // 60} 分钟没有完成") from error
    if done.returncode == 0 or (may_fail and done.returncode == _MISSING):
        return done.stdout
    said = [line for line in done.stderr.splitlines() if line.strip()]
    raise FabuError(f"rsync 没有成功：{said[0] if said else done.returncode}")
