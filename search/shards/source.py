"""What a browser index is made of: the lines of documents.jsonl, in the order in which documents are numbered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from search.analysis import ANALYSIS_VERSION
from search.document import MalformedLineError, line_of, parse_line
from search.errors import DocumentsError, SearchError
from search.ranking import WEIGHTS
from search.shards.index_parts import read_documents
from search.shards.kept import KeptWork
from search.shards.shard_format import CHUNK, FORMAT_VERSION
from search.shards.text_code import characters_by_frequency

ALPHABET_SAMPLE = 300


@dataclass(frozen=True)
class Source:
    """Where each document stands in documents.jsonl, newest first, and a digest of them all."""

    path: Path
    spans: tuple[tuple[int, int], ...]
    lines: tuple[bytes, ...]
    """A digest of each line."""
    keys: Mapping[bytes, tuple[str, str]]
    """Date and id of each document by the digest of its line."""
    program: bytes
    """Digest of all that the index depends on besides the lines."""
    digest: str
    fresh: tuple[int, ...] | None = None
    """Numbers of the documents that the index in place does not have as they are now; None: any."""

    def characters(self, work: KeptWork) -> str:
        """The alphabet for texts, from documents evenly spread."""
        step = max(1, len(self.spans) // ALPHABET_SAMPLE)
        return work.alphabet(
            self.lines[::step],
            lambda: characters_by_frequency(
                d.text for d in read_documents(self.path, self.spans[::step])
            ),
        )


def read_source(
    documents: Path,
    synonyms: Mapping[str, Sequence[str]],
    known: Callable[[bytes], Mapping[bytes, tuple[str, str]]] = lambda program: {},
) -> Source:
    """Find every line of a documents file; DocumentsError lists all that is wrong with them.

    `known`: for a program, date and id of the documents in lines that it read before, by the digest of
    the line; these are not parsed. The digest covers the synonyms, which the index carries, and our own
    code: an index made by another program is made anew.
    """
    if not documents.is_file():
        raise SearchError(f"没有检索数据文件 {documents}，请先运行 fabu build")
    keys: list[tuple[str, str, int, int, bytes]] = []
    seen: dict[str, int] = {}
    problems: list[str] = []
    settings = (FORMAT_VERSION, ANALYSIS_VERSION, WEIGHTS.as_dict(), CHUNK, synonyms)
    digest = blake2b(repr(settings).encode(), digest_size=8)
    for file in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(file.read_bytes())
    program = digest.digest()
    before = known(program)
    offset = 0
    with documents.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            start, offset = offset, offset + len(raw)
            line = line_of(number, raw)
            if line is None:
                continue
            line_digest = line.digest
            day, identifier = before.get(line_digest, ("", ""))
            if not identifier:
                try:
                    document = parse_line(line)
                except MalformedLineError as error:
                    problems.append(f"{documents}:{number}: {error}")
                    continue
                day, identifier = document.date, document.id
            first = seen.setdefault(identifier, number)
            if first != number:
                problems.append(f"{documents}:{number}: 「id」{identifier!r} 已在第 {first} 行用过")
            digest.update(line_digest)
            keys.append((day, identifier, start, len(raw), line_digest))
    if problems:
        raise DocumentsError(problems)
    keys.sort(key=lambda key: key[1])
    keys.sort(key=lambda key: key[0], reverse=True)
    spans = tuple((start, size) for _, _, start, size, _ in keys)
    lines_in_order = tuple(key[4] for key in keys)
    named = {key[4]: key[:2] for key in keys}
    return Source(documents, spans, lines_in_order, named, program, digest.hexdigest())
