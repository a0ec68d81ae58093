"""A release or a push that fails: told once to who must act, and on the first page of 编辑."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from sqlalchemy import select

from forms_backend.accounts.service import StaffService
from forms_backend.identity.roles import Role
from forms_backend.manuscripts.forge import STATE, Forge, ForgeState
from forms_backend.manuscripts.forge_desk import ForgeDesk
from forms_backend.manuscripts.troubles import TOLD_AFTER, Troubles
from forms_backend.outbox.service import unseal
from forms_backend.outbox.tables import OutboxMessage
from forms_backend.web.context import parts_of
from tests.forms_backend.staff.editing.conftest import SIGNING_KEY

FINDING = "cases_library/2026/ld-wage.md:6: C203 「decided」应为 YYYY-MM"
FAILED = {
    "state": "failed", "when": "2026-11-20T09:00:00+08:00", "revision": "ab" * 20, "author": "陈编辑",
    "message": f"检查和生成没有通过，没有发布：\n{FINDING}",
}  # fmt: skip


@pytest.fixture
def app(make_app, room, tmp_path):
    return make_app(
        editing_repository=room.bare,
        project_dir=tmp_path,
        var_dir=tmp_path / "var",
        signing_key=SIGNING_KEY,
        smtp_host="127.0.0.1",
        smtp_from="fabu@example.gov.cn",
        wecom_webhook="https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k",
    )


@pytest.fixture
def troubles(app):
    add = parts_of(app)[StaffService].add
    for login, role in (
        ("qianfa", Role.APPROVER),
        ("guanli", Role.ADMINISTRATOR),
        ("bianji", Role.EDITOR),
    ):
        add(login, login, "court", role, actor="cli:test", email=f"{login}@example.gov.cn")
    return parts_of(app)[Troubles]


def written(app):
    """What waits to leave: recipient, subject, body."""
    ground = parts_of(app).ground
    with ground.database.read() as work:
        rows = work.scalars(select(OutboxMessage)).all()
        return [unseal(ground.cipher, one.dedupe_key, one.envelope) for one in rows]


def fails(tmp_path, **changes):
    folder = tmp_path / "var/releases"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "status.json").write_text(json.dumps(FAILED | changes), "utf-8")


def test_a_release_that_failed_is_told_once_and_without_a_word_of_it(app, troubles, tmp_path):
    assert troubles.tell() == 0
    fails(tmp_path)
    assert troubles.tell() == 3
    to = {one.recipient for one in written(app)}
    assert to == {"qianfa@example.gov.cn", "guanli@example.gov.cn", ""}
    for one in written(app):
        assert "读者看到的还是原来的网站" in one.subject
        assert "fabu releases" in one.body
        assert "/staff/editing" in one.body
        assert "ld-wage" not in one.body + one.subject
    fails(tmp_path, when="2026-11-20T09:05:00+08:00")  # the timer tries the same again
    assert troubles.tell() == 0
    fails(tmp_path, revision="cd" * 20)
    assert troubles.tell() == 3
    fails(tmp_path, state="published")
    assert (troubles.now(), troubles.tell()) == ([], 0)


def test_the_first_page_says_what_failed_and_where(sign_in, tmp_path):
    fails(tmp_path)
    page = sign_in("qian", "court", Role.APPROVER).get("/staff/editing")
    assert "读者看到的还是原来的网站（陈编辑）：检查和生成没有通过，没有发布。" in page.text
    assert FINDING in page.text
    fails(tmp_path, state="published")
    assert FINDING not in sign_in("li", "court", Role.EDITOR).get("/staff/editing").text


def test_a_push_that_fails_again_and_again_is_told(app, troubles, tmp_path):
    desk = parts_of(app)[ForgeDesk]
    desk.vault.write(Forge("https://code.example.cn/a.git", token="t"))
    state = ForgeState().failed("平台和工作台都改了同样的文件（x.md）", "2026-11-20T09:00:00+08:00")
    for failures in range(1, TOLD_AFTER + 3):
        made = asdict(state) | {"failures": failures}
        (tmp_path / "var" / STATE).write_text(json.dumps(made), "utf-8")
        assert troubles.tell() == (3 if failures == TOLD_AFTER else 0)
    assert any("fabu forge status" in one.body and "x.md" not in one.body for one in written(app))
