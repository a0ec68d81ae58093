"""From a clone of release 0.1.0 to a project: its texts, settings and data without the program.

In 0.1.0 program and district lay in one folder. What the clone left as it was shipped belongs to the
program now; what it changed goes along, and has the same effect as before.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from district import FabuError
from district.layers import NATIONAL
from district.project import MARKER
from publisher.projects.layout import check_is_free, first_commit, write_layout
from publisher.shipped import SHIPPED

RELEASE = Path(__file__).with_name("release_0_1_0.json")
"""SHA-256 of each file of release 0.1.0 that a district may have changed, and its top folder."""

FOLDERS = ("forms", "bookings", "holidays")
"""Folders of settings in which 0.1.0 looked nowhere else once a clone had its own."""

NONE_WITHOUT_A_FILE = {
    "one_time_notices.yml": "notices: []\n",
    "synonyms.yml": "groups: []\none_way: []\n",
}
"""Without these files 0.1.0 had nothing; the national ones would now step in."""

REWRITTEN = "laws.yml"
"""Held the national laws in 0.1.0; it holds a district's own regulations in another form now."""

OFF = "enabled: false\n"
TAKEN_WHOLE = ("content", "cases_library", "var", ".env")
LEFT = frozenset(
    {".git", ".venv", "site", ".cache", "documents.jsonl", "hearings.json", "laws.json"}
)


@dataclass
class Adopted:
    """What was done, for the operator to read."""

    settings: list[str] = field(default_factory=list)
    unchanged: int = 0
    handbook: list[str] = field(default_factory=list)
    data: bool = False
    code: int = 0
    left: list[str] = field(default_factory=list)
    deploy: list[str] = field(default_factory=list)
    is_repository: bool = False


class _Release:
    def __init__(self) -> None:
        data = json.loads(RELEASE.read_text(encoding="utf-8"))
        self.files: dict[str, str] = data["files"]
        self.top: frozenset[str] = frozenset(data["top"])

    def shipped(self, root: Path, file: Path) -> bool:
        """Whether `file` is as it came with the release; line endings do not count."""
        content = file.read_bytes().replace(b"\r\n", b"\n")
        return self.files.get(file.relative_to(root).as_posix()) == sha256(content).hexdigest()


def adopt_clone(old: Path, new: Path) -> Adopted:
    """Make a project at `new` of the clone at `old`, which stays as it is.

    Raises click.UsageError when `new` is not empty, FabuError when `old` is no such clone.
    """
    check_is_free(new)
    if not all((old / name).is_file() for name in (MARKER, "site_config/site.yml", "fabu.py")):
        raise FabuError(
            f"“{old}”不像是 0.1.0 的仓库：缺少 {MARKER}、fabu.py 或 site_config/site.yml"
        )
    release, told = _Release(), Adopted()
    new.mkdir(parents=True, exist_ok=True)
    _take_settings(old, new / "site_config", release, told)
    _take_whole(old, new, release, told)
    _take_menu(old, new, release)
    told.deploy = [
        file.relative_to(old).as_posix()
        for file in sorted((old / "deploy").rglob("*"))
        if file.is_file() and not release.shipped(old, file)
    ]
    told.code = sum(1 for _ in (old / "site_config").rglob("*.py"))
    told.left += sorted(
        path.name
        for path in old.iterdir()
        if path.name not in release.top | LEFT | set(TAKEN_WHOLE)
        and not path.name.endswith("egg-info")
    )
    write_layout(new)
    told.is_repository = first_commit(new, "由法布 0.1.0 的仓库转来")
    return told


def _take_settings(old: Path, target: Path, release: _Release, told: Adopted) -> None:
    source = old / "site_config"
    for file in sorted(source.rglob("*.yml")):
        name = file.relative_to(source).as_posix()
        if name == REWRITTEN and not release.shipped(old, file):
            told.left.append(f"site_config/{name}（写法变了：本区自己的法规照新文件的写法另写）")
        elif not release.shipped(old, file):
            _write(target / name, _as_it_is(file.read_text(encoding="utf-8-sig")))
            told.settings.append(name)
            continue
        else:
            told.unchanged += 1
        reference = SHIPPED / "site_config" / name
        if reference.is_file():
            # What 0.1.0 shipped for every district stands partly in the example now.
            _write(target / name, reference.read_text(encoding="utf-8"))
    for folder in FOLDERS:
        if (source / folder).is_dir():
            _switch_off_what_is_gone(source, target, folder)
    _switch_off_what_is_gone(source, target, "answer_templates")
    for name, text in NONE_WITHOUT_A_FILE.items():
        if not (source / name).is_file():
            _write(target / name, text)


def _switch_off_what_is_gone(source: Path, target: Path, folder: str) -> None:
    for national in (NATIONAL / folder).glob("*.yml"):
        if not (source / folder / national.name).is_file():
            _write(target / folder / national.name, OFF)


def _as_it_is(text: str) -> str:
    """The file marked so that nothing of the nation is laid under it."""
    first, newline, rest = text.partition("\n")
    if first.rstrip() == "---":
        return f"--- !replace{newline}{rest}"
    return f"--- !replace\n{text}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _take_whole(old: Path, new: Path, release: _Release, told: Adopted) -> None:
    def skipped(folder: str, names: list[str]) -> list[str]:
        found = [name for name in names if name.endswith((".py", ".pyc")) or name == "__pycache__"]
        if Path(folder) == old / "content" / "handbook":
            found += [name for name in names if release.shipped(old, Path(folder, name))]
        return found

    for name in TAKEN_WHOLE:
        path = old / name
        if path.is_dir():
            shutil.copytree(path, new / name, ignore=skipped)
        elif path.is_file():
            shutil.copy2(path, new / name)
    told.data = (new / "var").is_dir()
    handbook = new / "content" / "handbook"
    told.handbook = [file.name for file in sorted(handbook.glob("*.md"))]
    if handbook.is_dir() and not any(handbook.iterdir()):
        handbook.rmdir()


def _take_menu(old: Path, new: Path, release: _Release) -> None:
    """The short mkdocs.yml of a project; the menu is the clone's own where it changed the file."""
    text = (SHIPPED / MARKER).read_text(encoding="utf-8")
    if not release.shipped(old, old / MARKER):
        own = (old / MARKER).read_text(encoding="utf-8-sig").partition("\nnav:")
        if own[1]:
            text = f"{text.partition('nav:')[0]}nav:{own[2]}"
    _write(new / MARKER, text)
