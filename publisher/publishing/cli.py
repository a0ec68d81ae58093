"""`fabu publish`, `fabu rollback` and `fabu releases`."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path

import click

from district import FabuError
from district.os_reasons import reason_of
from district.releases import SOURCE as SOURCE_FOLDER
from district.releases import is_requested, read_status, releases_dir, take_request
from publisher.build_cli import STAMP
from publisher.model.fields import CHINA
from publisher.project import find_project
from publisher.publishing import releases as store
from publisher.publishing.brakes import coming_back, named, why_taken_back, why_too_few
from publisher.publishing.checkout import Source, clean_checkout
from publisher.publishing.making import Made, NotPublishable, make
from publisher.publishing.mirror import mirror
from publisher.publishing.releases import Release
from publisher.publishing.rsync_copy import PREFIX, mirror_by_rsync

WORK = ".work"
_TO = click.option(
    "--to",
    "target",
    metavar="DIR|rsync://…",
    help="另外把页面同步到这个目录，或者 rsync 服务器（静态托管）：先写新的和改过的，最后删去没有了的。",
)


@click.command()
@click.option("--ref", default="main", show_default=True, help="发布哪个分支、标签或提交。")
@_TO
@click.option("--requested", is_flag=True, help="有人（代码托管平台的通知）请求时才发布。")
@click.option("--again", is_flag=True, help="被回滚的版本也再发布一次。")
@click.option("--fewer", is_flag=True, help="比现在网上的少三成以上，也发布。")
def publish(ref: str, target: str | None, requested: bool, again: bool, fewer: bool) -> None:
    """取来工程的远程仓库，检查、生成、建索引、验检索，都通过了才换上去。

    哪一步没有通过，读者看到的都还是原来的网站。没有远程仓库的，发布本机仓库里的 REF；没有 git 的，
    发布工程目录现在的样子。保留最近五个版本，fabu rollback 退回上一个。
    """
    folders = find_project()
    releases = releases_dir(folders.root)
    if requested and not is_requested(releases):
        return
    with store.locked(releases, wait=requested):
        asked = take_request(releases) if requested else None
        source = Source(folders.root)
        try:
            source = clean_checkout(folders.root, ref, releases / WORK / "checkout")
            if source.revision and source.revision == store.held(releases) and not again:
                _tell_held(releases, source.revision[:12], source)
                return
            made = make(folders.root, source.folder, releases / WORK / "build")
            if not again and _is_held(releases, source, made):
                _tell_held(releases, store.held(releases), source)
                return
            told = _released(releases, source, made, fewer=fewer)
        except (FabuError, OSError) as error:
            _tell(releases, "failed", _reason(error), source)
            click.echo(f"没有发布，读者看到的还是原来的网站。{_who(error, source)}", err=True)
            raise
        told += _mirrored(releases, target, source)
        _tell(releases, "published", told, source)
        click.echo(told + (f"（{asked}）" if asked else ""))


def _tell_held(releases: Path, name: str, source: Source) -> None:
    told = f"版本 {name} 已被回滚，没有再发布；有新的提交后照常发布，一定要发布就加 --again"
    _tell(releases, "held", told, source)
    click.echo(told)


def _is_held(releases: Path, source: Source, made: Made) -> bool:
    """Whether, without a version control, just what was rolled back was built once more."""
    held = store.held(releases)
    return not source.revision and bool(held) and _is_same(releases / held, made)


def _is_same(release: Path, made: Made) -> bool:
    """Whether what was made was made of the same as the release in that folder."""
    old, new = release / "site" / STAMP, made.site / STAMP
    return old.is_file() and new.is_file() and old.read_bytes() == new.read_bytes()


def _released(releases: Path, source: Source, made: Made, *, fewer: bool) -> str:
    """Make and show a release, unless what readers see was made of just the same."""
    shown = store.current(releases)
    old = next((r for r in store.known(releases) if r.id == shown), None)
    if old is not None and old.revision == source.revision and _is_same(releases / old.id, made):
        return f"没有变化，仍是版本 {shown}"
    too_few = "" if fewer else why_too_few(old, made.pages)
    if too_few:
        raise NotPublishable("核对篇数", too_few)
    newest = {one.id for one in store.known(releases)[-1:]} | ({old.id} if old else set())
    published = [releases / one / SOURCE_FOLDER / "site_config" for one in sorted(newest)]
    taken_back = why_taken_back(published, made.source / "site_config")
    if taken_back:
        raise NotPublishable("核对签名", taken_back)
    now = datetime.now(CHINA)
    name = f"{now:%Y%m%d-%H%M%S}" + (f"-{source.revision[:8]}" if source.revision else "")
    release = Release(
        id=store.free_name(releases, name),
        made=now.isoformat(timespec="seconds"),
        revision=source.revision,
        subject=source.subject,
        pages=made.pages,
    )
    store.keep(releases, release, made.parts)
    store.switch(releases, release.id)
    store.hold(releases, "")
    store.prune(releases)
    return f"已发布版本 {release.id}：{release.pages} 篇"


def _mirrored(releases: Path, target: str | None, source: Source) -> str:
    """Copy what is shown now to `target`; what is said of it, empty without a target."""
    if target is None:
        return ""
    shown = str(store.current(releases))
    try:
        site = releases / shown / "site"
        is_far = target.startswith(PREFIX)
        copied = mirror_by_rsync(site, target) if is_far else mirror(site, Path(target).resolve())
    except (FabuError, OSError) as error:
        told = f"版本 {shown} 没有全部同步到 {target}（{_reason(error)}），再运行一次会补完"
        _tell(releases, "failed", told, source)
        click.echo(f"{told}。请运维人员处理。", err=True)
        raise
    return f"；同步到 {target}：写 {copied.written} 个，删 {copied.deleted} 个"


def _reason(error: FabuError | OSError) -> str:
    return str(error) if isinstance(error, FabuError) else reason_of(error)


def _who(error: FabuError | OSError, source: Source) -> str:
    """Who must act: the author of mistakes in manuscripts, or who looks after the machine."""
    if isinstance(error, NotPublishable) and re.search(
        r"\.(?:md|yml):\d+: [A-Z]\d{3} ", error.said
    ):
        return f"请稿件的提交人{source.author or ''}改正下面的问题，再提交一次。"
    return "请运维人员处理。"


def _tell(releases: Path, state: str, told: str, source: Source) -> None:
    try:
        store.write_status(
            releases,
            state=state,
            when=datetime.now(CHINA).isoformat(timespec="seconds"),
            revision=source.revision,
            author=source.author,
            message=told,
        )
    except OSError:  # a full disk; the exit code and the log say the same
        click.echo("写不下发布状态（磁盘可能已满）。", err=True)


@click.command()
@click.argument("release", required=False)
@_TO
@click.option("--anyway", is_flag=True, help="已经撤下、删去的稿件会重新出现，也退回。")
def rollback(release: str | None, target: str | None, anyway: bool) -> None:
    """读者立即看到以前的版本：RELEASE 是 fabu releases 列出的编号，不写则是上一个。

    退回之前的那个版本不会再被定时任务发布，有新的提交才会。会让已经撤下、删去的稿件重新出现的，
    列出来，不退回。
    """
    releases = releases_dir(find_project().root)
    with store.locked(releases):
        known = {r.id: r for r in store.known(releases)}
        shown = store.current(releases)
        earlier = store.before_current(releases)
        wanted = release or (earlier.id if earlier else None)
        if wanted is None:
            raise FabuError("没有更早的版本可以退回")
        if wanted not in known:
            raise click.UsageError(f"没有版本“{wanted}”；现有：{'、'.join(known) or '没有'}")
        if wanted != shown:
            earlier_one = shown is not None and wanted < shown
            if shown is not None and not anyway:
                _refuse_what_comes_back(releases / shown, releases / wanted, earlier=earlier_one)
            store.switch(releases, wanted)
            left = known.get(shown or "") if earlier_one else None
            store.hold(releases, (left.revision or left.id) if left else "")
        told = f"现在提供的是版本 {wanted}"
        told += _mirrored(releases, target, Source(releases, known[wanted].revision))
        _tell(releases, "rolled back", told, Source(releases, known[wanted].revision))
        click.echo(told)


def _refuse_what_comes_back(now: Path, wanted: Path, *, earlier: bool) -> None:
    pages = coming_back(now, wanted, earlier=earlier)
    if pages:
        raise FabuError(
            f"没有退回：下面 {len(pages)} 篇现在读者看不到，退回到 {wanted.name} 会重新出现。"
            f"确实要退回的，加 --anyway\n{named(pages)}"
        )


@click.command("releases")
def list_releases() -> None:
    """列出留着的版本和最近一次发布的结果；上次没有发布成的，退出码为 1。"""
    releases = releases_dir(find_project().root)
    shown = store.current(releases)
    found = store.known(releases)
    for release in reversed(found):
        mark = "→" if release.id == shown else "　"
        click.echo(
            f"{mark} {release.id}　{release.made}　{release.pages} 篇　{release.subject}".rstrip()
        )
    if not found:
        click.echo("还没有发布过，请运行 fabu publish。")
    status = read_status(releases)
    if status.get("state") == "failed":
        who = f"（提交人 {status['author']}）" if status.get("author") else ""
        click.echo(
            f"{status.get('when', '')} 没有发布成{who}：{status.get('message', '')}", err=True
        )
        sys.exit(1)
