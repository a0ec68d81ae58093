"""main goes on to a forge and comes back, and nobody reads on the way with which credentials."""

from __future__ import annotations

import fcntl
import os
import socket
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from forms_backend.manuscripts import messages
from forms_backend.manuscripts.cli import _push
from forms_backend.manuscripts.errors import EditingError, GitUnavailableError
from forms_backend.manuscripts.forge import (
    FILE,
    STATE,
    Forge,
    ForgeVault,
    access_to,
    checked_forge,
    refusal,
)
from forms_backend.manuscripts.forge_desk import ForgeDesk, Outcome
from forms_backend.manuscripts.git import GitRepository
from forms_backend.manuscripts.queue import queue_of
from forms_backend.sealing.keys import PayloadCipher
from tests import moments
from tests.forms_backend.manuscripts.newsroom import APPROVER, CASE, EDITOR, TEXT, Newsroom, git
from tests.forms_backend.manuscripts.test_desk import SECOND

TOKEN = "glpat-very-secret"
KEY, OTHER = bytes(32), bytes(range(32))
SSH = Forge("git@code.example.cn:court/fabu.git", key="KEY", known_hosts="code ssh-ed25519 A")
HTTPS = "https://code.example.cn/a.git"


class Room(Newsroom):
    def __init__(self, folder: Path) -> None:
        self.now = moments.now()
        super().__init__(folder, lambda: self.now)
        self.forge = folder / "forge.git"
        self.vault = ForgeVault(folder, PayloadCipher(KEY))
        self.pushing = ForgeDesk(
            GitRepository(self.bare), self.vault, folder, lambda: self.now, self._publish
        )

    def at_forge(self, path: str) -> str:
        return git(self.forge, "show", f"main:{path}") + "\n"

    def merge_at_forge(self, files: dict[str, str]) -> None:
        clone = self.clone.with_name("other")
        git(self.forge, "clone", "-q", str(self.forge), str(clone))
        for name, text in files.items():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            (clone / name).write_text(text, "utf-8")
        git(clone, "add", "-A")
        git(clone, "commit", "-q", "-m", "在平台上合并")
        git(clone, "push", "-q", "origin", "HEAD:main")


@pytest.fixture
def room(tmp_path):
    made = Room(tmp_path)
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(made.forge))
    made.vault.write(checked_forge(Forge(f"file://{made.forge}", token=TOKEN)))
    return made


def test_what_is_signed_goes_to_the_forge_and_what_is_merged_there_comes_back(room):
    assert room.pushing.is_due()
    assert room.pushing.run() is Outcome.DONE
    assert room.at_forge(CASE) == TEXT
    assert not room.pushing.is_due()
    room.edit(SECOND)
    assert not room.pushing.is_due()  # drafts stay here
    room.sign_all()
    assert room.pushing.is_due()
    room.merge_at_forge({"content/guides/x.md": "在平台上写的\n"})
    room.asked.clear()
    assert room.pushing.run() is Outcome.DONE
    assert (room.at_forge(CASE), room.at_forge("content/guides/x.md")) == (SECOND, "在平台上写的\n")
    assert room.published("content/guides/x.md") == "在平台上写的\n"
    assert git(room.forge, "rev-parse", "main") == git(room.bare, "rev-parse", "main")
    assert room.asked == [messages.FORGE_MERGE]
    assert git(room.bare, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]
    assert git(room.bare, "fsck", "--strict") == ""


def test_only_what_the_forge_has_moves_main_here(room):
    room.pushing.run()
    room.merge_at_forge({CASE: SECOND})
    assert not room.pushing.is_due()
    room.now += timedelta(minutes=10)
    assert room.pushing.is_due()
    assert room.pushing.run() is Outcome.DONE
    assert room.published(CASE) == SECOND


