"""The `fabu` command: one table of subcommands, each loaded only when it is used.

This module is the only place that knows both `publisher` and `forms_backend`; it names their
commands as text, so that starting one never imports the other.
"""

from __future__ import annotations

import importlib
import sys
from gettext import gettext
from typing import Any, NamedTuple

import click

from district import command_words
from district.errors import FabuError
from district.os_reasons import reason_of
from district.project_option import project_option, with_project


class Lazy(NamedTuple):
    """A command that is loaded when it is used. `place`: module:attribute; `words`: what it says of itself in
    one line, so that the list of all commands loads none of them."""

    place: str
    words: str


COMMANDS = {
    "build": Lazy("publisher.build_cli:build", "检查全部稿件，生成网站和 documents.jsonl。有错误时不写出任何文件。"),
    "booklet": Lazy("publisher.booklet_cli:booklet", "把选定的案例编成一本册子（PDF 或 EPUB），用于送阅和赠阅。"),
    "export": Lazy("publisher.exporting.cli:export", "把网站写成 Zensical 能生成的目录，网址不变（不再用 MkDocs 时的出路）。"),
    "cite": Lazy("law.cli:cite", "列出文字里的法律引用：哪部法、哪个文本、第几条款项、是否现行。"),
    "laws": Lazy("publisher.editing.laws_cli:laws", "法律条文：导入、看是否要更新、查哪些稿件受修法影响。"),
    "check": Lazy("publisher.editing.check_cli:check", "检查稿件，一次列出全部问题。"),
    "fix": Lazy("publisher.editing.cli:fix", "改正稿件里意思明确的错误：没有成为标题、列表、表格、链接的写法，多余的空格。"),
    "new": Lazy("publisher.editing.cli:new", "新建一篇稿件：头信息已有合规的默认值，要写的地方标着【待填】。"),
    "preview": Lazy("publisher.preview.cli:preview", "边写边看：保存稿件后浏览器自动刷新，草稿也显示；有错误就写在那一页上。"),
    "schema": Lazy("publisher.editing.cli:schema", "由模型和词表生成各类稿件的 JSON Schema、VS Code 的补全和任务、编辑手册里的表格。"),
    "import": Lazy("publisher.importing.cli:import_command", "把 Word、WPS、网页、PDF、文本里的旧稿变成草稿，从不发布。"),
    "redact": Lazy("publisher.editing.redact_cli:redact_command", "隐去 FILE 里的个人信息：姓名改为“张某”，企业改为“某建筑公司”，号码、住址改为“××”“某处”。"),
    "publish": Lazy("publisher.publishing.cli:publish", "取来工程的远程仓库，检查、生成、建索引、验检索，都通过了才换上去。"),
    "rollback": Lazy("publisher.publishing.cli:rollback", "读者立即看到以前的版本：RELEASE 是 fabu releases 列出的编号，不写则是上一个。"),
    "releases": Lazy("publisher.publishing.cli:list_releases", "列出留着的版本和最近一次发布的结果；上次没有发布成的，退出码为 1。"),
    "sign": Lazy("publisher.editing.sign_cli:sign", "审核或签发一篇稿件：用本人的 SSH 私钥签名。"),
    "retag": Lazy("publisher.editing.retag_cli:retag", "把头信息 KEY 里的词 OLD 在所有稿件里换成 NEW，其余一字不动。"),
    "review": Lazy("publisher.editing.sign_cli:review", "列出等待审核、签发的稿件，各等谁。"),
    "purge": Lazy("publisher.editing.purge_cli:purge", "从网站、旧版网站、提要、汇编、索引和缓存里清除一篇泄露了个人信息的稿件。"),
    "config": Lazy("district.cli:config", "查看本区的设置。"),
    "start": Lazy("publisher.projects.cli:start", "新建一个网站工程：稿件、设置、菜单，单独成为一个 git 仓库。"),
    "adopt": Lazy("publisher.projects.cli:adopt", "把 0.1.0 的仓库（稿件、设置、var/ 里的数据）转成网站工程；原来的仓库不动。"),
    "index": Lazy("search.cli:index", "建立或更新检索索引；只处理有变化的页面。"),
    "search": Lazy("search.cli:search", "检索 QUERY，或用 --queries 成批检索。"),
    "init": Lazy("forms_backend.cli:init", "生成运行所需的密钥（已有的不动）。"),
    "migrate": Lazy("forms_backend.cli:migrate", "把数据库结构升级到本程序需要的版本。"),
    "serve": Lazy("forms_backend.cli:serve", "在一个进程中提供网站、表单和接口。"),
    "submissions": Lazy("forms_backend.matters.cli:submissions", "查看收到的投诉和咨询。"),
    "staff": Lazy("forms_backend.accounts.cli:staff", "工作人员账号。"),
    "ledger": Lazy("forms_backend.old_ledgers.cli:ledger", "台账。"),
    "register": Lazy("forms_backend.registers.cli:register", "工作台账。"),
    "filing": Lazy("forms_backend.filings.cli:filing", "报送和考评。"),
    "report": Lazy("forms_backend.reports.cli:report", "统计报告、工作台账和公开统计。"),
    "receipt": Lazy("forms_backend.submissions.cli:receipt", "回执。"),
    "answers": Lazy("forms_backend.publication.cli:answers", "公开答复。"),
    "states": Lazy("forms_backend.matters.cli:states", "由状态表更新手册“办件流程”页里的表格。"),
    "case": Lazy("forms_backend.publication.cli:case", "案例草稿。"),
    "hearings": Lazy("forms_backend.bookings.cli:hearings", "旁听场次和预约。"),
    "subscriptions": Lazy("forms_backend.subscriptions.cli:subscriptions", "邮件订阅。"),
    "outbox": Lazy("forms_backend.outbox.cli:outbox", "通知的发送。"),
    "digest": Lazy("forms_backend.notices.cli:digest", "写今天的提醒、提要和督办清单；同一天写过的不再写，非工作日不写。"),
    "backup": Lazy("forms_backend.keeping.cli:backup", "把数据库、附件、密钥、编辑的仓库备份成一个加密文件；法布可以照常运行。"),
    "restore": Lazy("forms_backend.keeping.cli:restore", "从备份恢复数据库、附件和密钥；全部核对一致才生效。"),
    "migrate-database": Lazy("forms_backend.keeping.cli:migrate_database", "把全部数据从一个数据库迁到另一个空的数据库（SQLite、PostgreSQL 均可）；先停止法布。"),
    "keys": Lazy("forms_backend.keeping.keys_cli:keys", "数据密钥泄露后换一把：来件、附件全部重新加密，期间照常服务。"),
    "retention": Lazy("forms_backend.keeping.retention_cli:retention", "匿名化保存期满的办件，删除期满的登录记录；统计和台账保留，没有办结的不动。"),
    "forge": Lazy("forms_backend.manuscripts.cli:forge", "签发以后把编辑的仓库推送到代码托管平台，并取回别人在平台上合并的改动。"),
    "up": Lazy("fabu:up", "依次 init、build、index、migrate，然后 serve：一条命令把整站跑起来。"),
}  # fmt: skip

