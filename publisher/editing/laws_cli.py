"""`fabu laws`: texts of laws taken in, looked after, and who cites what changes."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from district import FabuError, load_site_config
from district.project import laws_dir
from law.instrument import Version
from law.moves import Target
from law.names import short_title
from law.registry import Registry, load_registry
from law.texts.comparing import Step, step_on
from law.texts.files import files_below
from law.texts.importing import Outcome, Read, keep, named, read_file, shown_title
from law.texts.pack import Pack, load_pack
from law.texts.standing import MONTH, Standing, standing
from law.texts.standing_file import as_json, noted
from law.texts.wording import written
from publisher.model.affected import affected_places
from publisher.model.citing import index_laws
from publisher.model.library import Library
from publisher.model.loader import load_library
from publisher.moment import build_moment
from publisher.project import config_dir, find_project

_DATABASE = "https://flk.npc.gov.cn/"


@click.group()
def laws() -> None:
    """法律条文：导入、看是否要更新、查哪些稿件受修法影响。"""


@laws.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option(
    "--as-of", "day", type=click.DateTime(["%Y-%m-%d"]),
    help="这些文本截至哪一天现行有效（下载或核对的日期），默认今天。",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="只核对，不写入。")
def import_command(sources: tuple[Path, ...], day: datetime | None, dry_run: bool) -> None:
    """把法律条文收进 var/laws/，先核对再写入。

    读国家法律法规数据库下载的 .docx、Markdown 文集和 .txt。条号须从第一条连到最后一条，条数须与法律目录一致，
    款、项与目录不同的列出来供核对。有文件没有收下时退出码为 1。
    """
    root = find_project().root
    registry = load_registry(config_dir(root))
    pack = Pack(laws_dir(root))
    as_of = (day.date() if day else build_moment().date()).isoformat()
    files = [file for source in sources for file in files_below(source)]
    if not files:
        raise FabuError("没有找到 .docx、.md 或 .txt 文件")
    reads = [read_file(file, registry, pack, as_of) for file in files]
    twice = _twice(reads)
    for read in reads:
        for line in _told(read):
            click.echo(line)
        if not dry_run and read not in twice:
            keep(read, pack)
    for read in twice:
        click.echo(f"未写入：{read.file} 和另一个文件是同一个文本而文字不同，请只留一个")
    _say_what_was_not_offered(reads, pack, registry)
    counts = Counter(read.outcome for read in reads)
    summary = "，".join(f"{outcome.value} {counts[outcome]}" for outcome in Outcome)
    where = "只核对，没有写入" if dry_run else f"写在 {pack.directory}"
    click.echo(f"共 {len(reads)} 个文件：{summary}。{where}。")
    sys.exit(1 if twice or counts[Outcome.REFUSED] else 0)


def _twice(reads: Sequence[Read]) -> list[Read]:
    """Files of which two claim to be the same text and differ."""
    first: dict[tuple[str, str], Read] = {}
    found: list[Read] = []
    for read in reads:
        if read.text is None or read.version is None:
            continue
        other = first.setdefault((read.title, read.version.key), read)
        if other is not read and other.text and other.text.articles != read.text.articles:
            words = [[a.words for a in r.text.articles] for r in (other, read) if r.text]
            if words[0] != words[1]:
                found += [r for r in (other, read) if r not in found]
    return found


def _told(read: Read) -> list[str]:
    """What one file gave: nothing to say about one that did not change."""
    if read.outcome is Outcome.SAME and not read.notes:
        return []
    title = shown_title(read)
    head = f"{read.outcome.value}：{read.file}{f' {title}' if title else ''}"
    if read.outcome is Outcome.NEW and read.text:
        head += f" {len(read.text.articles)} 条"
    if read.changed:
        head += f"，改动 {named(read.changed)}"
    return [head, *(f"  {text}" for text in (*read.problems, *read.notes))]


def _say_what_was_not_offered(reads: Sequence[Read], pack: Pack, registry: Registry) -> None:
    """Texts in the pack that a whole folder of new ones did not bring again."""
    offered = {(r.title, r.version.key) for r in reads if r.version}
    gone = [(text.title, key) for _, key, text in pack.texts() if (text.title, key) not in offered]
    if len(reads) > 1 and gone:
        click.echo(f"条文库里有而这次没有的 {len(gone)} 个（保留不动）：")
        for title, key in gone:
            click.echo(f"  《{short_title(title)}》（{_label(registry, title, key)}）")


def _label(registry: Registry, title: str, key: str) -> str:
    instrument = registry.instrument(title)
    versions: Sequence[Version] = instrument.versions if instrument else ()
    return next((v.label for v in versions if v.key == key and v.label), key)


@laws.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="text 给人看；json 与网站旁边的 laws.json 相同，给程序读。",
)  # fmt: skip
def status(form: str) -> None:
    """条文库现在怎样：多久没有核对、哪些将要施行、引用了而没有条文的。

    有要做的事时退出码为 1。
    """
    library, registry, pack, today = _opened()
    cited = [law.title for law in index_laws(library.documents(), registry, today).laws]
    found = standing(pack, registry, cited, today)
    if form == "json":
        click.echo(as_json(noted(found)), nl=False)
    else:
        for line in status_lines(found, today):
            click.echo(line)
    sys.exit(1 if found.needs_work else 0)


def status_lines(found: Standing, today: date) -> list[str]:
    """What `fabu laws status` prints."""
    lines = [f"条文库有 {len(found.held)} 个文本（{today}）。"]
    if found.old:
        lines.append(
            f"超过 {MONTH.days} 天没有核对（请到 {_DATABASE} 重新下载，再 fabu laws import）："
        )
        lines += [
            f"  《{short_title(h.title)}》（{h.version.label}）文本截至 {h.as_of or '没有写明'}"
            for h in sorted(found.old, key=lambda h: (h.as_of or date.min, h.title))
        ]
    if found.coming:
        lines.append("已经公布、将要施行：")
        lines += [
            f"  {c.version.begins} 起 《{short_title(c.title)}》（{c.version.label}）"
            f"{'' if c.is_held else '，还没有条文'}"
            for c in sorted(found.coming, key=lambda c: (c.version.begins or date.max, c.title))
        ]
    if found.missing:
        lines.append("网站引用了、还没有现行条文：")
        lines += [f"  《{i.short}》" for i in found.missing]
    if found.strange:
        lines.append("不是目录里任何一个文本的文件：")
        lines += [f"  {name}" for name in found.strange]
    if len(lines) == 1:
        lines.append("没有要做的事。")
    return lines


@laws.command()
@click.option("--law", "name", required=True, help="法律名称，全称、简称都可以。")
@click.option(
    "--from", "day", type=click.DateTime(["%Y-%m-%d"]),
    help="新文本施行的日期，默认下一个将要施行的文本。",
)  # fmt: skip
def affected(name: str, day: datetime | None) -> None:
    """查一部法律修改后，哪些稿件引用的条文会变。"""
    library, registry, pack, today = _opened()
    step = _step(registry, name, day.date() if day else None, today)
    heading = (
        f"《{short_title(step.instrument.title)}》（{step.old.label}）→ "
        f"《{short_title(step.new_of.title)}》（{step.new.label}），{step.new.begins} 起施行"
    )
    click.echo(heading)
    if None in (pack.text(step.instrument, step.old), pack.text(step.new_of, step.new)):
        click.echo("条文库里缺其中一个文本，文字是否修改要人工核对；用 fabu laws import 收进来。")
    places = list(affected_places(library.documents(), step, registry, pack, today))
    if not places:
        click.echo("没有稿件引用会变的条文。")
    for place in places:
        note = "（案例，法院适用的是当时的法律，页面自动注明）" if place.is_of_a_case else ""
        click.echo(
            f"{place.path}:{place.line}: {written(place.changed.number)} "
            f"{place.changed.change.value}{_to(place.changed.targets, step)}{note}"
        )


def _to(targets: Sequence[Target], step: Step) -> str:
    if not targets:
        return ""
    other = f"《{short_title(step.new_of.title)}》" if step.new_of != step.instrument else ""
    unsure = "" if all(t.is_sure for t in targets) else "（大致对应）"
    return f"，见{other}{'、'.join(map(str, targets))}{unsure}"


def _step(registry: Registry, name: str, day: date | None, today: date) -> Step:
    instrument = registry.find(name)
    if instrument is None:
        near = registry.nearest(name, 0.6)
        hint = f"，是不是“{near}”" if near else ""
        raise FabuError(f"法律目录里没有“{name}”{hint}")
    days = [v.begins for v in instrument.versions if v.begins]
    days += [instrument.ended] if instrument.ended else []
    coming = sorted(d for d in days if d > today)
    if day is None and not coming:
        raise FabuError(f"《{instrument.short}》没有将要施行的新文本；查以前的修改请写 --from 日期")
    found = step_on(registry, instrument, day or coming[0])
    if found is None:
        known = "、".join(str(d) for d in sorted(days)[1:]) or "没有记录"
        raise FabuError(f"《{instrument.short}》在 {day} 没有换成新文本；新文本施行的日期：{known}")
    return found


def _opened() -> tuple[Library, Registry, Pack, date]:
    folders = find_project()
    folder = config_dir(folders.root)
    library, _ = load_library(folders, load_site_config(folder))
    pack = load_pack(laws_dir(folders.root))
    now = build_moment()
    return library.live(now), load_registry(folder), pack, now.date()