def test_both_changed_the_same_manuscript_and_an_editor_sees_both(room):
    room.pushing.run()
    theirs = TEXT.replace("原来", "平台上")
    room.merge_at_forge({CASE: theirs, "content/guides/x.md": "在平台上写的\n"})
    room.edit(SECOND)
    room.sign_all()
    assert room.pushing.run() is Outcome.DONE
    # What is signed is online and at the forge; what was written there is a draft that shows both.
    assert (room.published(CASE), room.at_forge(CASE)) == (SECOND, SECOND)
    assert room.published("content/guides/x.md") == "在平台上写的\n"
    opened = room.branches.open("ld-wage")
    assert (opened.text, opened.online, opened.has_moved) == (theirs, SECOND, True)
    assert room.branches.authors(opened) == {"chen@example.com"}
    (row,) = queue_of(room.desk, EDITOR)
    assert (row.is_yours, row.waits) == (True, messages.FORGE_DRAFT_WAITS)
    assert not queue_of(room.desk, APPROVER)[0].is_yours
    joined = SECOND.replace("改过的一段", "改过的一段，平台上也有")
    room.desk.save("ld-wage", joined, opened.head, opened.main, EDITOR)
    assert not room.branches.open("ld-wage").has_moved
    assert room.pushing.run() is Outcome.DONE
    assert git(room.forge, "rev-parse", "main") == git(room.bare, "rev-parse", "main")


def test_a_second_draft_is_not_begun_over_the_first_and_nothing_is_lost(room):
    room.pushing.run()
    room.merge_at_forge({CASE: TEXT.replace("原来", "平台上")})
    room.edit(SECOND)
    room.sign_all()
    room.edit(SECOND.replace("改过", "又改过"))
    assert room.pushing.run() is Outcome.FAILED
    assert CASE in room.pushing.problem()
    assert "管理仓库的人" in room.pushing.problem()
    assert (room.published(CASE), room.at_forge(CASE)) == (SECOND, TEXT.replace("原来", "平台上"))
    # Somebody merges in git and pushes to the editing repository.
    git(room.clone, "fetch", "-q", str(room.bare), "main")
    git(room.clone, "checkout", "-q", "-B", "main", "FETCH_HEAD")
    git(room.clone, "fetch", "-q", str(room.forge), "main")
    git(room.clone, "merge", "-q", "-s", "ours", "-m", "合并", "FETCH_HEAD")
    git(room.clone, "push", "-q", str(room.bare), "main")
    assert room.pushing.run() is Outcome.DONE
    assert room.pushing.problem() == ""
    assert room.at_forge(CASE) == SECOND


def test_a_refused_push_is_told_and_tried_again_later_and_later(room):
    hook = room.forge / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'You are not allowed to push' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    first = room.now
    for wait in (30, 60, 120):
        assert room.pushing.is_due()
        assert room.pushing.run() is Outcome.FAILED
        assert "受保护的分支" in room.pushing.problem()
        assert room.pushing.state().since == first.isoformat(timespec="seconds")
        room.now += timedelta(seconds=wait - 1)
        assert not room.pushing.is_due()
        room.now += timedelta(seconds=1)
    hook.unlink()
    assert room.pushing.run() is Outcome.DONE
    assert (room.pushing.problem(), room.at_forge(CASE)) == ("", TEXT)