WITHOUT_PROJECT = ("start", "adopt")
"""These make a project, so that there is none to choose."""

BEFORE_SERVING = (["init"], ["build", "--if-changed"], ["index"], ["migrate"])
"""What `fabu up` does before it serves; each is quick when there is nothing to do."""


class LazyGroup(click.Group):
    """A group of the commands in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name].place.split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return with_project(command, WITHOUT_PROJECT)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, command.words) for name, command in COMMANDS.items()])


def build_backend(settings: Any) -> Any:
    """What commands of the backend find in their context: the builder of its parts."""
    return importlib.import_module("forms_backend.building").build_parts(settings)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "obj": build_backend},
    params=[project_option()],
)
@click.version_option(package_name="fabu-site", prog_name="fabu", help="显示版本。")
def cli() -> None:
    """法布：把 Markdown 变成可检索的普法网站，并受理投诉与咨询。"""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option("--port", default=8000, show_default=True, help="监听端口。")
def up(host: str, port: int) -> None:
    """依次 init、build、index、migrate，然后 serve：一条命令把整站跑起来。"""
    released = importlib.import_module("district.project").has_release()
    if released:
        click.echo("提供的是 fabu publish 发布的版本，没有另外生成网站。")
    for arguments in BEFORE_SERVING:
        if released and arguments[0] in ("build", "index"):
            continue
        cli.main(arguments, prog_name="fabu", standalone_mode=False)
    cli.main(
        ["serve", "--host", host, "--port", str(port)], prog_name="fabu", standalone_mode=False
    )


def main() -> None:
    """Run the command line; an error that an operator can mend is one sentence and its exit code."""
    command_words.speak_chinese()
    try:
        cli()
    except FabuError as error:
        click.echo(f"错误：{error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        # A folder that may not be read, a full disk, a port in use: the operator's to mend.
        place = f"“{error.filename}”" if error.filename else ""
        click.echo(f"错误：无法读写{place}（{reason_of(error)}）", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
