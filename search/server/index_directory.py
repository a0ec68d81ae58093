"""The directory of an index: a marker of ours, the data it points to, and a lock for writers.

`fabu-index.json` is read before anything else. Whoosh unpickles what it opens, so a directory without
our marker, or of another format, is never handed to it. A rebuild writes a new data directory and
then replaces the marker in one step: readers see the old index or the new one, never a mixture.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from district.os_reasons import reason_of
from search.analysis import ANALYSIS_VERSION
from search.errors import IndexUnavailableError, SearchError

MARKER_NAME = "fabu-index.json"
LOCK_NAME = ".fabu-index.lock"
KIND = "fabu-search-index"
FORMAT = f"6.{ANALYSIS_VERSION}"
"""Layout of the data, then version of the analysis: a change of either asks for a rebuild."""
_DATA_NAME = re.compile(r"data-[0-9a-f]{12}")


@dataclass(frozen=True)
class Marker:
    """What the marker file says: which data directory serves, and a number that grows by commit."""

    data: str
    commit: int
    pages: int
    kind: str = KIND
    format: str = FORMAT


@dataclass(frozen=True)
class IndexDirectory:
    """An index directory by its path; opening nothing, deleting only what an index of ours left."""

    path: Path

    @property
    def rebuild_command(self) -> str:
        return f"fabu index --index-dir {self.path}"

    @property
    def marker_path(self) -> Path:
        return self.path / MARKER_NAME

    def data_path(self, marker: Marker) -> Path:
        return self.path / marker.data

    def read_marker(self) -> Marker:
        """The marker; IndexUnavailableError, naming the command that rebuilds, when there is no usable one."""
        try:
            data = json.loads(self.marker_path.read_bytes())
        except (FileNotFoundError, NotADirectoryError) as error:
            raise self._missing() from error
        except (OSError, ValueError, RecursionError) as error:
            raise IndexUnavailableError(
                f"索引标记 {self.marker_path} 读不出来（{error}）。"
                f"请删除目录 {self.path} 后运行 {self.rebuild_command}"
            ) from error
        if not isinstance(data, dict) or data.get("kind") != KIND:
            raise IndexUnavailableError(
                f"{self.marker_path} 不是法布检索索引的标记，{self._elsewhere}"
            )
        if data.get("format") != FORMAT:
            raise IndexUnavailableError(
                f"{self.path} 里的索引是另一版本的格式（{data.get('format')!r}，现为 {FORMAT!r}），"
                f"请运行 {self.rebuild_command} 重建"
            )
        return self._checked(data)

    def has_own_marker(self) -> bool:
        """Whether this directory is an index of ours, of whatever format."""
        try:
            data = json.loads(self.marker_path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return False
        return isinstance(data, dict) and data.get("kind") == KIND

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only writer; the lock goes with the process, also when that crashes.

        SearchError when the directory is not ours, is not writable or has a writer already.
        """
        self._claim()
        try:
            handle = os.open(self.path / LOCK_NAME, os.O_CREAT | os.O_RDWR, 0o644)
        except OSError as error:
            raise SearchError(f"索引目录 {self.path} 不可写：{reason_of(error)}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise SearchError(
                f"另一个 fabu index 正在写 {self.path}，请等它结束后再运行"
            ) from error
        try:
            yield
        finally:
            os.close(handle)

    def new_data_name(self) -> str:
        return f"data-{secrets.token_hex(6)}"

    def publish(self, marker: Marker) -> None:
        """Replace the marker in one step."""
        partial = self.path / f".{MARKER_NAME}.tmp"
        with partial.open("w", encoding="utf-8") as file:
            json.dump(asdict(marker), file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.marker_path)

    def remove_other_data(self, keep: str) -> None:
        """Delete data directories that no marker points to: old ones and those of a crashed run."""
        for entry in self.path.iterdir():
            if _DATA_NAME.fullmatch(entry.name) and entry.name != keep:
                shutil.rmtree(entry, ignore_errors=True)

    def _claim(self) -> None:
        """Make the directory, or see that it is empty or ours."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            names = {entry.name for entry in self.path.iterdir()}
        except OSError as error:
            raise SearchError(f"索引目录 {self.path} 不能使用：{reason_of(error)}") from error
        strangers = sorted(n for n in names if n != LOCK_NAME and not _DATA_NAME.fullmatch(n))
        if strangers and not self.has_own_marker():
            raise IndexUnavailableError(
                f"{self.path} 里已有别的文件（如 {strangers[0]}），不是法布的索引目录，{self._elsewhere}"
            )

    def _checked(self, data: dict[str, object]) -> Marker:
        name, commit, pages = data.get("data"), data.get("commit"), data.get("pages")
        is_sound = isinstance(name, str) and _DATA_NAME.fullmatch(name)
        if not is_sound or not isinstance(commit, int) or not isinstance(pages, int):
            raise self.damaged("标记内容不完整")
        return Marker(str(name), commit, pages)

    @property
    def _elsewhere(self) -> str:
        return "没有打开它。请换一个空目录，运行 fabu index --index-dir <目录> 建立索引"

    def _missing(self) -> IndexUnavailableError:
        try:
            is_foreign = any(e.name != LOCK_NAME for e in self.path.iterdir())
        except OSError:
            is_foreign = self.path.exists()
        if is_foreign:
            return IndexUnavailableError(f"{self.path} 不是法布的索引目录，{self._elsewhere}")
        return IndexUnavailableError(f"{self.path} 里还没有索引，请先运行 {self.rebuild_command}")

    def damaged(self, reason: object) -> IndexUnavailableError:
        """The error for data that cannot be read although the marker is sound."""
        return IndexUnavailableError(
            f"{self.path} 里的索引已损坏（{reason}），请运行 {self.rebuild_command} --rebuild 重建"
        )
