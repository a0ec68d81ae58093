"""Ranking quality over our own library: `python -m benchmarks.ranking [--worst 10]`.

`tests/search/judgements.jsonl` and `judgements_unseen.tsv` hold questions in enterprises' words with the
pages that answer them, graded 1–3, written by reading the pages; those of the second by someone who had
not seen the synonyms. Every third question is held out: no weight was chosen by it. Prints NDCG@10 of our
engine, of our engine without synonyms and of plain BM25 over bigrams, for all, for the tuned and for the
held-out part, and of how many questions of `everyday_questions.tsv` a right page is among the first
three. Exit code 1 when ours is below the bound on all or on the held-out part.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from district import load_site_config
from district.synonyms import load_synonyms
from law.registry import load_registry
from law.texts.pack import NO_PACK
from publisher.model.citing import index_laws
from publisher.model.loader import Folders, load_library
from publisher.outputs.documents import write_documents
from publisher.outputs.law_records import law_records
from search.analysis import bigrams, fold, runs
from search.document import Document, parse_line, read_lines
from search.leading import ACTING
from search.ranking import inverse_document_frequency
from search.server.answering import Request, answer
from search.server.engine import build_index
from search.server.index_directory import IndexDirectory
from search.server.reader import open_snapshot
from search.synonyms import NO_SYNONYMS, SynonymTable
from selfhelp.shelf import load_shelf

ROOT = Path(__file__).resolve().parents[1]
JUDGEMENTS = ROOT / "tests/search/judgements.jsonl"
UNSEEN = ROOT / "tests/search/judgements_unseen.tsv"
EVERYDAY = ROOT / "tests/search/everyday_questions.tsv"
HELD_OUT_EVERY = 3
BOUND = 0.90
CUT = 10
Engine = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Judgement:
    """A question and the grades (1–3) of the pages that answer it; `is_held_out` when nothing was tuned
    by it."""

    qid: str
    text: str
    relevant: dict[str, int]
    is_held_out: bool


def read_judgements() -> list[Judgement]:
    """Both files, in order."""
    seen = [json.loads(line) for line in JUDGEMENTS.read_text("utf-8").splitlines()]
    lines = [line for line in UNSEEN.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        *(_judgement(d["qid"], d["text"], d["relevant"], n) for n, d in enumerate(seen)),
        *(_unseen(line, n) for n, line in enumerate(lines)),
    ]


def _unseen(line: str, place: int) -> Judgement:
    text, grades = line.split("\t")
    relevant = {page: int(grade) for page, grade in (pair.split("=") for pair in grades.split())}
    return _judgement(f"u{place + 1:03}", text, relevant, place)


def _judgement(qid: str, text: str, relevant: dict[str, int], place: int) -> Judgement:
    return Judgement(qid, text, relevant, place % HELD_OUT_EVERY == HELD_OUT_EVERY - 1)


def ndcg(found: Sequence[str], relevant: dict[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, gains 2^grade − 1."""

    def gain(grades: Sequence[int]) -> float:
        return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))

    ideal = sorted(relevant.values(), reverse=True)[:CUT]
    return gain([relevant.get(page, 0) for page in found[:CUT]]) / gain(ideal)


def scores_of(engine: Engine, judgements: Sequence[Judgement]) -> list[float]:
    return [ndcg(engine(judgement.text), judgement.relevant) for judgement in judgements]


def means_of(scores: Sequence[float], judgements: Sequence[Judgement]) -> dict[str, float]:
    """The mean of all questions and of each part."""
    parts: dict[str, list[float]] = {"all": list(scores), "tuned": [], "held out": []}
    for score, judgement in zip(scores, judgements, strict=True):
        parts["held out" if judgement.is_held_out else "tuned"].append(score)
    return {part: sum(found) / len(found) for part, found in parts.items()}


def write_library(folder: Path) -> Path:
    """documents.jsonl of the repository's own library, in `folder`, with self-help and terms as shipped
    and the laws that it cites."""
    folders = Folders(ROOT, ROOT / "cases_library", ROOT / "content")
    config = load_site_config(ROOT / "site_config")
    library, _ = load_library(folders, config)
    today = date.today()
    index = index_laws(library.documents(), load_registry(ROOT / "site_config"), today)
    laws = law_records(index, NO_PACK, today)
    write_documents(library, folder / "documents.jsonl", load_shelf(), config.glossary, laws)
    return folder / "documents.jsonl"


