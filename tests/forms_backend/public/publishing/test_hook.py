"""The webhook: who knows the secret may ask for a release, in the form of its forge; nobody else."""

from __future__ import annotations

import base64
import hmac
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from district.releases import is_requested, request, take_request
from forms_backend.public.publishing.signatures import sender_of
from forms_backend.public.publishing.watcher import publishing_on_request

SECRET = "a-secret-of-the-forge-0123"
BODY = b'{"ref":"refs/heads/main"}'
NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
SIGNED = hmac.new(SECRET.encode(), BODY, sha256).hexdigest()


def gitee(moment: datetime) -> dict[str, str]:
    stamp = str(int(moment.timestamp() * 1000))
    digest = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), sha256).digest()
    return {"X-Gitee-Token": base64.b64encode(digest).decode(), "X-Gitee-Timestamp": stamp}


@pytest.mark.parametrize(
    ("headers", "forge"),
    [
        ({"X-Hub-Signature-256": f"sha256={SIGNED}"}, "GitHub"),
        ({"X-Hub-Signature-256": f"sha256={SIGNED[:-1]}0x"}, None),
        ({"X-Hub-Signature-256": "sha256=é"}, None),
        ({"X-Gitea-Signature": SIGNED, "X-Hub-Signature-256": f"sha256={SIGNED}"}, "Gitea"),
        ({"X-Gitlab-Token": SECRET}, "GitLab"),
        ({"X-Gitlab-Token": SECRET[:-1]}, None),
        ({"X-Gitee-Token": SECRET}, "Gitee"),
        (gitee(NOW), "Gitee"),
        (gitee(datetime(2026, 11, 20, 5, 0, tzinfo=UTC)), None),
        ({"X-Gitee-Token": "x", "X-Gitee-Timestamp": "٣"}, None),
        ({}, None),
    ],
)
def test_each_forge_proves_itself_in_its_own_form(headers, forge):
    assert sender_of(headers, BODY, SECRET, NOW) == forge


def test_a_body_that_was_changed_is_refused():
    assert sender_of({"X-Hub-Signature-256": f"sha256={SIGNED}"}, BODY + b" ", SECRET, NOW) is None


def test_without_a_secret_there_is_no_such_address(client):
    assert client.post("/_forms/publish", data=BODY).status_code == 404


def test_asking_twice_is_once(tmp_path):
    request(tmp_path, "GitHub", NOW)
    request(tmp_path, "Gitee", NOW)
    assert is_requested(tmp_path)
    assert "Gitee" in str(take_request(tmp_path))
    assert take_request(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_the_watcher_starts_nothing_without_a_request(tmp_path, monkeypatch):
    monkeypatch.delenv("FABU_SITE_DIR", raising=False)
    monkeypatch.delenv("FABU_VAR_DIR", raising=False)
    task = publishing_on_request(tmp_path)
    assert task.work(lambda: False) is None


def test_the_watcher_runs_publish_in_a_process_of_its_own(tmp_path, monkeypatch):
    monkeypatch.delenv("FABU_SITE_DIR", raising=False)
    monkeypatch.delenv("FABU_VAR_DIR", raising=False)
    request(tmp_path / "var/releases", "GitHub", NOW)
    told = publishing_on_request(tmp_path).work(lambda: False)
    assert told is not None
    assert told["exit_code"] != 0  # an empty folder is no project; the command says so


def test_the_publishing_process_knows_no_secret(tmp_path, monkeypatch):
    monkeypatch.delenv("FABU_SITE_DIR", raising=False)
    monkeypatch.setenv("FABU_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("FABU_DATA_KEY", "a secret")
    request(tmp_path / "var/releases", "GitHub", NOW)
    started = []

    class Child:
        def __init__(self, command, *, env, **_options):
            started.append((command, env))

        def wait(self, _seconds):
            return 0

    monkeypatch.setattr("subprocess.Popen", Child)
    assert publishing_on_request(tmp_path).work(lambda: False) == {"exit_code": 0}
    ((command, known),) = started
    assert command[1:] == ["-P", "-m", "fabu", "publish", "--requested"]
    assert "a secret" not in known.values()
    assert known["FABU_VAR_DIR"] == str(tmp_path / "var")
    assert known["FABU_PROJECT_DIR"] == str(tmp_path)


def test_a_signed_push_leaves_a_request_and_nothing_else(make_app, tmp_path, monkeypatch):
    app = make_app(publish_secret=SECRET)
    client = app.test_client()
    refused = client.post("/_forms/publish", data=BODY, headers={"X-Gitlab-Token": "wrong"})
    assert refused.status_code == 403
    folder = tmp_path / "releases"
    monkeypatch.setattr("district.releases.releases_dir", lambda root: folder)
    accepted = client.post("/_forms/publish", data=BODY, headers={"X-Gitlab-Token": SECRET})
    assert accepted.status_code == 202
    assert is_requested(folder)
    assert "Set-Cookie" not in accepted.headers
