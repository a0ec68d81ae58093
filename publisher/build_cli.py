"""`fabu build`: MkDocs with our checks before it and a summary after it."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from district.errors import FabuError
from district.project import built_site_dir, laws_dir
from district.releases import refuse_released
from law.texts import STANDING_FILE
from publisher.last_build import Inputs, one_at_a_time, read_inputs, write_inputs
from publisher.moment import build_moment, passed_moments
from publisher.outputs import DOCUMENTS, HEARINGS
from publisher.own_code import PACKAGES
from publisher.parallel import without_garbage_collection
from publisher.progress import Report, as_lines, as_object, followed, stage
from publisher.project import HEARINGS as HEARINGS_FOLDER
from publisher.project import MARKER, Folders, config_dir, find_project
from publisher.rendering.manifest import read_manifest, written_pages
from publisher.shipped import HANDBOOK

if TYPE_CHECKING:
    from publisher.model.finding import Finding
    from publisher.plugin import FabuPlugin
    from publisher.rendering.kept_pages import SiteState

STAMP = ".fabu-inputs.json"
"""In the site's folder: `inputs`, the digest of all that the last build read, `until`, the moment
(ISO 8601, Chinese time) at which something goes live or ends although no input changes, or null, and
`beside`, digests of the files that a build leaves beside the site, by name."""

BESIDE = (DOCUMENTS, HEARINGS, STANDING_FILE)
"""Sites whose folders lie side by side share them: what stands there may be another site's."""

WAITING = "另一次生成正在进行，等它完成……"

MADE_WITH = ("jinja2", "markdown", "mkdocs", "mkdocs-material", "pydantic", "segno")