def our_engine(
    index_dir: Path, *, with_synonyms: bool = True, limit: int = CUT, only_graded: bool = False
) -> Engine:
    """Ids of what the engine finds, the nearest pages where none fits. `only_graded` leaves out ways,
    tools, papers and terms, and pages written since, which nobody graded for any question."""
    snapshot = open_snapshot(IndexDirectory(index_dir))
    synonyms = SynonymTable(load_synonyms().pairs()) if with_synonyms else NO_SYNONYMS
    wanted = 3 * limit if only_graded else limit
    graded = {page for judgement in read_judgements() for page in judgement.relevant}

    def engine(text: str) -> list[str]:
        hits = answer(snapshot, Request(text, limit=wanted), synonyms).closest
        return [hit.id for hit in hits if hit.id in graded or not only_graded][:limit]

    return engine


def share_at_once(engine: Engine, judgements: Sequence[Judgement]) -> float:
    """Of how many questions a page with the best grade is among the first three results."""
    return sum(
        any(judgement.relevant.get(page) == max(judgement.relevant.values()) for page in found[:3])
        for judgement, found in ((judgement, engine(judgement.text)) for judgement in judgements)
    ) / len(judgements)


def read_everyday() -> list[tuple[str, frozenset[str]]]:
    """Questions of owners in everyday words, each with the pages any of which answers it."""
    lines = [line for line in EVERYDAY.read_text("utf-8").splitlines() if not line.startswith("#")]
    return [(text, frozenset(pages.split())) for text, pages in (s.split("\t") for s in lines)]


def share_answered(engine: Engine, questions: Sequence[tuple[str, frozenset[str]]]) -> float:
    """Of how many questions a page that answers it is among the first three results."""
    return sum(not pages.isdisjoint(engine(text)[:3]) for text, pages in questions) / len(questions)


class PlainBigrams:
    """The textbook: BM25 (k1 1.2, b 0.75) over bigrams of title and text as one field."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.ids = [document.id for document in documents]
        self.counts = [Counter(_bigrams(f"{d.title}\n{d.text}")) for d in documents]
        self.lengths = [count.total() for count in self.counts]
        self.found_in = Counter(term for count in self.counts for term in count)

    def __call__(self, text: str) -> list[str]:
        asked, pages = _bigrams(text), len(self.ids)
        average = sum(self.lengths) / pages
        scores = []
        for count, length in zip(self.counts, self.lengths, strict=True):
            norm = 1.2 * (0.25 + 0.75 * length / average)
            scores.append(
                sum(
                    inverse_document_frequency(self.found_in[t], pages)
                    * count[t]
                    / (count[t] + norm)
                    for t in asked
                    if t in count
                )
            )
        order = sorted(range(pages), key=lambda page: (-scores[page], page))
        return [self.ids[page] for page in order[:CUT]]


def _bigrams(text: str) -> list[str]:
    return [
        t for run in runs(fold(text)) for t in (bigrams(run.text) if run.is_han else [run.text])
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--worst", type=int, default=0, help="show the tuned questions answered worst"
    )
    options = parser.parse_args()
    judgements = read_judgements()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = write_library(folder)
        build_index(documents, folder / "index")
        pages = [page for page in map(parse_line, read_lines(documents)) if page.kind not in ACTING]
        engines: dict[str, Engine] = {
            "plain bigram BM25": PlainBigrams(pages),
            "ours without synonyms": our_engine(
                folder / "index", with_synonyms=False, only_graded=True
            ),
            "ours": our_engine(folder / "index", only_graded=True),
        }
        print(f"{len(judgements)} questions, {len(pages)} pages")
        for label, engine in engines.items():
            scores = scores_of(engine, judgements)
            means = means_of(scores, judgements)
            parts = "   ".join(f"{part} {mean:.3f}" for part, mean in means.items())
            print(f"NDCG@{CUT}, {label:<24}{parts}", flush=True)
        everything = our_engine(folder / "index")
        at_once = share_at_once(everything, judgements)
        print(f"best page among the first three of all results: {at_once:.1%}")
        everyday = read_everyday()
        answered = share_answered(everything, everyday)
        print(
            f"right page among the first three, {len(everyday)} everyday questions: {answered:.1%}"
        )
    is_met = min(means["all"], means["held out"]) >= BOUND
    print(f"must be at least {BOUND:g}{'' if is_met else '   MISSED'}")
    tuned = [pair for pair in zip(scores, judgements, strict=True) if not pair[1].is_held_out]
    for score, judgement in sorted(tuned, key=lambda pair: pair[0])[: options.worst]:
        print(f"{score:.2f}  {judgement.qid}  {judgement.text}")
    sys.exit(0 if is_met else 1)


if __name__ == "__main__":
    main()
