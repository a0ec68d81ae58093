"""Runs tests in a child of a process that has everything loaded but the project, in a copy of it.

The copy is made of links, so that it costs nothing and a mutant never stands in the checkout; what
starts programs of its own (the readers of attachments) starts them from the copy as well.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutation.areas import ROOT
from benchmarks.mutation.mutants import Mutant

_LEFT_OUT = {".venv", ".git", "site", "var", "dist", "build", ".cache", ".fabu-cache", ".hypothesis",
             ".pytest_cache", ".mypy_cache", ".ruff_cache", "node_modules"}  # fmt: skip
_MINE = ("forms_backend", "tests")
"""Loaded anew in each child; what these stand on (settings, law, search) is not changed."""
_QUIET = ("-x", "-q", "--tb=line", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist")
OUT_OF_TIME = -1


class Verdict(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    OUT_OF_TIME = "out of time"
    UNTESTED = "untested"
    UNPROVEN = "unproven"
    """Something failed that fails without the mutant as well: no test noticed anything."""

    @property
    def is_survivor(self) -> bool:
        return self in (Verdict.SURVIVED, Verdict.UNTESTED, Verdict.UNPROVEN)


@dataclass(frozen=True)
class Ended:
    """How a run of tests ended: pytest's exit code, seconds of processor time, what it printed, and
    what failed first: a test, or a file of tests that could not be loaded."""

    code: int
    cpu: float
    said: str
    witness: str = ""


class _Witness:
    """pytest plugin: writes down what failed first."""

    def __init__(self, target: Path) -> None:
        self._target = target

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report.nodeid, failed=report.failed)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report.nodeid, failed=report.failed)

    def _note(self, name: str, *, failed: bool) -> None:
        if failed and not self._target.exists():
            self._target.write_text(name, encoding="utf-8")


class Bench:
    """The copy, and a process ready to fork."""

    def __init__(self, directory: Path) -> None:
        self.root = directory
        self._out = directory.parent / f"{directory.name}.out"
        self._failed = directory.parent / f"{directory.name}.failed"
        self._passing: dict[tuple[str, ...], bool] = {}

    def warm_up(self, tests: Sequence[str]) -> None:
        """Load what the tests load, then forget what is the project's."""
        os.chdir(self.root)
        sys.path[:] = [str(self.root), *(p for p in sys.path if p not in ("", str(ROOT)))]
        os.environ["PYTHONPATH"] = str(self.root)
        with Path(os.devnull).open("w") as nothing, contextlib.redirect_stdout(nothing):
            pytest.main(["--collect-only", *_QUIET, *tests])

    def run(
        self, arguments: Sequence[str], *, cpu: int, wall: float,
        plugins: Sequence[Any] = (), around: Callable[[], Any] | None = None,
    ) -> Ended:  # fmt: skip
        """pytest in a child, which gets so many seconds. `around` is called first, and what it gives
        back is called at the end."""
        self._failed.unlink(missing_ok=True)
        started = resource.getrusage(resource.RUSAGE_CHILDREN)
        pid = os.fork()
        if pid == 0:
            self._child(arguments, cpu, (*plugins, _Witness(self._failed)), around)
        status = _wait(pid, wall)
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = ended.ru_utime + ended.ru_stime - started.ru_utime - started.ru_stime
        said = self._out.read_text(encoding="utf-8", errors="replace")
        failed = self._failed.read_text(encoding="utf-8") if self._failed.exists() else ""
        return Ended(status, spent, said, failed)

    def _child(
        self, arguments: Sequence[str], cpu: int, plugins: Sequence[Any], around: Any
    ) -> None:
        code = 70
        try:
            os.setsid()
            target = os.open(self._out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            for number in (1, 2):
                os.dup2(target, number)
            resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 5))
            self._forget_mine()
            finish = around() if around else None
            code = int(pytest.main([*_QUIET, *arguments], plugins=list(plugins)))
            if finish:
                finish()
            sys.stdout.flush()
        finally:
            os._exit(code)

    def check(self, tests: Sequence[str]) -> None:
        """Raises SystemExit where the tests do not pass without any mutant: then whatever they say
        of one proves nothing."""
        ended = self.run(tests, cpu=600, wall=1200)
        if ended.code != 0:
            raise SystemExit(f"the tests fail without a mutant:\n{ended.said[-3000:]}")

    def _forget_mine(self) -> None:
        """Modules of the tests have names of their own, as `test_ledger`: told by their places."""
        places = tuple(str(self.root / name) for name in _MINE)
        for name, module in list(sys.modules.items()):
            file = getattr(module, "__file__", None) or ""
            if name.split(".")[0] in _MINE or file.startswith(places):
                del sys.modules[name]

    def try_out(
        self, mutant: Mutant, tests: Sequence[str], seconds: float
    ) -> tuple[Verdict, Ended]:
        """Whether one of `tests`, which take `seconds` together, fails with the mutant in place."""
        if not tests:
            return Verdict.UNTESTED, Ended(5, 0.0, "")
        cpu, wall = int(30 + 8 * seconds), 90 + 25 * seconds
        with self._in_place(mutant):
            ended = self.run(tests, cpu=cpu, wall=wall)
            if ended.code == 4 and "not found:" in ended.said:  # parameters come from the mutant
                files = list(dict.fromkeys(t.split("::")[0] for t in tests))
                ended = self.run(files, cpu=cpu, wall=wall)
        if ended.code == 0:
            return Verdict.SURVIVED, ended
        if ended.code in (OUT_OF_TIME, -signal.SIGXCPU, -signal.SIGKILL):
            return Verdict.OUT_OF_TIME, ended
        proof = (ended.witness,) if ended.witness else tuple(tests)
        return (Verdict.KILLED if self._passes(proof) else Verdict.UNPROVEN), ended

    def _passes(self, tests: tuple[str, ...]) -> bool:
        """Whether these pass where nothing is changed: what fails by itself, as a module of the tests
        that cannot be loaded in a child, is no test that noticed the mutant."""
        if tests not in self._passing:
            self._passing[tests] = self.run(tests, cpu=600, wall=1200).code == 0
        return self._passing[tests]

    @contextmanager
    def _in_place(self, mutant: Mutant) -> Iterator[None]:
        target = self.root / mutant.path
        target.unlink()  # a link to the checkout's own file: never to be written through
        target.write_text(mutant.source, encoding="utf-8")
        try:
            yield
        finally:
            target.unlink()
            os.link(ROOT / mutant.path, target)


def _wait(pid: int, seconds: float) -> int:
    """The exit code; negative for a signal, OUT_OF_TIME. Whatever the child started ends with it."""
    end, code = time.monotonic() + seconds, OUT_OF_TIME
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            break
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    if code == OUT_OF_TIME:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, 0)
    return code


@contextmanager
def bench(tests: Sequence[str]) -> Iterator[Bench]:
    """A copy of the checkout as it stands, warmed up for `tests`; gone at the end."""
    with tempfile.TemporaryDirectory(prefix="fabu-mutation-", dir=ROOT / ".cache") as directory:
        copy = Path(directory) / "copy"
        shutil.copytree(
            ROOT, copy, copy_function=os.link, symlinks=True,
            ignore=lambda place, names: _LEFT_OUT.intersection(names) if place == str(ROOT) else (),
        )  # fmt: skip
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        before, path = Path.cwd(), list(sys.path)
        made = Bench(copy)
        made.warm_up(tests)
        try:
            yield made
        finally:
            os.chdir(before)
            sys.path[:] = path