def _files_below(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every file below a folder with what the system knows of it, in a stable order; links to folders
    are not followed, since they may lead in a circle, and links to nothing are left out."""
    if not folder.is_dir():
        return  # who reads it says so
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_below(Path(entry.path))
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield entry.path, entry.stat()


def _inputs(folders: Folders) -> Iterator[tuple[str, os.stat_result]]:
    singles = [*sorted(HANDBOOK.glob("*.md")), folders.root / MARKER]
    root = folders.root
    for folder in (*PACKAGES, folders.cases, folders.content, config_dir(root), laws_dir(root)):
        yield from _files_below(folder)
    yield from ((str(file), file.stat()) for file in singles)


def inputs_digest(folders: Folders, options: str = "") -> str:
    """Digest of name, size and times of every file that a build reads, of what it is made with, of
    the day, and of how many hearings have ended: the hearing pages depend on both."""
    return inputs_of(folders, options).digest


def inputs_of(folders: Folders, options: str = "") -> Inputs:
    """All that `inputs_digest` is of."""
    now = build_moment()
    ended = passed_moments(folders.content / HEARINGS_FOLDER, now)
    releases = " ".join(f"{name}={version(name)}" for name in MADE_WITH)
    ground = f"{now:%Y-%m-%d} {ended} {releases} {sys.version} {options}"
    files = {
        name: f"{info.st_size} {info.st_mtime_ns} {info.st_ctime_ns}"
        for name, info in _inputs(folders)
    }
    return Inputs(ground, files)


def _beside(site_dir: Path) -> dict[str, str]:
    """Digests of the files beside a site, by name; without those that are not there."""
    found = {}
    for name in BESIDE:
        with suppress(FileNotFoundError), (site_dir.parent / name).open("rb") as file:
            found[name] = file_digest(file, "blake2b").hexdigest()
    return found


def _standing(site_dir: Path) -> dict[str, Any]:
    """The stamp of a site that is there as it was made, the files beside it too, and in which nothing
    has gone live or ended since; empty for any other."""
    try:
        stamp = json.loads((site_dir / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(stamp, dict):
        return {}
    until = stamp.get("until")
    if until is not None and build_moment() >= datetime.fromisoformat(until):
        return {}
    beside = _beside(site_dir)
    is_whole = len(beside) == len(BESIDE) and beside == stamp.get("beside")
    return stamp if is_whole and written_pages(site_dir) is not None else {}


def _texts_changed(inputs: Inputs, folders: Folders, site_dir: Path, digest: str) -> list[str]:
    """The manuscripts that changed since the build with this digest; none where anything else did."""
    before = read_inputs(folders.root, site_dir, digest)
    changed = inputs.changed_since(before) if before else None
    below = (f"{folders.cases}{os.sep}", f"{folders.content}{os.sep}")
    texts = [name for name in changed or () if name.startswith(below) and name.endswith(".md")]
    return texts if changed and len(texts) == len(changed) else []


class _EchoHandler(logging.Handler):
    """Shows what a build says of the search where the command's other sentences stand."""

    def __init__(self, *, err: bool) -> None:
        super().__init__()
        self._err = err

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(self.format(record), err=self._err)


@contextmanager
def _search_messages_shown(*, err: bool) -> Iterator[None]:
    from publisher.outputs.search_files import LOGGER

    logger, handler = logging.getLogger(LOGGER), _EchoHandler(err=err)
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def run_mkdocs(
    folders: Folders, site_dir: Path, *, booklets: bool = True, verify: bool = False
) -> datetime | None:
    """Build the site; see `build_with_mkdocs`. Returns the moment at which it is out of date although
    nothing changes, if there is one."""
    plugin, _nav = build_with_mkdocs(folders, site_dir, booklets=booklets, verify=verify)
    return plugin.source.next_change(plugin.now)


def build_with_mkdocs(
    folders: Folders, site_dir: Path, *, booklets: bool = True, verify: bool = False
) -> tuple[FabuPlugin, list[Any]]:
    """Build the site; pages that did not change stay. Exits with 1 when an error stands. Returns the
    plugin, which knows what the site was made of, and the menu of the plain pages.

    `booklets=False` makes none, whatever mkdocs.yml says; `verify` uses nothing that earlier builds
    remember.
    """
    # MkDocs and Material take 0.4 s to import: not before a build is really needed.
    from mkdocs.commands.build import build as mkdocs_build
    from mkdocs.config import load_config

    config = load_config(
        str(folders.root / "mkdocs.yml"), docs_dir=str(folders.content), site_dir=str(site_dir)
    )
    if "fabu" not in config.plugins:
        raise FabuError("mkdocs.yml 的 plugins 里没有 fabu，请加上 “- fabu”")
    config.plugins["fabu"].config["cases_dir"] = str(folders.cases)
    if not booklets:
        config.plugins["fabu"].config["booklets"] = False
    if verify:
        config.plugins["fabu"].config["verify"] = True
    # “dirty” only keeps MkDocs from emptying the folder: our plugin renders every plain page,
    # tells by fingerprint which document pages changed, and removes what is gone.
    logging.getLogger("mkdocs.commands.build").setLevel(logging.ERROR)
    config.plugins.on_startup(command="build", dirty=True)
    mkdocs_build(config, dirty=True)
    config.plugins.on_shutdown()
    return cast("FabuPlugin", config.plugins["fabu"]), list(config.nav or [])


_CASES = click.option(
    "--cases", type=click.Path(path_type=Path, file_okay=False), help="案例目录，默认 cases_library"
)
_CONTENT = click.option(
    "--content", type=click.Path(path_type=Path, file_okay=False), help="其他稿件目录，默认 content"
)


@click.command()
@_CASES
@_CONTENT
@click.option(
    "--site-dir", type=click.Path(path_type=Path, file_okay=False), help="网站输出目录，默认 site"
)
@click.option(
    "--if-changed", is_flag=True, help="稿件、配置和程序都没有变化时不重建（现在总是这样）"
)
@click.option("--verify", is_flag=True, help="全部重新读入、重新生成，不用以前留下的任何结果")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="最后怎样报告：json 是一个对象（有错误时列出错误），其余的话写到标准错误输出。",
)
@click.option("--without-booklets", is_flag=True, help="不生成各领域的典型案例汇编（PDF、EPUB）")
def build(
    cases: Path | None,
    content: Path | None,
    site_dir: Path | None,
    if_changed: bool,
    verify: bool,
    without_booklets: bool,
    form: str,
) -> None:
    """检查全部稿件，生成网站和 documents.jsonl。有错误时不写出任何文件。

    在终端里显示做到哪里、还要多久；最后报告各步用时、新写和未变的网页、最慢的网页和内存。
    """
    started = time.monotonic()
    folders = find_project(cases=cases, content=content)
    target = site_dir or built_site_dir(folders.root)
    refuse_released(target)
    target = target.resolve()
    as_json = form == "json"
    with (
        one_at_a_time(folders.root, target, lambda: click.echo(WAITING, err=as_json)),
        followed(sys.stderr) as progress,
    ):
        booklets = not without_booklets
        try:
            pages = _build(folders, target, booklets=booklets, verify=verify, err=as_json)
        except SystemExit as stopped:
            if not as_json:
                raise
            # MkDocs' own exit would write to the standard output, too.
            if findings := _findings_behind(stopped):
                click.echo(_told_stopped(findings))
            sys.exit(1)
    seconds = time.monotonic() - started
    if as_json:
        click.echo(_told(target, pages, seconds, progress.report))
    elif pages is None:
        click.echo("网站已是最新，无需重建。")
    else:
        click.echo("\n".join(as_lines(progress.report)))
        click.echo(f"完成：{pages} 个页面，用时 {seconds:.1f} 秒，输出到 {target}")


