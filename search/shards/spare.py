"""The index before the last one is kept, and becomes the next one: nearly all of its files are right
already, where a new folder takes a link for each and an old one a removal for each.

What is in it is told by the keys of `search.shards.kept`. Its files may be those of other folders as
well (one file in two places): what is different is removed before it is written, never written over.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from search.shards.index_parts import chunk_path, text_path
from search.shards.shard_format import shard_path

_FOLDER, _RECORD = "spare", "spare.pickle"


def paths_of_batch(start: int, size: int, chunk: int) -> list[str]:
    """The files of `size` documents from number `start` on, relative to the folder of the index."""
    numbers = range(start, start + size)
    return [*map(text_path, numbers), *sorted({chunk_path(n // chunk) for n in numbers})]


def paths_of_partition(shards: Mapping[int, int]) -> list[str]:
    """`shards`: group → number of its shards."""
    return [shard_path(group, shard) for group, count in shards.items() for shard in range(count)]


@dataclass
class Contents:
    """`batches`: first document → key, number of documents; `partitions`: number → key, shards."""

    program: bytes = b""
    chunk: int = 1
    batches: dict[int, tuple[bytes, int]] = field(default_factory=dict)
    partitions: dict[int, tuple[bytes, dict[int, int]]] = field(default_factory=dict)


class Spare:
    """Kept below `folder`, where builds leave their work."""

    def __init__(self, folder: Path) -> None:
        self._place, self._record = folder / _FOLDER, folder / _RECORD

    def lent(self, program: bytes, target: Path) -> Lent:
        """`target`, which is not there yet, with what an index made by the same program left; empty
        where nothing is kept. From now on nothing is."""
        contents = self._read()
        with suppress(OSError):
            self._record.unlink()
        if contents.program == program and contents.batches:
            with suppress(OSError):
                self._place.rename(target)
                return Lent(target, contents)
        shutil.rmtree(self._place, ignore_errors=True)
        target.mkdir(parents=True)
        return Lent(target, Contents())

    def keep(self, index: Path, contents: Contents) -> None:
        """Take the folder of an index away; where it cannot be kept, it goes."""
        shutil.rmtree(self._place, ignore_errors=True)
        try:
            index.rename(self._place)
            self._record.write_bytes(pickle.dumps(contents, pickle.HIGHEST_PROTOCOL))
        except OSError:
            shutil.rmtree(index, ignore_errors=True)

    def _read(self) -> Contents:
        try:
            # A file that an earlier build of ours wrote into a folder of its own.
            contents = pickle.loads(self._record.read_bytes())  # noqa: S301
        except Exception:
            return Contents()
        fits = isinstance(contents, Contents) and vars(contents).keys() == vars(Contents()).keys()
        return contents if fits else Contents()


class Lent:
    """The folder that becomes an index. Whatever is asked for and is not right goes; so does, in the
    end, what nobody asked for."""

    def __init__(self, folder: Path, contents: Contents) -> None:
        self._folder, self._contents = folder, contents
        for file in folder.iterdir():
            if not file.is_dir():
                file.unlink()

    def has_batch(self, start: int, key: bytes) -> bool:
        """Whether the files of this batch are there; with an empty key they will be written."""
        before, size = self._contents.batches.pop(start, (b"", 0))
        if before != key:
            self._remove(paths_of_batch(start, size, self._contents.chunk))
        return before == key

    def has_partition(self, number: int, key: bytes) -> bool:
        """The same for the shards of a partition."""
        before, shards = self._contents.partitions.pop(number, (b"", {}))
        if before != key:
            self._remove(paths_of_partition(shards))
        return before == key

    def clear(self) -> None:
        """Remove what belongs to batches and partitions that were not asked for, and empty folders."""
        contents = self._contents
        for start, (_, size) in contents.batches.items():
            self._remove(paths_of_batch(start, size, contents.chunk))
        for _, shards in contents.partitions.values():
            self._remove(paths_of_partition(shards))
        for kind in ("d", "t", "x"):
            for folder in (self._folder / kind).glob("*/"):
                with suppress(OSError):
                    folder.rmdir()

    def _remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            (self._folder / path).unlink(missing_ok=True)
