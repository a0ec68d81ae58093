"""Which tests run which lines, learned by running each test file once under coverage and kept in
`.cache/mutation` until the file or the code changes; and, from that, which tests to ask."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import coverage
import pytest

from benchmarks.mutation.areas import AREAS, ROOT, files_of
from benchmarks.mutation.mutants import Mutant
from benchmarks.mutation.trial import Bench

KEPT = ROOT / ".cache" / "mutation"
LONGEST_CHOICE = 25.0
"""Seconds of tests that a mutant has to live through; the quickest first."""
_IN_A_PROCESS_OF_THEIR_OWN = "forms_backend/attachments/readers/"
"""Where coverage sees what the tests call, but not what runs in workers."""
_READER_TESTS = "tests/forms_backend/attachments/"


@dataclass
class Learned:
    """What ran: by test, its seconds and the lines of each module."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[str, list[int]]] = field(default_factory=dict)


class _Watch:
    """pytest plugin: tells coverage which test runs, and how long each took."""

    def __init__(self, coverage: Any, learned: Learned) -> None:
        self._coverage = coverage
        self._learned = learned

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self._coverage.switch_context(item.nodeid)
        yield
        self._coverage.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and not report.passed:
            return
        before = self._learned.seconds.get(report.nodeid, 0.0)
        self._learned.seconds[report.nodeid] = before + report.duration


def learn(bench: Bench, tests: Sequence[str]) -> Learned:
    """From what is kept, and by running what has changed since."""
    KEPT.mkdir(parents=True, exist_ok=True)
    whole = Learned()
    for test in tests:
        kept = KEPT / f"{_digest(test)}.json"
        if not kept.exists() or _has_changed(json.loads(kept.read_text())["modules"]):
            _run_one(bench, test, kept)
        found = json.loads(kept.read_text())
        whole.seconds |= found["seconds"]
        whole.lines |= found["lines"]
    return whole


def _has_changed(modules: dict[str, str]) -> bool:
    """Whether a module that the test runs is another than it was."""
    return any(
        not (ROOT / name).exists() or sha(ROOT / name) != was for name, was in modules.items()
    )


def sha(path: Path) -> str:
    """What tells one text of a file from another."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:20]


def _run_one(bench: Bench, test: str, target: Path) -> None:
    learned = Learned()
    watched = [str(bench.root / name) for area in AREAS for name in files_of(area)]
    watched += [str(bench.root / "forms_backend" / zone / "*") for zone in ("public", "staff")]
    cover = coverage.Coverage(data_file=None, config_file=False, include=watched)

    def start() -> Any:
        cover.start()
        return finish

    def finish() -> None:
        cover.stop()
        data = cover.get_data()
        for name in data.measured_files():
            path = str(Path(name).relative_to(bench.root))
            for line, contexts in data.contexts_by_lineno(name).items():
                for nodeid in contexts:
                    if nodeid in learned.seconds:
                        learned.lines.setdefault(nodeid, {}).setdefault(path, []).append(line)
        modules = {path for lines in learned.lines.values() for path in lines}
        shas = {path: sha(ROOT / path) for path in sorted(modules)}
        said = {"seconds": learned.seconds, "lines": learned.lines, "modules": shas}
        target.write_text(json.dumps(said))

    plugin = _Watch(cover, learned)
    arguments = ["--maxfail=1000", test]
    ended = bench.run(arguments, cpu=900, wall=3000, plugins=[plugin], around=start)
    print(f"  {test}: {ended.cpu:.0f} s", flush=True)
    if not target.exists():
        raise SystemExit(f"{test} could not be run:\n{ended.said[-2000:]}")


def _digest(test: str) -> str:
    """Of the test's file and of what every test shares."""
    found = hashlib.sha256(test.encode())
    shared = sorted((ROOT / "tests").rglob("conftest.py"))
    for path in (ROOT / test, *shared):
        found.update(path.read_bytes())
    return found.hexdigest()[:20]


class Choice:
    """Which tests to ask about a mutant."""

    def __init__(self, learned: Learned, root: Path = ROOT) -> None:
        self._seconds = learned.seconds
        self._root = root
        self._by_line: dict[tuple[str, int], set[str]] = {}
        self._by_file: dict[str, set[str]] = {}
        for nodeid, files in learned.lines.items():
            for path, lines in files.items():
                self._by_file.setdefault(path, set()).add(nodeid)
                for line in lines:
                    self._by_line.setdefault((path, line), set()).add(nodeid)

    def of(self, mutant: Mutant) -> tuple[list[str], float]:
        """The tests, quickest first, and how many seconds they take together."""
        found = self._running(mutant.path, range(mutant.line, mutant.last_line + 1))
        if mutant.name:
            found |= self._using(mutant.name)
        if not found or mutant.where == "<module>":
            found |= self._by_file.get(mutant.path, set())
        if mutant.path.startswith(_IN_A_PROCESS_OF_THEIR_OWN):
            found |= {t for t in self._seconds if t.startswith(_READER_TESTS)}
        return self._quickest(found)

    def twins(self, tests: Sequence[str]) -> tuple[list[str], float]:
        """Over PostgreSQL, those of `tests` that run over SQLite: where nothing fails here, something
        may there."""
        known = [t.replace("sqlite", "postgresql") for t in tests if "sqlite" in t]
        return self._quickest({t for t in known if t in self._seconds})

    def _running(self, path: str, lines: Iterable[int]) -> set[str]:
        return set[str]().union(*(self._by_line.get((path, line), set()) for line in lines))

    def _using(self, name: str) -> set[str]:
        """Tests that run a line on which a constant is used, in whatever module."""
        found, word = set[str](), re.compile(rf"\b{re.escape(name)}\b")
        for path in self._by_file:
            text = (self._root / path).read_text(encoding="utf-8")
            for number, line in enumerate(text.splitlines(), 1):
                if word.search(line):
                    found |= self._by_line.get((path, number), set())
        return found

    def _quickest(self, found: set[str]) -> tuple[list[str], float]:
        lean = {t for t in found if self._twin(t) not in found}
        chosen: list[str] = []
        total = 0.0
        for test in sorted(lean, key=lambda t: (self._seconds[t], t)):
            if chosen and total + self._seconds[test] > LONGEST_CHOICE:
                break
            chosen.append(test)
            total += self._seconds[test]
        return chosen, total

    @staticmethod
    def _twin(test: str) -> str | None:
        """The same test over SQLite, where this is the one over PostgreSQL."""
        return test.replace("postgresql", "sqlite") if "postgresql" in test else None
