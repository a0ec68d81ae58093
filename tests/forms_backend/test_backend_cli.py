"""The commands, run as an operator runs them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from district import FabuError
from fabu import cli
from forms_backend.running.settings import load_settings
from forms_backend.submissions.receipts import ReceiptSigner
from tests.reference import make_project

PROJECT = Path(__file__).resolve().parents[2]


def environment() -> dict[str, str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("FABU_")}
    return plain | {"PYTHONPATH": str(PROJECT), "PYTHONWARNINGS": "default"}


def fabu_process(cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, with exit code and both streams."""
    return subprocess.run(
        [sys.executable, "-m", "fabu", *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, without settings from outside."""
    for name in list(os.environ):
        if name.startswith("FABU_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(make_project(tmp_path))
    return tmp_path


def fabu(*arguments: str) -> Result:
    """The command in this process; `output` includes an error of ours."""
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def installed(here: Path) -> Path:
    assert fabu("init").exit_code == 0
    assert fabu("migrate").exit_code == 0
    return here


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("command", [["migrate"], ["serve"], ["submissions", "list"]])
def test_without_secrets_every_command_says_to_run_init(here: Path, command: list[str]) -> None:
    error = fabu(*command).exception
    assert isinstance(error, FabuError)
    assert "fabu init" in str(error)


def test_an_error_is_a_sentence_and_exit_code_one(here: Path) -> None:
    result = fabu_process(here, "serve")
    assert result.returncode == 1
    assert "fabu init" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["serve"], ["submissions", "list"]])
def test_without_tables_a_command_says_to_run_migrate(here: Path, command: list[str]) -> None:
    fabu("init")
    assert "fabu migrate" in str(fabu(*command).exception)


def test_init_twice_changes_nothing(installed: Path) -> None:
    before = (installed / "var" / "secrets.env").read_text("utf-8")
    assert "未改动" in fabu("init").output
    assert (installed / "var" / "secrets.env").read_text("utf-8") == before


def test_serve_takes_a_submission_that_list_and_show_print(installed: Path, complaint) -> None:
    # SIGTERM: what systemd sends; a job in the background has SIGINT ignored.
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "fabu", "serve", "--port", str(port)],
        cwd=installed,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
        taken = fabu_process(installed, "serve", "--port", str(port))
        assert taken.returncode == 1
        assert "已被别的程序占用" in taken.stderr
        number = _submit(port, complaint)
    finally:
        server.send_signal(signal.SIGTERM)
        output, logs = server.communicate(timeout=20)
    assert "已停止" in output
    assert "Traceback" not in logs
    _assert_listed_and_shown(number, complaint)


def _submit(port: int, complaint: dict[str, str]) -> str:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/forms/complaint",
        data=json.dumps(complaint).encode(),
        headers={"Content-Type": "application/json"},
    )
    deadline = time.monotonic() + 10
    while True:
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                assert "Server" not in answer.headers
                return str(json.load(answer)["number"])
        except ConnectionError:
            if time.monotonic() > deadline:
                raise


def _assert_listed_and_shown(number: str, complaint: dict[str, str]) -> None:
    listed = fabu("submissions", "list").output
    assert number in listed
    assert "行政检查、处罚、强制" in listed
    assert complaint["name"] not in listed
    shown = fabu("submissions", "show", number.lower()).output
    assert f"联系人姓名：{complaint['name']}" in shown
    assert re.search(r"工作人员查看（cli:\w+）", shown)
    assert isinstance(fabu("submissions", "show", "TS000000-000000").exception, FabuError)


def test_an_empty_list_says_so(installed: Path) -> None:
    assert "还没有收到" in fabu("submissions", "list").output


@pytest.mark.parametrize(
    "command", ["init", "migrate", "serve", "submissions", "staff", "ledger", "receipt"]
)
def test_each_command_explains_itself_in_chinese(command: str) -> None:
    result = fabu(command, "--help")
    assert result.exit_code == 0
    assert re.search("[一-鿿]{4}", result.output)


def test_wrong_use_is_exit_code_two() -> None:
    assert fabu("serve", "--port", "0").exit_code == 2
    assert fabu("submissions", "show").exit_code == 2


def test_an_account_is_added_listed_and_disabled(installed: Path) -> None:
    assert "fabu staff add" in fabu("staff", "list").output
    added = fabu("staff", "add", "zhang", "--name", "张三", "--unit", "区法院", "--role", "handler")
    assert re.search(r"一次性密码：(\w{4}-){3}\w{4}\n", added.output)
    listed = fabu("staff", "list").output.splitlines()[-1]
    assert listed == "zhang\t张三\t区法院\t承办人\t未绑定动态口令"
    again = fabu("staff", "new-password", "zhang").output
    assert re.search(r"一次性密码：(\w{4}-){3}\w{4}\n", again)
    assert isinstance(fabu("staff", "new-password", "nobody").exception, FabuError)
    moved = fabu("staff", "move", "zhang", "--unit", "区公安分局", "--role", "reviewer")
    assert (moved.exit_code, "审核人" in moved.output) == (0, True), moved.exception
    nobody = fabu("staff", "disable", "zhang", "--hand-to", "nobody")
    assert "不能接手" in str(nobody.exception)
    assert fabu("staff", "disable", "zhang").exit_code == 0
    assert fabu("staff", "list").output.rstrip().endswith("已停用")
    assert isinstance(fabu("staff", "disable", "zhang").exception, FabuError)
    wrong = fabu("staff", "add", "li", "--name", "李四", "--unit", "nowhere", "--role", "handler")
    assert "units.yml" in str(wrong.exception)


def test_sessions_are_ended_a_lost_authenticator_forgotten_and_the_search_built_again(
    installed: Path,
) -> None:
    fabu("staff", "add", "zhang", "--name", "张三", "--unit", "区法院", "--role", "handler")
    assert "全部结束" in fabu("staff", "end-sessions", "zhang").output
    assert isinstance(fabu("staff", "end-sessions", "nobody").exception, FabuError)
    with sqlite3.connect(installed / "var/fabu.sqlite3") as database:
        database.execute("UPDATE staff SET totp_secret = x'00'")
    reset = fabu("staff", "reset-totp", "zhang").output
    assert re.search(r"一次性密码：\S{12,}", reset)
    assert isinstance(fabu("staff", "reset-totp", "zhang").exception, FabuError)
    assert fabu("ledger", "reindex").output == "已重建 0 件的检索。\n"
    assert fabu("ledger", "verify").exit_code == 0


def test_the_ledger_is_verified_and_the_first_broken_row_named(installed: Path) -> None:
    for login in ("zhang", "li", "wang"):
        fabu("staff", "add", login, "--name", login, "--unit", "court", "--role", "handler")
    intact = fabu("ledger", "verify")
    assert (intact.exit_code, "共 3 条" in intact.output) == (0, True)
    with sqlite3.connect(installed / "var" / "fabu.sqlite3") as connection:
        connection.execute("DROP TRIGGER ledger_events_no_update")
        connection.execute("UPDATE ledger_events SET actor = 'nobody' WHERE sequence = 2")
    connection.close()
    broken = fabu("ledger", "verify")
    assert (broken.exit_code, "第 2 条" in broken.output) == (1, True)


def test_a_receipt_is_verified_without_a_database(here: Path) -> None:
    fabu("init")
    signer = ReceiptSigner(load_settings().code_key, "https://fabu.example/")
    link = signer.link("TS202611-000001", datetime(2026, 11, 20, 7, 30, tzinfo=UTC))
    for options in ([], ["--key", signer.public_key]):
        true = fabu("receipt", "verify", link, *options)
        assert (true.exit_code, "2026-11-20 15:30" in true.output) == (0, True)
    changed = fabu("receipt", "verify", link.replace("000001", "000002"))
    assert (changed.exit_code, "不属实" in changed.output) == (1, True)
    assert not (here / "var" / "fabu.sqlite3").exists()
