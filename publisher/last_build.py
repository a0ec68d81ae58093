"""What a site was last made of, and where builds leave work for the next one. Imports next to nothing:
that nothing has changed must be seen before anything is loaded."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

FOLDER = ".fabu-cache"
"""Below the project's root, with a .gitignore of its own."""

FRESH = 2_000_000_000
"""Nanoseconds. A file changed so shortly before it was read may change again within one tick of the
file system's clock: whether it did is not told by its times."""

READERS = ("markdown", "pydantic", "pyyaml")
"""Whose releases decide what is read in a manuscript."""


def key_of(name: str) -> bytes:
    """`name` as stores and digests hold it: names of files may have bytes that are no UTF-8 (lone
    surrogates in Python), as those that other systems packed, and no store takes them as text."""
    return name.encode("utf-8", "surrogatepass")


def work_folder(root: Path, topic: str, *scope: Path) -> Path:
    """Where a build leaves work on `topic` for the next one over the same `scope`."""
    name = blake2b(key_of("\0".join(map(str, scope))), digest_size=6).hexdigest()
    return root / FOLDER / f"{topic}-{name}"


def make_folder(folder: Path) -> None:
    """Make `FOLDER`, in which nothing belongs to a version control. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")


@contextmanager
def one_at_a_time(root: Path, site_dir: Path, waits: Callable[[], None]) -> Iterator[None]:
    """Holds off other builds of the project into the folder where the site lies: they share what is
    left in `FOLDER` and the files beside the sites. Calls `waits` before it waits for one; the lock ends
    with the process, however it ends. Where nothing can be stored, or on systems without such locks,
    builds are on their own."""
    try:
        import fcntl

        path = work_folder(root, "lock", site_dir.parent)
        make_folder(path.parent)
        file = path.open("a")
    except (ImportError, OSError):
        yield
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
                waits()
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Inputs:
    """All that a build reads. `files`: path → size and times; `ground`: all that is no file (the day,
    releases of what it is made with, options)."""

    ground: str
    files: Mapping[str, str]

    @cached_property
    def digest(self) -> str:
        digest = blake2b(self.ground.encode(), digest_size=16)
        for name, state in self.files.items():
            digest.update(f"{name}\0{state}\n".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def changed_since(self, before: Inputs) -> tuple[str, ...] | None:
        """The files that are others now, new or gone; None where more is different than files."""
        if self.ground != before.ground:
            return None
        old, new = before.files, self.files
        return tuple(
            n
            for n in ({**old, **new} if old.keys() != new.keys() else new)
            if old.get(n) != new.get(n)
        )


def read_inputs(root: Path, site_dir: Path, digest: str) -> Inputs | None:
    """What the build with this digest of its inputs was made of; None where that is not known."""
    try:
        data = json.loads(_inputs_file(root, site_dir).read_text("utf-8", "surrogateescape"))
        found = Inputs(data["ground"], data["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.digest == digest else None


def write_inputs(inputs: Inputs, root: Path, site_dir: Path) -> None:
    """Leave them for the next build; where nothing can be stored, it looks at everything."""
    text = json.dumps({"ground": inputs.ground, "files": inputs.files}, ensure_ascii=False)
    with suppress(OSError):
        _inputs_file(root, site_dir).write_text(text, "utf-8", "surrogateescape")


def _inputs_file(root: Path, site_dir: Path) -> Path:
    return work_folder(root, "inputs", site_dir).with_suffix(".json")
