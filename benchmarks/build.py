"""Builds the same cases with Fabu and with stock MkDocs + Material, and prints the ratios.

python -m benchmarks.build [--cases 5000] [--large 20000] [--without-stock]
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

from benchmarks.generate import write_cases
from benchmarks.stock import write_stock_project
from district import load_site_config

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Run:
    name: str
    seconds: float
    megabytes: float


def size_of(folder: Path) -> float:
    """Sum of the sizes of all files below `folder`, in MB (10⁶ bytes)."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def timed(name: str, command: list[str], site: Path, cwd: Path) -> Run:
    """Run `command` and measure it and the site it leaves."""
    print(f"… {name}", file=sys.stderr, flush=True)
    started = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)
    return Run(name, time.perf_counter() - started, size_of(site))


def fabu_build(name: str, cases: Path, site: Path) -> Run:
    command = [
        sys.executable,
        "-m",
        "fabu",
        "build",
        "--without-booklets",  # stock MkDocs makes none
        "--cases",
        str(cases),
        "--site-dir",
        str(site),
    ]
    return timed(name, command, site, ROOT)


def fabu_runs(count: int, folder: Path) -> tuple[Path, list[Run]]:
    """Cold build, rebuild with nothing changed, and rebuild after one case was edited."""
    cases, site = folder / f"cases-{count}", folder / f"fabu-{count}" / "site"
    write_cases(count, cases, ROOT / "cases_library", load_site_config(ROOT / "site_config"))
    runs = [
        fabu_build(f"Fabu, {count:,} cases, cold", cases, site),
        fabu_build(f"Fabu, {count:,} cases, nothing changed", cases, site),
    ]
    edited = next(cases.rglob("*.md"))
    text = edited.read_text(encoding="utf-8")
    edited.write_text(text.replace("本案编号", "本案改后编号", 1), encoding="utf-8")
    runs.append(fabu_build(f"Fabu, {count:,} cases, one edited", cases, site))
    edited.write_text(text, encoding="utf-8")
    return cases, runs


def print_table(runs: list[Run], base: Run) -> None:
    print(f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}\n")
    print("| build | seconds | MB | time ÷ Fabu cold | size ÷ Fabu |")
    print("|---|---:|---:|---:|---:|")
    for run in runs:
        print(
            f"| {run.name} | {run.seconds:.1f} | {run.megabytes:.0f} "
            f"| {run.seconds / base.seconds:.2f} | {run.megabytes / base.megabytes:.2f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--large", type=int, default=20000, help="0: leave out")
    parser.add_argument("--without-stock", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fabu-bench-"))
    try:
        cases, runs = fabu_runs(options.cases, folder)
        base = runs[0]
        if options.large:
            runs += fabu_runs(options.large, folder)[1][:1]
        if not options.without_stock:
            config = write_stock_project(cases, folder / "stock")
            command = [
                sys.executable,
                "-m",
                "mkdocs",
                "build",
                "--quiet",
                "--config-file",
                str(config),
            ]
            runs.append(
                timed(
                    f"stock MkDocs + Material, {options.cases:,} cases",
                    command,
                    folder / "stock" / "site",
                    folder,
                )
            )
        print_table(runs, base)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
