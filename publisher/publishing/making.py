"""What one release is made of: checks, pages and index of a clean checkout, and proof that its search
finds what its pages say. Nothing that readers see is touched here."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from district import FabuError
from district.passed_on import passed_on
from district.project import VARIABLE, config_dir, laws_dir, var_dir
from district.releases import SOURCE
from law.texts import STANDING_FILE as LAWS
from publisher.outputs.documents import FILE_NAME as DOCUMENTS
from publisher.outputs.hearings_file import FILE_NAME as HEARINGS
from publisher.publishing.own_settings import why_not_own
from search.document import parse_line, read_lines
from search.server.service import SearchService

PROJECT = ("mkdocs.yml", "content", "cases_library", "site_config")
PROVED = 25
"""Documents whose title the new index must find."""

LONGEST_TOLD = 4_000


class NotPublishable(FabuError):
    """The new version has mistakes or cannot be built; `said` is what the step printed."""

    def __init__(self, step: str, said: str) -> None:
        self.step, self.said = step, said.strip()[-LONGEST_TOLD:]
        super().__init__(f"{step}没有通过，没有发布：\n{self.said}")


@dataclass(frozen=True)
class Made:
    """Where the parts of a release lie, and how many pages its index has."""

    site: Path
    documents: Path
    hearings: Path
    index: Path
    pages: int
    source: Path
    """The project that it was made of."""

    @property
    def parts(self) -> dict[str, Path]:
        """Name in the release → what is to be copied."""
        return {
            "site": self.site,
            DOCUMENTS: self.documents,
            HEARINGS: self.hearings,
            "index": self.index,
            **({LAWS: laws} if (laws := self.hearings.with_name(LAWS)).is_file() else {}),
            **{f"{SOURCE}/{path.name}": path for path in _manuscripts(self.source)},
        }


def _manuscripts(source: Path) -> Iterator[Path]:
    """What a project is, without what stands about it: from it booklets on demand are made."""
    return (source / name for name in PROJECT if (source / name).exists())


def make(root: Path, source: Path, work: Path) -> Made:
    """Check and build `source` (a checkout of the project `root`, or `root`) into `work`.

    Raises NotPublishable with what the failing step said.
    """
    why_not = why_not_own(root, source)
    if why_not:
        raise NotPublishable("核对设置", why_not)
    work.mkdir(parents=True, exist_ok=True)
    made = Made(work / "site", work / DOCUMENTS, work / HEARINGS, work / "index", 0, source)
    environment = _environment(root, source)
    build = ["build", "--site-dir", str(made.site)]
    _step("检查和生成", build, source, environment)
    index = ["index", "--documents", str(made.documents), "--index-dir", str(made.index)]
    _step("建立索引", index, source, environment)
    pages = prove(made.documents, made.index)
    return replace(made, pages=pages)


def prove(documents: Path, index: Path) -> int:
    """The pages of the index, when it is that of `documents` and finds them by their titles.

    Raises NotPublishable otherwise.
    """
    wanted = [parse_line(line) for line in read_lines(documents)]
    service = SearchService(index)
    pages = service.page_count()
    if pages != len(wanted):
        raise NotPublishable("检索", f"索引里有 {pages} 篇，网站有 {len(wanted)} 篇")
    for document in wanted[:: max(1, len(wanted) // PROVED)]:
        same = sum(other.title == document.title for other in wanted)
        hits = service.search(document.title, limit=10 + same).hits
        if document.id not in {hit.id for hit in hits}:
            raise NotPublishable("检索", f"用标题搜不到“{document.title}”（{document.id}）")
    return pages


def _environment(root: Path, source: Path) -> dict[str, str]:
    """No secret of this process; settings come from the checkout, data stay where they are."""
    config = config_dir(root)
    if config.is_relative_to(root):
        config = source / config.relative_to(root)
    return passed_on() | {
        VARIABLE: str(source),
        "FABU_CONFIG_DIR": str(config),
        "FABU_VAR_DIR": str(var_dir(root)),
        "FABU_LAWS_DIR": str(laws_dir(root)),
        "PYTHONIOENCODING": "utf-8",
    }


def _step(name: str, arguments: list[str], source: Path, environment: dict[str, str]) -> None:
    # -P: a checkout is data; no module in it is ever imported because it lies in the working folder.
    command = [sys.executable, "-P", "-m", "fabu", *arguments]
    done = subprocess.run(
        command,
        cwd=source,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        raise NotPublishable(name, done.stdout)
