"""What the last build of an index leaves for the next one: reports and postings of its batches, and which
files of the index were made of them.

A batch of the same documents at the same numbers, written in the same alphabet by the same program,
has the same postings, texts and chunks; a partition whose postings all stayed has the same shards.
Their files are taken over from the index that is still in place. A build that breaks off leaves
nothing behind, and the next one makes everything anew.
"""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from search.pronouncing import Spoken
from search.shards.index_parts import BatchReport, BatchTask, PartitionReport, PartitionTask
from search.shards.spare import Contents, Lent, Spare, paths_of_batch, paths_of_partition

_RECORD = "record.pickle"


@dataclass
class Record:
    """`folder`: the index that the reports describe; keys as `batch_key` and `partition_key`
    give them; `lines`: digests of the lines of all documents, with their dates and ids; `program`: of
    what they depend on; `alphabet`: of which documents it was made, and what it is."""

    folder: str = ""
    program: bytes = b""
    lines: Mapping[bytes, tuple[str, str]] = field(default_factory=dict)
    alphabet: tuple[bytes, str] = (b"", "")
    spoken: Spoken = field(default_factory=Spoken)
    batches: dict[int, tuple[bytes, BatchReport]] = field(default_factory=dict)
    partitions: dict[int, tuple[bytes, PartitionReport]] = field(default_factory=dict)


def batch_key(program: bytes, task: BatchTask, lines: Sequence[bytes]) -> bytes:
    """`program`: digest of all that an index depends on besides its documents; `lines`: digests
    of the lines of the batch."""
    digest = blake2b(program, digest_size=16)
    digest.update(f"{task.start} {task.chunk} {task.characters}".encode())
    for line in lines:
        digest.update(line)
    return digest.digest()


def partition_key(program: bytes, number: int, batches: Iterable[BatchReport]) -> bytes:
    digest = blake2b(program, digest_size=16)
    for batch in batches:
        digest.update(batch.postings[number])
    return digest.digest()


class KeptWork:
    """`folder`: where postings are put down; `old`: the index in place, from which files are taken."""

    def __init__(self, folder: Path, old: Path | None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._record = self._read(old)
        self._old = old
        self._spare = Spare(folder)
        self._lent: Lent | None = None
        self.made = Record()
        self.made.spoken = self._record.spoken if self._record.spoken.is_current else Spoken()

    def _read(self, old: Path | None) -> Record:
        """The record of the last build if it is of the index in place."""
        try:
            # A file that an earlier build of ours wrote into a folder of its own.
            record = pickle.loads((self.folder / _RECORD).read_bytes())  # noqa: S301
        except Exception:
            return Record()
        if not isinstance(record, Record) or vars(record).keys() != vars(Record()).keys():
            return Record()  # an earlier program's
        fits = old is not None and record.folder == old.name
        return record if fits else Record()

    def begin(self, program: bytes, target: Path) -> None:
        """Files are about to be written to `target`, which is made: the record is gone until this build
        is done."""
        with suppress(OSError):
            (self.folder / _RECORD).unlink()
        self._lent = self._spare.lent(program, target)

    def known(self, program: bytes) -> Mapping[bytes, tuple[str, str]]:
        """Date and id of the documents in the lines with these digests, which were read before."""
        return self._record.lines if self._record.program == program else {}

    def alphabet(self, lines: Sequence[bytes], made: Callable[[], str]) -> str:
        """The alphabet of the documents in the lines with these digests."""
        key = blake2b(b"".join(lines), digest_size=16).digest()
        before, characters = self._record.alphabet
        self.made.alphabet = key, characters if key == before else made()
        return self.made.alphabet[1]

    def fresh(self, program: bytes, lines: Sequence[bytes]) -> tuple[int, ...] | None:
        """The numbers of documents that are not in the index in place as they are now; None where
        another program made it."""
        if self._record.program != program:
            return None
        return tuple(n for n, line in enumerate(lines) if line not in self._record.lines)

    def batch(self, key: bytes, task: BatchTask) -> BatchReport | None:
        """The report on a batch whose files were taken over; None when it has to be written."""
        before, report = self._record.batches.get(task.start, (b"", None))
        report = report if before == key else None
        is_there = self._lent is not None and self._lent.has_batch(
            task.start, key if report else b""
        )
        if report is None or is_there:
            return report
        paths = paths_of_batch(task.start, len(task.spans), task.chunk)
        return report if self._take_over(paths, task.folder) else None

    def partition(self, key: bytes, task: PartitionTask) -> PartitionReport | None:
        """The same for the shards of a partition."""
        before, report = self._record.partitions.get(task.number, (b"", None))
        report = report if before == key else None
        lent = self._lent
        is_there = lent is not None and lent.has_partition(task.number, key if report else b"")
        if report is None or is_there:
            return report
        return report if self._take_over(paths_of_partition(report.shards), task.folder) else None

    def all_asked(self) -> None:
        """Every batch and partition of the index was asked for: what the folder has besides them goes."""
        if self._lent is not None:
            self._lent.clear()

    def _take_over(self, paths: Sequence[str], folder: Path) -> bool:
        """Whether all are there; one file in two places, where the file system can do that."""
        if self._old is None:
            return False
        for parent in {path.rpartition("/")[0] for path in paths}:
            (folder / parent).mkdir(parents=True, exist_ok=True)
        here, there = f"{self._old}/", f"{folder}/"  # tens of thousands: paths as objects cost half
        try:
            for path in paths:
                try:
                    os.link(here + path, there + path)
                except FileExistsError:
                    continue
                except OSError:
                    shutil.copyfile(here + path, there + path)
        except OSError:
            return False
        return True

    def save(self, folder: str, program: bytes, lines: Mapping[bytes, tuple[str, str]]) -> None:
        """To be called when the index `folder` is in place; postings of batches that are no more go."""
        self.made.folder, self.made.program, self.made.lines = folder, program, lines
        for file in self.folder.iterdir():
            _, _, start = file.name.partition("-")
            if start.isdigit() and int(start) not in self.made.batches:
                file.unlink()
        partial = self.folder / f".{_RECORD}"
        with suppress(OSError):
            partial.write_bytes(pickle.dumps(self.made, pickle.HIGHEST_PROTOCOL))
            partial.replace(self.folder / _RECORD)

    def put_aside(self, index: Path, chunk: int) -> None:
        """Take away the index `index`, which another one has replaced. `chunk`: documents in one."""
        record = self._record
        if record.folder != index.name:
            shutil.rmtree(index)
            return
        batches = {start: (key, len(of.lengths)) for start, (key, of) in record.batches.items()}
        shards = {n: (key, of.shards) for n, (key, of) in record.partitions.items()}
        self._spare.keep(index, Contents(record.program, chunk, batches, shards))


@contextmanager
def kept_work(folder: Path | None, old: Path | None) -> Iterator[KeptWork]:
    """What was kept in `folder`; with None nothing is, and nothing will be."""
    work = None
    if folder is not None:
        with suppress(OSError):  # a folder that may not be written costs the next build time
            work = KeptWork(folder, old)
    if work is not None:
        yield work
        return
    with TemporaryDirectory(prefix="fabu-search-") as spill:
        yield KeptWork(Path(spill), None)
