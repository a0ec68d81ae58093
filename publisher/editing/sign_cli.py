"""`fabu sign` and `fabu review`: what reviewers and approvers run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import click

from district import FabuError, load_site_config
from district.signoff import FILE, Role, SignoffRules, load_signoff_rules
from district.signoff.record import (
    DamagedRecordError,
    Signature,
    counting,
    digest_of,
    genuine,
    is_genuine,
    left_behind,
    message_of,
    number_for,
    place_of_record,
    read_record,
    write_record,
)
from district.signoff.ssh_signature import NAMESPACE
from district.signoff.standing import NO_AUTHOR
from publisher.checks import check_context, findings_of_one
from publisher.model.documents.document import Unread
from publisher.model.finding import has_errors
from publisher.model.library import Entry, Library
from publisher.model.loader import Folders, candidates, load_library, read_entry, reader_for
from publisher.model.published_files import shown_files
from publisher.moment import build_moment
from publisher.project import config_dir, find_project
from publisher.signoff.release import release
from publisher.signoff.rules import needed_roles, standing

DEFAULT_KEY = "~/.ssh/id_ed25519"


@click.command()
@click.option(
    "--role", type=click.Choice([r.value for r in Role]), required=True, help="以什么身份签。"
)
@click.option("--urgent", is_flag=True, help="紧急：一名签发人签了就上网，其余的人以后补签。")
@click.option("--key", default=DEFAULT_KEY, show_default=True, help="本人的 SSH 私钥文件。")
@click.argument(
    "path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
def sign(path: Path, role: str, urgent: bool, key: str) -> None:
    """审核或签发一篇稿件：用本人的 SSH 私钥签名。

    签的是整个文件和网页用到的图片、附件；签后再改，要重新签。先把 status 写成 published，签齐以前不会上网。
    """
    folders = find_project()
    rules = load_signoff_rules(config_dir(folders.root))
    if not rules.is_on:
        raise FabuError(f"site_config/{FILE} 里没有人，三审没有启用")
    if urgent and role != Role.APPROVER:
        raise click.UsageError("--urgent 只能与 --role approver 一起用")
    entry = _entry(path, folders)
    private = Path(key).expanduser()
    person = _owner(private, Role(role), rules)
    data = path.read_bytes()
    digest = digest_of(data)
    place = place_of_record(config_dir(folders.root), entry)
    copy = place.with_suffix(".md")
    files = _files(entry, folders)
    signed = _signed_before(place)
    before = genuine(signed, entry, rules)
    known = (*before, *left_behind(signed, entry, rules))
    number = number_for(known, counting(before, digest, files))
    message = message_of(
        entry, Role(role), digest, urgent=urgent, number=number, files=files.items()
    )
    armored = _armored(private, message)
    made = Signature(
        person, Role(role), digest, urgent, armored, number=number, files=tuple(files.items())
    )
    if not is_genuine(made, entry, rules):
        raise FabuError("签名核对不上：私钥与 people.yml 里的公钥不是一对")
    of_today = _record(place, {digest}, made)
    standing_now = standing(
        needed_roles(entry.kind, entry.meta, rules),
        entry.meta,
        counting(genuine(of_today, entry, rules), digest, files),
        rules,
    )
    if standing_now.lacks_author:
        raise FabuError(f"没有签：{NO_AUTHOR}")
    if standing_now.may_go_live:
        write_record(place, of_today)
        copy.write_bytes(data)
        left = "、".join(one.label for one in standing_now.missing)
        click.echo(
            f"已签，可以上网{f'；还缺{left}补签' if left else ''}。请提交 {_shown(place, folders)}"
        )
        return
    kept = {digest} | ({digest_of(copy.read_bytes())} if copy.is_file() else set())
    write_record(place, _record(place, kept, made))
    missing = "、".join(one.label for one in standing_now.missing)
    click.echo(f"已签；还缺{missing}，签齐以前不上网。请提交 {_shown(place, folders)}")


def _files(entry: Entry, folders: Folders) -> dict[str, str]:
    """Path below content/ and digest of each file that the page shows."""
    host = load_site_config(config_dir(folders.root)).site.domain
    return {
        path: digest_of((folders.content / path).read_bytes())
        for path in shown_files(entry, host, folders.content)
    }


def _shown(place: Path, folders: Folders) -> str:
    return folders.shown(place.parent)


def _entry(path: Path, folders: Folders) -> Entry:
    config = load_site_config(config_dir(folders.root))
    found = [one for one in candidates(folders) if one.file.resolve() == path.resolve()]
    if not found:
        raise click.UsageError("只能签 cases_library/ 和 content/ 里的稿件")
    entry, _ = read_entry(found[0], config, reader_for(config))
    context = check_context(folders, config, build_moment().date())
    findings = findings_of_one(found[0], context)
    if entry is None or isinstance(entry.meta, Unread) or has_errors(findings):
        raise FabuError("这篇稿件还有错误，请先改正：fabu check " + folders.shown(path.resolve()))
    if not entry.meta.is_published:
        raise FabuError("请先把 status 写成 published 再签；签齐以前不会上网")
    return entry


def _owner(private: Path, role: Role, rules: SignoffRules) -> str:
    public = private.with_name(f"{private.name}.pub")
    if not private.is_file() or not public.is_file():
        raise FabuError(
            f"没有“{private}”或它的公钥（.pub）；用 --key 指明私钥，或用 ssh-keygen 生成"
        )
    key = " ".join(public.read_text(encoding="utf-8", errors="replace").split()[:2])
    found = [name for name, person in rules.people.items() if key in person.keys]
    if not found or rules.people[found[0]].left:
        raise FabuError(f"site_config/{FILE} 里没有这把公钥的人，或者已经离岗")
    if role not in rules.people[found[0]].roles:
        raise FabuError(f"“{found[0]}”不能{role.label}：people.yml 里没有给这个角色")
    return found[0]


def _armored(private: Path, message: bytes) -> str:
    command = ["ssh-keygen", "-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(private)]
    try:
        done = subprocess.run(command, input=message, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise FabuError("没有 ssh-keygen；请安装 OpenSSH（Windows、macOS 自带）") from error
    if done.returncode:
        raise FabuError(f"ssh-keygen 没有签成：{done.stderr.decode('utf-8', 'replace').strip()}")
    return done.stdout.decode("ascii")


def _signed_before(place: Path) -> tuple[Signature, ...]:
    try:
        return read_record(place)
    except DamagedRecordError as error:
        raise FabuError(f"“{place}”不是签名文件；请从 git 里恢复，或删去后重新签名") from error


def _record(place: Path, digests: set[str], made: Signature) -> tuple[Signature, ...]:
    """The signatures over one of the texts `digests`, `made` among them."""
    before = _signed_before(place)
    mine = (made.person, made.role, made.digest)
    kept = [
        one
        for one in before
        if one.digest in digests and (one.person, one.role, one.digest) != mine
    ]
    return (*kept, made)


@click.command()
def review() -> None:
    """列出等待审核、签发的稿件，各等谁。"""
    folders = find_project()
    folder = config_dir(folders.root)
    config, rules = load_site_config(folder), load_signoff_rules(folder)
    if not rules.is_on:
        click.echo(f"site_config/{FILE} 里没有人，三审没有启用。")
        return
    library, _ = load_library(folders, config)
    found = release(library, folders, config, folder, rules).waiting
    for one in found:
        told = one.finding(rules)
        click.echo(f"{told.path}: {told.message}")
    click.echo(f"共 {len(found)} 篇在等。" if found else "没有在等的稿件。")
    for line in _left_behind(library, folder, rules):
        click.echo(line)


def _left_behind(library: Library, folder: Path, rules: SignoffRules) -> list[str]:
    """The texts that people signed who have left, for `still` in people.yml."""
    lines = []
    for entry in library.entries:
        try:
            signed = read_record(place_of_record(folder, entry))
        except DamagedRecordError:
            continue  # P712 says so
        lines += [
            f"{entry.path}: {one.person} 已离岗，签名不算数；离岗以前签的，写进 still：{one.digest}"
            for one in left_behind(signed, entry, rules)
        ]
    return lines
