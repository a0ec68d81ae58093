"""`fabu preview`: shows each save in the browser at once, and answers the editor in the browser."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from district.errors import FabuError
from district.project import PREVIEW_SOCKET, folder_setting, laws_dir, var_dir
from district.releases import CURRENT, SOURCE, releases_dir
from publisher.model.links import CASES, CONTENT
from publisher.model.loader import Folders
from publisher.preview import web
from publisher.preview.session import Session
from publisher.project import find_project

VARIABLE = "FABU_PREVIEW_SOCKET"
"""The backend reads the same one, to know where to ask."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8001, show_default=True)
@click.option(
    "--socket",
    "place",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"浏览器里的编辑在哪里提问，默认 var/{PREVIEW_SOCKET}；也可以用环境变量 {VARIABLE} 指定。",
)
@click.option("--socket-only", is_flag=True, help="只应答浏览器里的编辑，不打开网页。")
@click.option(
    "--published",
    is_flag=True,
    help="照 fabu publish 最近发布的版本，不照工程目录现在的样子；再发布就跟上。给服务器上的编辑用。",
)
def preview(host: str, port: int, place: Path | None, socket_only: bool, published: bool) -> None:
    """边写边看：保存稿件后浏览器自动刷新，草稿也显示；有错误就写在那一页上。"""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    folders = find_project()
    root = folders.root
    place = place or folder_setting(root, VARIABLE, str(var_dir(root) / PREVIEW_SOCKET))
    if published:
        folders = published_folders(root)
    with ExitStack() as stack:
        click.echo("正在读入稿件……")
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="fabu-preview-")))
        session = Session(folders, data, click.echo)
        if not socket_only:
            stack.enter_context(_pages(session, host, port))
        if hasattr(socket, "AF_UNIX"):
            stack.enter_context(_answers(session, place, needed=socket_only))
        elif socket_only:
            raise FabuError("这个系统没有本机套接字，--socket-only 不能用")
        threading.Thread(target=session.watch, daemon=True).start()
        stack.callback(session.end)
        before = signal.signal(signal.SIGTERM, _interrupt)
        stack.callback(signal.signal, signal.SIGTERM, before)
        try:
            session.turns.run()
        except KeyboardInterrupt:
            click.echo("预览已停止。")


def published_folders(root: Path) -> Folders:
    """What the current release was made of, by the link that leads to it: the next one is there as soon
    as readers see it. Data stay where those of the project `root` are. Raises FabuError without one."""
    source = releases_dir(root) / CURRENT / SOURCE
    if not source.is_dir():
        raise FabuError("还没有发布过，先运行 fabu publish")
    os.environ["FABU_LAWS_DIR"] = str(laws_dir(root))
    os.environ["FABU_VAR_DIR"] = str(var_dir(root))
    return Folders(root=source, cases=source / CASES, content=source / CONTENT)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _pages(session: Session, host: str, port: int) -> Iterator[None]:
    try:
        server = web.Server(session, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise FabuError(f"端口 {port} 已被占用，用 --port 换一个") from error
        raise FabuError(f"打不开 {host} 的 {port} 端口：{error.strerror}") from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"预览：http://{host}:{server.server_port}/ （按 Ctrl+C 停止）")
    if host not in web.LOOPBACK:
        click.echo(
            f"请注意：--host {host} 不只是本机，连得到这台机器的人都能看到草稿；网址里也要写 {host}。"
        )
    yield
    server.shutdown()
    server.server_close()


@contextmanager
def _answers(session: Session, place: Path, *, needed: bool) -> Iterator[None]:
    from publisher.preview import (
        local_socket,  # cannot even be loaded where there is no such socket
    )

    try:
        server = local_socket.Server(session, place)
    except local_socket.SocketTakenError as error:
        if needed:
            raise
        click.echo(f"{error}；这一个只打开网页。")
        yield
        return
    threading.Thread(target=server.serve_forever, daemon=True).start()
    click.echo(f"浏览器里的编辑：{place}")
    yield
    server.shutdown()
    server.server_close()
