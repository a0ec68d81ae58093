"""`fabu retag`: one word of the front matter exchanged in every manuscript that holds it."""

from __future__ import annotations

import click

from district.header_values import KEYS, LONGEST_VALUE, with_value
from publisher.editing.mending import difference
from publisher.model.loader import candidates
from publisher.project import find_project


@click.command()
@click.option("--write", is_flag=True, help="写入文件；不加时只显示要改的地方。")
@click.argument("key", type=click.Choice(list(KEYS)), metavar="KEY")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def retag(write: bool, key: str, old: str, new: str) -> None:
    """把头信息 KEY 里的词 OLD 在所有稿件里换成 NEW，其余一字不动。

    KEY 是 keywords 关键词、areas 领域、industries 行业、stage 程序阶段、cause 案由、type 类型、unit
    单位。词表里没有的新词，先加进词表。启用了三审的，改过的稿件要重新签，签好以前网上不变。
    """
    old, new = old.strip(), new.strip()
    if not old or not new or old == new:
        raise click.UsageError("原来的词和新词都要写，而且不能一样")
    if len(new) > LONGEST_VALUE or not new.isprintable():
        raise click.UsageError(f"新词最长 {LONGEST_VALUE} 个字，只写文字")
    changed = 0
    for candidate in candidates(find_project()):
        try:
            before = candidate.file.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            continue  # fabu check says so
        after = with_value(before, key, old, new)
        if after == before:
            continue
        changed += 1
        click.echo(difference(candidate.shown, before, after), nl=False)
        if write:
            candidate.file.write_text(after, encoding="utf-8", newline="")
    if not changed:
        click.echo(f"没有稿件的「{key}」写着“{old}”。")
    elif write:
        click.echo(f"已改 {changed} 篇。请运行 fabu check，再签名、提交。")
    else:
        click.echo(f"以上 {changed} 篇还没有写入；加 --write 写入。")
