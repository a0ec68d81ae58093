"""Processor time from a save to its page, in a preview of many cases.

python -m benchmarks.preview [--cases 2000] [--saves 10]
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.generate import write_cases
from district import load_site_config
from publisher.model.loader import Folders
from publisher.preview.session import Session

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("content", "cases_library", "site_config")


def project(root: Path, cases: int) -> Folders:
    """The reference project with that many cases more."""
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part)
    shutil.copy(ROOT / "mkdocs.yml", root)
    write_cases(
        cases,
        root / "cases_library",
        ROOT / "cases_library",
        load_site_config(ROOT / "site_config"),
    )
    return Folders(root, root / "cases_library", root / "content")


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--saves", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folders = project(Path(folder) / "project", options.cases)
        data = Path(folder) / "data"
        data.mkdir()
        session = Session(folders, data, lambda _: None)
        turns = threading.Thread(target=session.turns.run)
        turns.start()
        file = sorted(folders.cases.glob("*/bench-*.md"))[options.cases // 2]
        output = f"cases/{file.stem}/index.html"
        text = file.read_text(encoding="utf-8")

        def save(number: int) -> None:
            file.write_text(f"{text}\n第{number}次保存。\n", encoding="utf-8")
            session.refresh()
            assert f"第{number}次保存。" in session.turns.ask(lambda: session.shown(output)).html

        saves = [spent(lambda number=number: save(number)) for number in range(options.saves)]  # type: ignore[misc]
        settling = spent(session.settle)
        session.end()
        turns.join()
    print(
        f"{options.cases} cases more; a save shown: {median(saves):.2f} s (at most {max(saves):.2f} s)"
    )
    print(f"all else, beside: {settling:.1f} s")


if __name__ == "__main__":
    main()
