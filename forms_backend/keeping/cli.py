"""`fabu backup`, `restore`, `migrate-database`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from forms_backend.database.transactions import Database, normalise_database_url
from forms_backend.keeping import messages
from forms_backend.keeping.archive import EDITING, Manifest
from forms_backend.keeping.backup import write_backup
from forms_backend.keeping.backup_files import backup_name, prune_backups
from forms_backend.keeping.editing_copy import holds_repository, restore_repository
from forms_backend.keeping.errors import NoDestinationError
from forms_backend.keeping.moving import move_database
from forms_backend.keeping.restore import Backup, examine
from forms_backend.keeping.restore import restore as restore_backup
from forms_backend.keeping.secret_values import (
    BACKUP_KEY,
    check_same_secrets,
    configured,
    keep_secrets,
    lock_of,
    lock_of_machine,
    settings_with,
)
from forms_backend.running.clock import local_text, system_clock
from forms_backend.running.command_line import operator
from forms_backend.running.errors import SettingsError
from forms_backend.running.settings import SECRETS_FILE, Settings, load_settings

_FILE = click.Path(dir_okay=False, path_type=Path)
_EXISTING = click.Path(dir_okay=False, exists=True, path_type=Path)
_PASSPHRASE = click.option(
    "--passphrase-file", type=_EXISTING, help="口令文件（第一行）；不写则用 FABU_BACKUP_KEY。"
)


@click.command()
@click.option("--out", type=_FILE, help="备份文件；不写则按时间命名，放进 FABU_BACKUP_DIR。")
@click.option("--keep", type=click.IntRange(1, 10_000), help="FABU_BACKUP_DIR 中只留最新的几份。")
@_PASSPHRASE
def backup(out: Path | None, keep: int | None, passphrase_file: Path | None) -> None:
    """把数据库、附件、密钥、编辑的仓库备份成一个加密文件；法布可以照常运行。"""
    settings = load_settings()
    now, lock = system_clock(), lock_of(settings, passphrase_file)
    path = out or _automatic(settings, now)
    database = Database(settings.database_url, settings.ledger_hash)
    try:
        manifest = write_backup(database, settings, path, lock, now)
    finally:
        database.close()
    click.echo(
        messages.BACKUP_DONE.format(
            path=path,
            rows=sum(manifest.rows.values()),
            attachments=manifest.attachments,
            size=path.stat().st_size,
            sequence=manifest.head_sequence,
        )
    )
    examine(path, lock)
    click.echo(messages.BACKUP_CHECKED)
    if EDITING in manifest.checksums:
        click.echo(messages.BACKUP_EDITING)
    reminder = messages.BACKUP_WORDS_REMINDER if passphrase_file else messages.BACKUP_KEY_REMINDER
    click.echo(reminder)
    if keep and settings.backup_dir:
        pruned = prune_backups(settings.backup_dir, keep)
        if pruned:
            click.echo(messages.BACKUP_PRUNED.format(names="、".join(p.name for p in pruned)))


def _automatic(settings: Settings, now: datetime) -> Path:
    if settings.backup_dir is None:
        raise NoDestinationError
    return settings.backup_dir / backup_name(now)


@click.command()
@click.argument("file", type=_EXISTING)
@_PASSPHRASE
@click.option("--check", "only_check", is_flag=True, help="只核对备份是否完好，不恢复。")
@click.option(
    "--replace", is_flag=True, help="目标数据库不空时，用备份替换它（现有数据全部删除）。"
)
@click.option(
    "--replace-secrets", is_flag=True, help="本机密钥与备份不同时，改用备份中的（原文件另存）。"
)
@click.option("--secrets-only", is_flag=True, help="只取回密钥，不动数据库和附件。")
@click.option(
    "--editing-to",
    type=click.Path(path_type=Path, file_okay=False),
    help="只把编辑的仓库（连同没有签发的草稿）取回到这个新文件夹，不动别的。",
)
def restore(
    file: Path,
    passphrase_file: Path | None,
    only_check: bool,
    replace: bool,
    replace_secrets: bool,
    secrets_only: bool,
    editing_to: Path | None,
) -> None:
    """从备份恢复数据库、附件和密钥；全部核对一致才生效。"""
    found = examine(file, lock_of_machine(passphrase_file))
    click.echo(_examined(found))
    if only_check:
        return
    if editing_to is not None:
        branches = restore_repository(found, editing_to)
        click.echo(messages.RESTORE_EDITING.format(path=editing_to, count=len(branches)))
        return
    settings = settings_with(found.secrets)
    if not replace_secrets:
        check_same_secrets(settings, found.secrets)
    if not secrets_only:
        _restore_data(found, settings, replace=replace)
    if keep_secrets(settings, found.secrets):
        click.echo(messages.RESTORE_SECRETS.format(path=settings.var_dir / SECRETS_FILE))
    if BACKUP_KEY not in configured():
        click.echo(messages.RESTORE_BACKUP_KEY)
    if holds_repository(found) and not secrets_only:
        click.echo(messages.RESTORE_EDITING_LEFT.format(file=file))


def _restore_data(found: Backup, settings: Settings, *, replace: bool) -> None:
    database = Database(settings.database_url, settings.ledger_hash)
    try:
        restore_backup(
            found,
            database,
            settings.var_dir,
            system_clock(),
            actor=operator(),
            replace=replace,
        )
    finally:
        database.close()
    click.echo(messages.RESTORE_DONE)


def _examined(found: Backup) -> str:
    return messages.RESTORE_EXAMINED.format(
        created=local_text(datetime.fromisoformat(found.about.created)),
        rows=sum(found.manifest.rows.values()),
        attachments=found.manifest.attachments,
        sequence=found.manifest.head_sequence,
    )


@click.command("migrate-database")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
def migrate_database(source: str, target: str) -> None:
    """把全部数据从一个数据库迁到另一个空的数据库（SQLite、PostgreSQL 均可）；先停止法布。"""
    urls = []
    for value in (source, target):
        try:
            urls.append(normalise_database_url(value))
        except ValueError as error:
            raise SettingsError([f"数据库地址：{error}"]) from error
    old, new = Database(urls[0]), Database(urls[1])
    try:
        moved: Manifest = move_database(old, new)
    finally:
        old.close()
        new.close()
    click.echo(messages.TABLE_HEAD)
    for table, rows in moved.rows.items():
        click.echo(f"{table}\t{rows}")
    click.echo(messages.MOVE_DONE.format(rows=sum(moved.rows.values())))