def _told(target: Path, pages: int | None, seconds: float, report: Report) -> str:
    """The report as JSON; `built` is false where nothing had changed."""
    standing = pages if pages is not None else len(_pages_of(target))
    told = {"built": pages is not None, "site": str(target), "pages": standing}
    return json.dumps(told | {"seconds": round(seconds, 3)} | as_object(report), ensure_ascii=False)


def _findings_behind(stopped: SystemExit) -> Sequence[Finding]:
    """The errors in manuscripts and settings for which MkDocs gave up; none where it was for another
    reason."""
    from publisher.build import BuildStopped

    error: BaseException | None = stopped
    while error is not None and not isinstance(error, BuildStopped):
        error = error.__cause__ or error.__context__
    return error.findings if error is not None else ()


def _told_stopped(findings: Sequence[Finding]) -> str:
    """What stopped a build, each as `fabu check --format json` writes it."""
    from publisher.model.report import as_object as finding_as_object

    told = {"built": False, "findings": [finding_as_object(one) for one in sorted(findings)]}
    return json.dumps(told, ensure_ascii=False)


def _pages_of(site_dir: Path) -> list[str]:
    return [name for name in read_manifest(site_dir) if name.endswith(".html")]


def _build(
    folders: Folders, target: Path, *, booklets: bool, verify: bool, err: bool
) -> int | None:
    """Bring the site up to date. Returns how many pages it has, or None where nothing had changed.
    `err`: whether what is said meanwhile goes to the standard error output."""
    inputs = inputs_of(folders, "" if booklets else "without booklets")
    stamp = {} if verify else _standing(target)
    if stamp.get("inputs") == inputs.digest:
        return None
    texts = _texts_changed(inputs, folders, target, stamp["inputs"]) if stamp else []
    (target / STAMP).unlink(missing_ok=True)
    with without_garbage_collection(), _search_messages_shown(err=err):
        site = _went_on(folders, target, texts) if texts else None
        if site is not None:
            ends = site.until
        else:
            ends = run_mkdocs(folders, target, booklets=booklets, verify=verify)
        until = ends.isoformat() if ends else None
    (target / STAMP).write_text(
        json.dumps({"inputs": inputs.digest, "until": until, "beside": _beside(target)}),
        encoding="utf-8",
    )
    write_inputs(inputs, folders.root, target)
    return len(_pages_of(target))


def _went_on(folders: Folders, site_dir: Path, texts: list[str]) -> SiteState | None:
    """See `publisher.continuing`; what a whole build needs besides is not loaded for it."""
    from publisher.continuing import continued

    stage("改过的稿件")
    return continued(folders, site_dir, site_dir.parent / DOCUMENTS, texts, build_moment())
