"""Builds the same cases with Fabu, with Fabu as it was, with stock MkDocs + Material and with Hugo, and
prints times, sizes and what they are of each other.

python -m benchmarks.build [--cases 5000] [--large 50000] [--before COMMIT] [--hugo FILE] [--only NAME …]
                           [--results FILE]

What was measured stands in the results file when its program is done, so that a run that was broken off
goes on where it stopped, and parts of it may run on different days: `--only hugo before` first, then the
whole. Nothing else may run beside it.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from os import cpu_count
from pathlib import Path
from threading import Event, Thread

from benchmarks.generate import write_cases
from benchmarks.stock import JIEBA, PRUNED, STOCK, write_hugo_project, write_stock_project
from district import load_site_config

ROOT = Path(__file__).resolve().parent.parent
BEFORE = "8b031308"
"""The last commit before builds and checks remembered more than what they had read (issue 13)."""

COLD, NOTHING, EDITED, VOCABULARY = (
    "cold",
    "nothing changed",
    "one case edited",
    "vocabulary changed",
)
CHECK_COLD, CHECK_NOTHING, CHECK_EDITED = (f"check, {what}" for what in (COLD, NOTHING, EDITED))
FABU, EARLIER, TUNED, CHINESE, INSTALLED, HUGO = (
    "Fabu",
    "Fabu before",
    "MkDocs + Material, navigation.prune",
    "MkDocs + Material, navigation.prune, jieba",
    "MkDocs + Material as installed",
    "Hugo, bare layouts",
)
NAMES = {
    "before": EARLIER,
    "tuned": TUNED,
    "chinese": CHINESE,
    "stock": INSTALLED,
    "hugo": HUGO,
}
RESULTS = ROOT / "var" / "bench-build.json"
LOOKED = 0.5
"""Seconds between two looks at the memory of all processes."""


@dataclass(frozen=True)
class Run:
    """`seconds` by the clock; `processor`: seconds of all its processes; `peak`: MB of the largest one;
    `together`: MB of all at once, what they share counted once, 0 where the system does not say;
    `megabytes`: of the site, 0 for what writes none; `page`: kB of the HTML of the largest generated
    case, of Fabu's sites alone."""

    name: str
    what: str
    cases: int
    seconds: float
    processor: float
    peak: float
    together: float
    megabytes: float
    page: float = 0


def _below(pid: int) -> list[int]:
    """A process and all that it started."""
    found, at = [pid], 0
    while at < len(found):
        with suppress(OSError):
            for children in Path(f"/proc/{found[at]}/task").glob("*/children"):
                found += map(int, children.read_text().split())
        at += 1
    return found


def _held(pid: int) -> float:
    """MB that a process holds, its share of what it shares; 0 where the system does not say."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0


class _Watch(Thread):
    """Looks now and then at the memory of a process and of all that it started."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most = 0.0
        self.ended = Event()
        self._pid = pid

    def run(self) -> None:
        while not self.ended.wait(LOOKED):
            self.most = max(self.most, sum(map(_held, _below(self._pid))))


