"""`fabu keys`: a new data key after a leak."""

from __future__ import annotations

import click

from forms_backend.attachments.service import AttachmentService
from forms_backend.attachments.store import FileStore
from forms_backend.keeping import messages
from forms_backend.keeping.errors import KeyElsewhereError, OldKeyNeededError
from forms_backend.keeping.rotation import RotationService
from forms_backend.manuscripts.forge import ForgeVault
from forms_backend.running.command_line import open_parts, operator
from forms_backend.running.parts import Parts
from forms_backend.running.secrets_file import add_data_key, drop_old_data_key
from forms_backend.running.settings import SECRETS_FILE
from forms_backend.worklists.index_service import IndexService


@click.group()
def keys() -> None:
    """数据密钥泄露后换一把：来件、附件全部重新加密，期间照常服务。"""


@keys.command()
def rotate() -> None:
    """第一次运行生成新密钥（随后重启法布）；再次运行把已有内容全部重新加密，中断后可以接着运行。"""
    parts = open_parts()
    settings = parts.ground.settings
    if settings.old_data_key is None:
        path = settings.var_dir / SECRETS_FILE
        if not add_data_key(path, settings.data_key):
            raise KeyElsewhereError(path)
        click.echo(messages.KEY_MADE.format(path=path))
        return
    done = _service(parts).rotate(actor=operator())
    for table, count in done.rows.items():
        click.echo(f"{table}\t{count}")
    click.echo(messages.KEY_ROTATED.format(files=done.files, entries=done.entries))


@keys.command()
def status() -> None:
    """还有多少内容是旧密钥加密的。"""
    parts = open_parts()
    if parts.ground.settings.old_data_key is None:
        click.echo(messages.KEY_ONE)
        return
    click.echo(messages.KEY_LEFT.format(count=_service(parts).left()))


@keys.command()
def finish() -> None:
    """全部重新加密之后，去掉旧密钥。"""
    parts = open_parts()
    settings = parts.ground.settings
    if settings.old_data_key is None:
        click.echo(messages.KEY_ONE)
        return
    left = _service(parts).left()
    if left:
        raise OldKeyNeededError(left)
    parts[IndexService].reindex()
    path = settings.var_dir / SECRETS_FILE
    if not drop_old_data_key(path):
        raise KeyElsewhereError(path)
    click.echo(messages.KEY_DROPPED)


def _service(parts: Parts) -> RotationService:
    ground = parts.ground
    return RotationService(
        ground.database,
        ground.cipher,
        parts[FileStore],
        parts[AttachmentService].is_named,
        parts[IndexService].reindex,
        ground.clock,
        ForgeVault(ground.settings.var_dir, ground.cipher),
    )
