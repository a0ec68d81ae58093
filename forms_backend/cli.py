"""`fabu init`, `migrate`, `serve`."""

from __future__ import annotations

import click

from district.project import find_root, var_dir
from forms_backend import server
from forms_backend.application import create_app
from forms_backend.building import prepare
from forms_backend.database import schema
from forms_backend.database.transactions import Database
from forms_backend.public.shell import SHELL_FILE
from forms_backend.running import cli_messages, periodic
from forms_backend.running.json_logs import configure_logs
from forms_backend.running.secrets_file import NAMES, write_missing_secrets
from forms_backend.running.settings import SECRETS_FILE, load_settings
from forms_backend.web.context import parts_of


@click.command()
def init() -> None:
    """生成运行所需的密钥（已有的不动）。"""
    path = var_dir(find_root()) / SECRETS_FILE
    written = write_missing_secrets(path)
    if not written:
        click.echo(cli_messages.CLI_INIT_KEPT.format(path=path))
    elif written == NAMES:
        click.echo(cli_messages.CLI_INIT_WRITTEN.format(path=path))
    else:
        click.echo(cli_messages.CLI_INIT_COMPLETED.format(path=path, names="、".join(written)))


@click.command()
def migrate() -> None:
    """把数据库结构升级到本程序需要的版本。"""
    database = Database(load_settings().database_url)
    try:
        schema.upgrade(database)
        click.echo(cli_messages.CLI_MIGRATED.format(revision=schema.current_revision(database)))
    finally:
        database.close()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="监听端口。"
)
def serve(host: str, port: int) -> None:
    """在一个进程中提供网站、表单和接口。"""
    settings = load_settings()
    configure_logs(settings.log_level)
    app = create_app(settings)
    parts = parts_of(app)
    schema.check_schema(parts.ground.database)
    prepare(parts)
    if not (settings.site_dir / SHELL_FILE).is_file():
        click.echo(cli_messages.CLI_NO_SITE.format(path=settings.site_dir), err=True)
    if not settings.index_dir.is_dir():
        click.echo(cli_messages.CLI_NO_INDEX, err=True)
    with periodic.running(parts.tasks):
        server.serve(
            app,
            host,
            port,
            settings.threads,
            on_ready=lambda url: click.echo(cli_messages.CLI_SERVING.format(url=url)),
        )
    click.echo(cli_messages.CLI_STOPPED)