def size_of(folder: Path) -> float:
    """Sum of the sizes of all files below `folder`, in MB (10⁶ bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def timed(
    name: str,
    what: str,
    cases: int,
    command: Sequence[str],
    cwd: Path,
    site: Path | None = None,
    libraries: Path | None = None,
) -> Run:
    """Run `command` and measure it and the site it leaves; it finds what lies in `libraries` besides.
    Raises CalledProcessError."""
    print(f"… {name}, {cases:,} cases: {what}", file=sys.stderr, flush=True)
    started = time.perf_counter()
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    if libraries is not None:
        quiet["PYTHONPATH"] = str(libraries)
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, env=quiet)
    watch = _Watch(process.pid)
    watch.start()
    _, status, used = os.wait4(process.pid, 0)
    watch.ended.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    processor, peak = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6
    size = size_of(site) if site else 0
    return Run(name, what, cases, seconds, processor, peak, watch.most, size)


def write_project(cases: int, folder: Path) -> Path:
    """The reference project with `cases` generated cases besides its own."""
    _copy_project(ROOT, folder)
    config = load_site_config(ROOT / "site_config")
    write_cases(cases, folder / "cases_library", ROOT / "cases_library", config)
    return folder


def _copy_project(root: Path, folder: Path) -> None:
    for part in ("content", "site_config", "cases_library"):
        shutil.copytree(root / part, folder / part)
    shutil.copy(root / "mkdocs.yml", folder)


def fabu_runs(name: str, code: Path, project: Path, cases: int, *, short: bool) -> list[Run]:
    """What the program whose files lie in `code` takes for a project of its own. `short`: only the cold
    build and the one in which nothing changed."""
    site = project / "site"
    fabu = [sys.executable, "-m", "fabu", "--project", str(project)]
    # Stock MkDocs makes no booklets.
    build, check = [*fabu, "build", "--without-booklets"], [*fabu, "check"]

    def run(what: str, command: list[str], writes: Path | None = None) -> Run:
        return timed(name, what, cases, command, code, writes)

    cold = run(COLD, build, site)
    pages = (site / "cases").glob("bench-*/index.html")
    cold = replace(cold, page=max(page.stat().st_size for page in pages) / 1e3)
    runs = [cold, run(NOTHING, build)]
    if short:
        return runs
    edited = next((project / "cases_library").rglob("bench-*.md"))
    _replace(edited, "本案编号", "本案改后编号")
    runs.append(run(EDITED, build))
    vocabulary = project / "site_config" / "vocabulary.yml"
    vocabulary.write_text(vocabulary.read_text("utf-8") + "\n# 改\n", encoding="utf-8")
    runs.append(run(VOCABULARY, build))
    runs.append(run(CHECK_COLD, [*check, "--verify"]))
    runs.append(run(CHECK_NOTHING, check))
    _replace(edited, "本案改后编号", "本案再改编号")
    runs.append(run(CHECK_EDITED, check))
    return runs


def _replace(file: Path, old: str, new: str) -> None:
    file.write_text(file.read_text("utf-8").replace(old, new, 1), encoding="utf-8")


def earlier_code(commit: str, folder: Path) -> Path:
    """The program as it was at `commit`. Raises CalledProcessError where git does not know it."""
    done = subprocess.run(
        ["git", "archive", "--format=tar", commit], cwd=ROOT, capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def earlier_project(code: Path, cases: Path, folder: Path) -> Path:
    """The reference project as it was, whose settings that program can read, with the generated cases
    below `cases`."""
    _copy_project(code, folder)
    for file in cases.rglob("bench-*.md"):
        target = folder / "cases_library" / file.relative_to(cases)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return folder


def stock_run(
    name: str, config: str, cases: Path, count: int, folder: Path, libraries: Path | None = None
) -> Run:
    file = write_stock_project(cases, folder, config)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(file)]
    return timed(name, COLD, count, command, folder, folder / "site", libraries)


def with_jieba(folder: Path) -> Path:
    """`folder` with the segmenter that Material's search uses where it finds it; nothing of ours may
    see it. Raises CalledProcessError where it cannot be fetched."""
    asked = folder.with_suffix(".txt")
    asked.write_text(JIEBA, encoding="utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "--target", folder, "--requirement", asked], check=True)
    return folder


def hugo_run(program: str, cases: Path, count: int, folder: Path) -> Run:
    write_hugo_project(cases, folder)
    return timed(HUGO, COLD, count, [program, "--quiet"], folder, folder / "public")


Figures = dict[tuple[str, str], Run]
Ratio = Callable[[Figures], float]


def _of(one: tuple[str, str], other: tuple[str, str], key: str = "seconds") -> Ratio:
    def ratio(figures: Figures) -> float:
        return float(getattr(figures[one], key) / getattr(figures[other], key))

    return ratio


def _plain(one: tuple[str, str], key: str) -> Ratio:
    return lambda figures: float(getattr(figures[one], key))


MUSTS: tuple[tuple[str, Ratio, float], ...] = (
    ("cold ÷ stock with navigation.prune", _of((FABU, COLD), (TUNED, COLD)), 1 / 6),
    ("cold ÷ stock with navigation.prune and jieba", _of((FABU, COLD), (CHINESE, COLD)), 1 / 6),
    ("cold ÷ stock as installed", _of((FABU, COLD), (INSTALLED, COLD)), 1 / 30),
    ("cold ÷ before, processor", _of((FABU, COLD), (EARLIER, COLD), "processor"), 0.45),
    ("nothing changed ÷ cold, processor", _of((FABU, NOTHING), (FABU, COLD), "processor"), 0.01),
    ("one edited ÷ cold, processor", _of((FABU, EDITED), (FABU, COLD), "processor"), 0.03),
    ("one edited ÷ Hugo's whole build", _of((FABU, EDITED), (HUGO, COLD)), 1),
    ("vocabulary changed ÷ cold", _of((FABU, VOCABULARY), (FABU, COLD)), 0.6),
    ("HTML of the largest case page, kB", _plain((FABU, COLD), "page"), 40),
    ("check, nothing changed, processor s", _plain((FABU, CHECK_NOTHING), "processor"), 1),
    ("check, one case edited, processor s", _plain((FABU, CHECK_EDITED), "processor"), 1),
)
"""What is asked for at 5,000 cases: what, the figure, the most that it may be."""


def print_tables(runs: Sequence[Run], cases: int) -> None:
    print(f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}\n")
    print("| program | cases | what | seconds | processor s | largest process, MB ", end="")
    print("| all together, MB | site, MB |\n|---|---:|---|---:|---:|---:|---:|---:|")
    for run in runs:
        size = f"{run.megabytes:.0f}" if run.megabytes else ""
        print(
            f"| {run.name} | {run.cases:,} | {run.what} | {run.seconds:.2f} | {run.processor:.2f} "
            f"| {run.peak:.0f} | {run.together:.0f} | {size} |"
        )
    figures = {(run.name, run.what): run for run in runs if run.cases == cases}
    print("\n| figure | measured | at most | |\n|---|---:|---:|---|")
    for name, ratio, most in MUSTS:
        try:
            found = ratio(figures)
        except KeyError:
            continue  # one of the two was left out
        print(f"| {name} | {found:.4f} | {most:.4f} | {'yes' if found <= most else 'NO'} |")
    large = {run.what: run for run in runs if run.name == FABU and run.cases > cases}
    if large:
        longer = large[COLD].seconds / figures[FABU, COLD].seconds
        times = large[COLD].cases / cases
        print(
            f"\n{times:g} times the cases take {longer:.1f} times the cold build's seconds;",
            end=" ",
        )
        print(f"nothing changed: {large[NOTHING].seconds:.2f} s;", end=" ")
        print(f"all processes together: {large[COLD].together:.0f} MB.")


class Results:
    """What was measured, by program and number of cases, in a file that is written after each."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._runs: dict[str, list[Run]] = {}
        with suppress(FileNotFoundError):
            kept = json.loads(file.read_text("utf-8"))
            self._runs = {key: [Run(**run) for run in runs] for key, runs in kept.items()}

    def take(self, name: str, cases: int, measure: Callable[[], list[Run]]) -> None:
        """Measure, unless that stands in the file."""
        key = f"{name}, {cases}"
        if key in self._runs:
            print(f"… {key}: from {self._file}", file=sys.stderr)
            return
        self._runs[key] = measure()
        self._file.parent.mkdir(parents=True, exist_ok=True)
        kept = {key: [asdict(run) for run in runs] for key, runs in self._runs.items()}
        partial = self._file.with_suffix(".part")
        partial.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.replace(self._file)

    def runs(self) -> list[Run]:
        return [run for runs in self._runs.values() for run in runs]