def test_two_processes_do_not_push_at_once_and_the_command_waits(room, tmp_path, capsys):
    with (tmp_path / "forge.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert room.pushing.run() is Outcome.BUSY
        assert room.pushing.state().commit == ""
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(_push, room.pushing)
            with pytest.raises(TimeoutError):
                waiting.result(0.3)
            fcntl.flock(other, fcntl.LOCK_UN)
            waiting.result(60)
    assert room.at_forge(CASE) == TEXT
    assert "等它完成" in capsys.readouterr().err


def test_a_forge_of_other_history_and_one_that_is_away_are_told(room, tmp_path):
    git(room.clone, "checkout", "-q", "--orphan", "other")
    git(room.clone, "commit", "-q", "-m", "别的仓库")
    git(room.clone, "push", "-q", str(room.forge), "other:main")
    assert room.pushing.run() is Outcome.FAILED
    assert "没有共同的提交" in room.pushing.problem()
    room.vault.write(Forge(f"file://{tmp_path}/nowhere.git"))
    assert room.pushing.run() is Outcome.FAILED
    assert "没有这个仓库" in room.pushing.problem()
    room.vault.write(Forge(f"file://{tmp_path}/elsewhere.git"))
    assert room.pushing.problem() == ""  # of the forge before
    assert room.vault.forget()
    assert room.pushing.problem() == ""
    assert not room.pushing.is_due()


def test_credentials_are_sealed_and_stand_nowhere_else(room, tmp_path):
    room.pushing.run()
    file = tmp_path / FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for folder in (room.bare, room.forge):
        for path in folder.rglob("*"):
            assert not path.is_file() or TOKEN.encode() not in path.read_bytes()
    assert TOKEN.encode() not in file.read_bytes() + (tmp_path / STATE).read_bytes()
    assert TOKEN not in repr(room.vault.read())
    assert ForgeVault(tmp_path, PayloadCipher(OTHER, old=KEY)).read().token == TOKEN
    assert ForgeVault(tmp_path, PayloadCipher(OTHER)).read().token == TOKEN  # written anew
    with pytest.raises(EditingError, match="打不开"):
        room.vault.read()
    assert room.pushing.run() is Outcome.FAILED
    assert "fabu forge set" in room.pushing.problem()


def test_git_gets_a_token_by_its_environment_alone():
    with access_to(Forge(HTTPS, user="robot", token=TOKEN)) as (options, env):
        assert TOKEN not in " ".join(options)
        said = subprocess.run(
            ["git", *options, "credential", "fill"], env={**os.environ, **env}, text=True,
            input="protocol=https\nhost=code.example.cn\n\n", capture_output=True, check=True,
        ).stdout  # fmt: skip
    assert "username=robot\n" in said
    assert f"password={TOKEN}\n" in said
    assert "GIT_SSH_COMMAND" not in env


def test_a_key_is_a_file_only_while_git_runs():
    with access_to(SSH) as (_options, env):
        command = env["GIT_SSH_COMMAND"].split()
        key = Path(command[command.index("-i") + 1])
        assert key.read_text("utf-8") == "KEY\n"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert "StrictHostKeyChecking=yes" in command
    assert not key.parent.exists()


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (Forge("https://robot:secret@code.example.cn/a.git", token=TOKEN), "不写密码"),
        (Forge("http://code.example.cn/a.git", token=TOKEN), "不写密码"),
        (Forge("ext::sh -c id"), "不写密码"),
        (Forge("-oProxyCommand=x@h:a", key="K", known_hosts="h"), "不写密码"),
        (Forge(HTTPS), "令牌"),
        (Forge(HTTPS, token="a\nb"), "令牌"),
        (Forge(HTTPS, "--x", token=TOKEN), "分支名"),
        (Forge(SSH.url), "私钥"),
    ],
)
def test_what_cannot_work_is_refused(forge, said):
    with pytest.raises(EditingError, match=said):
        checked_forge(forge)


@pytest.mark.parametrize("forge", [SSH, Forge("https://code.example.cn:8443/a/b.git", token=TOKEN)])
def test_what_can_work_is_taken(forge):
    assert checked_forge(forge) == forge


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("fatal: Authentication failed for 'https://code.example.cn/a.git/'", "不认这个令牌"),
        ("git@code: Permission denied (publickey).", "不认这个令牌"),
        ("Host key verification failed.", "主机公钥"),
        ("remote: GitLab: You are not allowed to push code to protected branches", "受保护"),
        (f"fatal: unable to access: Could not resolve host ({TOKEN})", "没有连上"),
    ],
)
def test_each_refusal_says_who_must_act(said, sentence):
    error = refusal(GitUnavailableError(said), Forge(HTTPS, token=TOKEN))
    assert sentence in str(error)
    assert error.who in str(error)
    assert TOKEN not in str(error)


def test_a_forge_that_never_answers_leaves_no_process_behind(room, monkeypatch):
    monkeypatch.setattr("forms_backend.manuscripts.git.LONGEST_TALK", 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.git"
        with pytest.raises(GitUnavailableError):
            GitRepository(room.bare).fetched(url, "main", (), {"GIT_ALLOW_PROTOCOL": "http"})
        talk, _address = server.accept()
        with talk:
            talk.settimeout(10)
            while talk.recv(4096):  # until the other side hangs up
                pass
