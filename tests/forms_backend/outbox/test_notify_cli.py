"""`fabu outbox` and `fabu digest`, as cron runs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fabu import cli
from forms_backend.building import build_parts
from forms_backend.matters.intake_service import SubmissionService
from forms_backend.outbox import queue as outbox_queue
from forms_backend.running.settings import load_settings
from forms_backend.submissions.channel import Channel
from tests.forms_backend.outbox.conftest import ADDRESS
from tests.reference import make_project


def fabu(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("FABU_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(make_project(tmp_path))
    assert fabu("init").exit_code == 0
    assert fabu("migrate").exit_code == 0
    return tmp_path


@pytest.fixture
def with_mail(installed: Path, monkeypatch: pytest.MonkeyPatch, mail_server) -> Path:
    for name, value in (
        ("HOST", "127.0.0.1"),
        ("PORT", str(mail_server.port)),
        ("SECURITY", "none"),
        ("FROM", "notice@example.gov.cn"),
    ):
        monkeypatch.setenv(f"FABU_SMTP_{name}", value)
    return installed


def test_without_channels_both_say_so(installed: Path) -> None:
    assert "还没有启用任何渠道" in fabu("outbox", "send").output
    assert "还没有启用任何渠道" in fabu("digest").output
    assert "没有待发或失败的通知" in fabu("outbox", "list").output


def _submit(complaint) -> str:
    parts = build_parts(load_settings())
    form = parts.ground.forms["complaint"]
    try:
        return parts[SubmissionService].accept(form, complaint, channel=Channel.WEB).number
    finally:
        parts.ground.database.close()


def test_a_day_of_cron(with_mail: Path, mail_server, complaint) -> None:
    added = fabu(
        "staff",
        "add",
        "shouli",
        "--name",
        "李四",
        "--unit",
        "zhengfawei",
        "--role",
        "intake",
        "--email",
        ADDRESS,
    )
    assert added.exit_code == 0
    number = _submit(complaint)
    listed = fabu("outbox", "list").output
    assert listed.splitlines()[0].startswith("编号\t状态")
    assert "待发\t新任务提醒\t邮件" in listed
    assert ADDRESS not in listed
    sent = fabu("outbox", "send")
    assert (sent.exit_code, "已发 2 条" in sent.output) == (0, True)
    assert sorted(mail_server.recipients) == [ADDRESS, complaint["email"]]
    assert ADDRESS not in sent.output
    assert all(number in mail.get_content() for mail in mail_server.mails)
    assert "已发 0 条" in fabu("outbox", "send").output


def test_a_message_that_was_given_up_is_an_exit_code(
    with_mail: Path, mail_server, complaint, monkeypatch
) -> None:
    monkeypatch.setattr(outbox_queue, "MAX_ATTEMPTS", 1)
    mail_server.data_answer = "554 no"
    _submit(complaint)
    sent = fabu("outbox", "send")
    assert (sent.exit_code, "放弃 1 条" in sent.output) == (1, True)
    assert "失败\t办理进展通知\t邮件\t1" in fabu("outbox", "list").output
    assert "服务器拒绝（554）" in fabu("outbox", "list").output


@pytest.mark.parametrize(("working", "said"), [(True, "已写入 0 条"), (False, "不是工作日")])
def test_a_digest_on_request(with_mail: Path, monkeypatch, working: bool, said: str) -> None:
    monkeypatch.setattr(
        "forms_backend.notices.daily.DailyNotices.is_working_day", lambda _self: working
    )
    assert said in fabu("digest").output