def measure_all(options: argparse.Namespace, folder: Path, results: Results) -> None:
    """All runs that are asked for and were not made yet. The slowest come last."""
    count, asked = options.cases, set(options.only or NAMES)
    project = write_project(count, folder / "project")
    cases = project / "cases_library"
    if "hugo" in asked and options.hugo:
        hugo = folder / "hugo"
        results.take(HUGO, count, lambda: [hugo_run(options.hugo, cases, count, hugo)])
    elif "hugo" in asked:
        print("Hugo is not installed (apt-get install hugo, or --hugo FILE)", file=sys.stderr)
    if "before" in asked:

        def before() -> list[Run]:
            code = earlier_code(options.before, folder / "code")
            other = earlier_project(code, cases, folder / "before")
            runs = fabu_runs(EARLIER, code, other, count, short=False)
            shutil.rmtree(other)
            return runs

        results.take(EARLIER, count, before)
    results.take(FABU, count, lambda: fabu_runs(FABU, ROOT, project, count, short=False))
    for key, config in (("tuned", PRUNED), ("chinese", PRUNED), ("stock", STOCK)):

        def peer(key: str = key, config: str = config) -> list[Run]:
            libraries = with_jieba(folder / "jieba") if key == "chinese" else None
            run = stock_run(NAMES[key], config, cases, count, folder / key, libraries)
            shutil.rmtree(folder / key)
            return [run]

        if key in asked:
            results.take(NAMES[key], count, peer)
    shutil.rmtree(project)
    if options.large:

        def large() -> list[Run]:
            whole = write_project(options.large, folder / "large")
            return fabu_runs(FABU, ROOT, whole, options.large, short=True)

        results.take(FABU, options.large, large)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--large", type=int, default=50000, help="0: leave out")
    parser.add_argument("--before", default=BEFORE, help="a commit of this repository")
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="the program")
    parser.add_argument(
        "--only", nargs="*", choices=NAMES, help="what Fabu is set beside; default all"
    )
    parser.add_argument(
        "--results", type=Path, default=RESULTS, help=f"default {RESULTS.relative_to(ROOT)}"
    )
    options = parser.parse_args()
    results = Results(options.results)
    folder = Path(tempfile.mkdtemp(prefix="fabu-bench-"))
    try:
        measure_all(options, folder, results)
        print_tables(results.runs(), options.cases)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
