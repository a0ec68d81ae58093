"""Builds the same cases with Fabu, with Fabu as it was, with stock MkDocs + Material and with Hugo, and
prints times, sizes and what they are of each other.

python -m benchmarks.build [--cases 5000] [--large 50000] [--before COMMIT] [--hugo FILE] [--only NAME …]
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

from benchmarks.generate import write_cases
from benchmarks.stock import PRUNED, STOCK, write_hugo_project, write_stock_project
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
FABU, EARLIER, TUNED, INSTALLED, HUGO = (
    "Fabu",
    "Fabu before",
    "MkDocs + Material, navigation.prune",
    "MkDocs + Material as installed",
    "Hugo, bare layouts",
)
NAMES = {"before": EARLIER, "tuned": TUNED, "stock": INSTALLED, "hugo": HUGO}


@dataclass(frozen=True)
class Run:
    """`seconds` by the clock; `processor`: seconds of all its processes; `peak`: MB of the largest one;
    `megabytes`: of the site, 0 for what writes none."""

    name: str
    what: str
    cases: int
    seconds: float
    processor: float
    peak: float
    megabytes: float


def size_of(folder: Path) -> float:
    """Sum of the sizes of all files below `folder`, in MB (10⁶ bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def timed(
    name: str, what: str, cases: int, command: Sequence[str], cwd: Path, site: Path | None = None
) -> Run:
    """Run `command` and measure it and the site it leaves. Raises CalledProcessError."""
    print(f"… {name}, {cases:,} cases: {what}", file=sys.stderr, flush=True)
    started = time.perf_counter()
    quiet = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, env=quiet)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    processor, peak = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6
    return Run(name, what, cases, seconds, processor, peak, size_of(site) if site else 0)


def write_project(cases: int, folder: Path) -> Path:
    """The reference project with `cases` generated cases besides its own."""
    for part in ("content", "site_config", "cases_library"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    config = load_site_config(ROOT / "site_config")
    write_cases(cases, folder / "cases_library", ROOT / "cases_library", config)
    return folder


def fabu_runs(name: str, code: Path, project: Path, cases: int, *, short: bool) -> list[Run]:
    """What the program whose files lie in `code` takes for a project of its own. `short`: only the cold
    build and the one in which nothing changed."""
    site = project / "site"
    fabu = [sys.executable, "-m", "fabu", "--project", str(project)]
    # Stock MkDocs makes no booklets.
    build, check = [*fabu, "build", "--without-booklets"], [*fabu, "check"]

    def run(what: str, command: list[str], writes: Path | None = None) -> Run:
        return timed(name, what, cases, command, code, writes)

    runs = [run(COLD, build, site), run(NOTHING, build)]
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


def stock_run(name: str, config: str, cases: Path, count: int, folder: Path) -> Run:
    file = write_stock_project(cases, folder, config)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(file)]
    return timed(name, COLD, count, command, folder, folder / "site")


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
    ("cold ÷ stock as installed", _of((FABU, COLD), (INSTALLED, COLD)), 1 / 30),
    ("cold ÷ before, processor", _of((FABU, COLD), (EARLIER, COLD), "processor"), 0.45),
    ("nothing changed ÷ cold, processor", _of((FABU, NOTHING), (FABU, COLD), "processor"), 0.01),
    ("one edited ÷ cold, processor", _of((FABU, EDITED), (FABU, COLD), "processor"), 0.03),
    ("one edited ÷ Hugo's whole build", _of((FABU, EDITED), (HUGO, COLD)), 1),
    ("vocabulary changed ÷ cold", _of((FABU, VOCABULARY), (FABU, COLD)), 0.6),
    ("check, nothing changed, processor s", _plain((FABU, CHECK_NOTHING), "processor"), 1),
    ("check, one case edited, processor s", _plain((FABU, CHECK_EDITED), "processor"), 1),
)
"""What is asked for at 5,000 cases: what, the figure, the most that it may be."""


def print_tables(runs: Sequence[Run], cases: int) -> None:
    print(f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}\n")
    print("| program | cases | what | seconds | processor s | largest process, MB | site, MB |")
    print("|---|---:|---|---:|---:|---:|---:|")
    for run in runs:
        size = f"{run.megabytes:.0f}" if run.megabytes else ""
        print(
            f"| {run.name} | {run.cases:,} | {run.what} | {run.seconds:.2f} | {run.processor:.2f} "
            f"| {run.peak:.0f} | {size} |"
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
        print(f"nothing changed: {large[NOTHING].seconds:.2f} s.")


def measured(options: argparse.Namespace, folder: Path) -> list[Run]:
    """All runs that are asked for. The slowest come last, so that a run that is broken off has said most."""
    count, asked = options.cases, set(options.only or NAMES)
    project = write_project(count, folder / "project")
    cases = project / "cases_library"
    runs = []
    if "hugo" in asked and options.hugo:
        runs.append(hugo_run(options.hugo, cases, count, folder / "hugo"))
    elif "hugo" in asked:
        print("Hugo is not installed (apt-get install hugo, or --hugo FILE)", file=sys.stderr)
    if "before" in asked:
        code = earlier_code(options.before, folder / "code")
        other = folder / "before"
        shutil.copytree(project, other)
        runs += fabu_runs(EARLIER, code, other, count, short=False)
        shutil.rmtree(other)
    runs += fabu_runs(FABU, ROOT, project, count, short=False)
    for key, config in (("tuned", PRUNED), ("stock", STOCK)):
        if key in asked:
            runs.append(stock_run(NAMES[key], config, cases, count, folder / key))
            shutil.rmtree(folder / key)
    if options.large:
        shutil.rmtree(project)
        project = write_project(options.large, folder / "large")
        runs += fabu_runs(FABU, ROOT, project, options.large, short=True)
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--large", type=int, default=50000, help="0: leave out")
    parser.add_argument("--before", default=BEFORE, help="a commit of this repository")
    parser.add_argument("--hugo", default=shutil.which("hugo"), help="the program")
    parser.add_argument(
        "--only", nargs="*", choices=NAMES, help="what Fabu is set beside; default all"
    )
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fabu-bench-"))
    try:
        print_tables(measured(options, folder), options.cases)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
