"""Ranking on texts that are not our library's: `python -m benchmarks.heldout --laws FOLDER`.

FOLDER holds laws as Markdown, one file a law, articles as `**第X条**`. Three sets, each answered by our
engine and by textbook BM25 over bigrams and unigrams in the same run:

| set | questions | documents | right |
|---|---|---|---|
| short | `tests/search/lay_questions.jsonl`, written by reading the articles | articles | the articles that answer |
| long to articles | the facts of each of our cases, as pasted | articles | those that the case cites |
| long to cases | the same | our cases, the case itself among them but not counted | same cause 2, a common article 1 |

Of each set the even half is for trying weights, the odd half for believing them. Exit code 1 when ours
does not beat the textbook on every set.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.ranking import ROOT, Engine, ndcg, our_engine, write_library
from law.citation import citations
from law.numerals import number_of
from law.registry import load_registry
from search.analysis import fold, runs
from search.document import Document, parse_line, read_lines, write_documents
from search.ranking import WEIGHTS, inverse_document_frequency
from search.server.engine import build_index

QUESTIONS = ROOT / "tests/search/lay_questions.jsonl"
LONGEST_FACTS = 700
_ARTICLE = re.compile(r"^\*\*第([零一二三四五六七八九十百千]+)条\*\*", re.MULTILINE)
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Question:
    """A query with the grades of the documents that answer it; `own` is left out of what is found."""

    text: str
    relevant: dict[str, int]
    own: str = ""


@dataclass(frozen=True)
class QuestionSet:
    name: str
    documents: Sequence[Document]
    questions: Sequence[Question]


class Textbook:
    """BM25 over bigrams and unigrams of title and text as one field, with k1, b and weights of ours."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.ids = [document.id for document in documents]
        self.holders: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        self.lengths = []
        for number, document in enumerate(documents):
            counts = Counter(_weighted(f"{document.title}\n{document.text}"))
            self.lengths.append(sum(n for (_, weight), n in counts.items() if weight < 1))
            for (term, _), count in counts.items():
                self.holders[term].append((number, count))
        self.average = sum(self.lengths) / len(self.ids)

    def __call__(self, text: str) -> list[str]:
        scores: defaultdict[int, float] = defaultdict(float)
        for term, weight in _weighted(text):
            holders = self.holders.get(term, ())
            idf = inverse_document_frequency(len(holders), len(self.ids))
            for number, count in holders:
                share = self.lengths[number] / self.average
                norm = WEIGHTS.k1 * (1 - WEIGHTS.b + WEIGHTS.b * share)
                scores[number] += weight * idf * count / (count + norm)
        best = sorted(scores, key=lambda number: (-scores[number], number))
        return [self.ids[number] for number in best[:11]]


def _weighted(text: str) -> Iterator[tuple[str, float]]:
    for run in runs(fold(text)):
        if not run.is_han:
            yield run.text, 1.0
            continue
        yield from ((character, 0.5) for character in run.text)
        yield from ((a + b, 1.0) for a, b in zip(run.text, run.text[1:], strict=False))


def read_articles(folder: Path, *, with_parent: bool) -> list[Document]:
    """Every article of the laws in `folder`; later versions, with a date in their name, are left out."""
    found = []
    for file in sorted(folder.glob("*.md")):
        parts = _ARTICLE.split(file.read_text(encoding="utf-8"))
        if _DATED.search(file.stem):
            continue
        for numeral, text in zip(parts[1::2], parts[2::2], strict=True):
            found.append(
                Document(
                    id=f"{file.stem}-{number_of(numeral)}",
                    title=f"{file.stem}第{numeral}条",
                    text=_HEADING.sub("", text).strip(),
                    parent=file.stem if with_parent else "",
                )
            )
    return found


def lay_questions(path: Path = QUESTIONS) -> list[Question]:
    data = map(json.loads, path.read_text("utf-8").splitlines())
    return [Question(d["text"], dict.fromkeys(d["articles"], 1)) for d in data]


@dataclass(frozen=True)
class _Case:
    document: Document
    facts: str
    cause: str
    articles: frozenset[str]


def read_cases(folder: Path) -> list[_Case]:
    """Our own cases with their facts and what they cite, as ids of articles."""
    registry = load_registry()
    cases = []
    for line in read_lines(write_library(folder)):
        document = parse_line(line)
        source = ROOT / "cases_library" / "2026" / f"{document.id}.md"
        if document.kind != "case" or not source.is_file():
            continue
        body = source.read_text("utf-8-sig").split("\n---\n", 1)[1]
        first = next((part for part in body.split("\n## ")[1:]), "")
        cited = frozenset(
            f"{citation.law.removeprefix('中华人民共和国')}-{article.number}"
            for citation in citations(body, registry)
            for article in citation.articles
        )
        facts = first.partition("\n")[2].strip()[:LONGEST_FACTS]
        cases.append(_Case(document, facts, document.fields.get("cause", ""), cited))
    return cases


def question_sets(laws: Path, *, with_parent: bool) -> Iterator[QuestionSet]:
    articles = read_articles(laws, with_parent=with_parent)
    known = {document.id for document in articles}
    yield QuestionSet("short", articles, lay_questions())
    with tempfile.TemporaryDirectory() as name:
        cases = read_cases(Path(name))
    cited = [Question(c.facts, dict.fromkeys(c.articles & known, 1)) for c in cases]
    yield QuestionSet("long to articles", articles, [q for q in cited if q.relevant and q.text])
    similar = [Question(c.facts, _similar(c, cases), c.document.id) for c in cases]
    documents = [case.document for case in cases]
    yield QuestionSet("long to cases", documents, [q for q in similar if q.relevant and q.text])


def _similar(case: _Case, cases: Sequence[_Case]) -> dict[str, int]:
    grades = {
        other.document.id: 2 * (other.cause == case.cause) or bool(other.articles & case.articles)
        for other in cases
        if other is not case
    }
    return {name: int(grade) for name, grade in grades.items() if grade}


def scores_of(engine: Engine, questions: Sequence[Question]) -> list[float]:
    return [ndcg([page for page in engine(q.text) if page != q.own], q.relevant) for q in questions]


def index_of(documents: Sequence[Document], folder: Path) -> Path:
    write_documents(folder / "documents.jsonl", documents)
    build_index(folder / "documents.jsonl", folder / "index")
    return folder / "index"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--laws", type=Path, required=True)
    options = parser.parse_args()
    missed = False
    for with_parent in (False, True):
        for questions in question_sets(options.laws, with_parent=with_parent):
            missed |= _compare(questions, "with parent" if with_parent else "")
    sys.exit(1 if missed else 0)


def _compare(found: QuestionSet, note: str) -> bool:
    with tempfile.TemporaryDirectory() as name:
        index = index_of(found.documents, Path(name))
        engines: dict[str, Engine] = {
            "textbook": Textbook(found.documents),
            "ours, no synonyms": our_engine(index, with_synonyms=False, limit=11),
            "ours": our_engine(index, limit=11),
        }
        means = {}
        print(f"{found.name} {note}: {len(found.questions)} on {len(found.documents)} documents")
        for label, engine in engines.items():
            scores = scores_of(engine, found.questions)
            halves = [math.fsum(half) / len(half) for half in (scores[::2], scores[1::2])]
            means[label] = math.fsum(scores) / len(scores)
            print(f"  {label:<20}{means[label]:.3f}   even {halves[0]:.3f} odd {halves[1]:.3f}")
    return means["ours"] <= means["textbook"]


if __name__ == "__main__":
    main()
