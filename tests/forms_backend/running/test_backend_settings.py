"""Settings: from the environment, all problems at once, no secret without `fabu init`."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from forms_backend.database.errors import DatabaseDamagedError
from forms_backend.database.transactions import Database
from forms_backend.running.errors import SettingsError
from forms_backend.running.secrets_file import NAMES, write_missing_secrets
from forms_backend.running.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("FABU_"):
            monkeypatch.delenv(name)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_missing_secrets(tmp_path / "var" / "secrets.env")
    return tmp_path


def test_without_secrets_all_that_is_missing_is_listed_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    needed = [
        name for name in NAMES if name not in ("FABU_BACKUP_KEY", "FABU_SIGNING_KEY")
    ]  # only `fabu backup` needs it
    assert len(caught.value.problems) == len(needed)
    assert all(name in str(caught.value) for name in needed)
    assert "fabu init" in str(caught.value)


def test_every_wrong_setting_is_listed_and_no_value_is_shown(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {
        "FABU_SECRET_KEY": "short-secret",
        "FABU_DATA_KEY": "not base64!",
        "FABU_CODE_KEY": "c2hvcnQ=",
        "FABU_DATABASE_URL": "mysql://user:hidden-password@host/db",
        "FABU_THREADS": "many",
        "FABU_LIMIT_SUBMIT": "often",
        "FABU_MAX_CONTENT_LENGTH": "1",
        "FABU_TRUSTED_PROXIES": "-1",
        "FABU_LOG_LEVEL": "LOUD",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    assert len(caught.value.problems) == len(wrong)
    assert all(name in str(caught.value) for name in wrong)
    for value in ("short-secret", "not base64!", "hidden-password"):
        assert value not in str(caught.value)


def test_defaults_lie_below_the_working_directory(root: Path) -> None:
    settings = load_settings(root)
    assert settings.database_url == f"sqlite:///{root / 'var' / 'fabu.sqlite3'}"
    assert settings.site_dir == root / "site"
    assert settings.index_dir == root / "var" / "index"


def test_the_environment_wins_over_dotenv_and_dotenv_over_secrets(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / ".env").write_text("FABU_THREADS=3\nFABU_SITE_DIR=public\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("FABU_THREADS", "5")
    settings = load_settings(root)
    assert (settings.threads, settings.site_dir) == (5, root / "public")


def test_an_empty_variable_counts_as_not_set(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABU_DATABASE_URL", "")
    assert load_settings(root).database_url.startswith("sqlite:///")


def test_postgresql_gets_the_driver_that_is_installed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FABU_DATABASE_URL", "postgresql://u:p@db/fabu")
    assert load_settings(root).database_url == "postgresql+psycopg://u:p@db/fabu"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "nonsense", "oracle://x"])
def test_databases_that_cannot_keep_anything_are_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("FABU_DATABASE_URL", url)
    with pytest.raises(SettingsError, match="FABU_DATABASE_URL"):
        load_settings(root)


def test_var_dir_moves_everything_in_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FABU_VAR_DIR", "data")
    write_missing_secrets(root / "data" / "secrets.env")
    assert load_settings(root).database_url == f"sqlite:///{root / 'data' / 'fabu.sqlite3'}"


def test_settings_never_print_their_secrets(root: Path) -> None:
    settings = load_settings(root)
    text = repr(settings) + str(settings)
    assert settings.secret_key.get_secret_value() not in text
    assert repr(settings.data_key) not in text
    assert isinstance(settings, Settings)


def test_secrets_are_fresh_private_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secrets.env"
    assert write_missing_secrets(path) == NAMES
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_text("utf-8")
    path.chmod(0o644)
    assert write_missing_secrets(path) == ()
    assert path.read_text("utf-8") == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_missing_secret_is_added_and_the_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    path.write_text("FABU_DATA_KEY=keep-me\nFABU_CODE_KEY=\n", "utf-8")
    assert write_missing_secrets(path) == (
        "FABU_SECRET_KEY",
        "FABU_CODE_KEY",
        "FABU_BACKUP_KEY",
        "FABU_SIGNING_KEY",
    )
    text = path.read_text("utf-8")
    assert text.count("FABU_DATA_KEY=keep-me") == 1
    assert "FABU_SECRET_KEY=" in text


def test_notices_are_off_until_they_have_an_address_and_never_unprotected(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (load_settings(root).smtp_host, load_settings(root).real_smtp_port) == ("", 587)
    wrong = {
        "FABU_SMTP_HOST": "mail.example.gov.cn",
        "FABU_SMTP_SECURITY": "none",
        "FABU_SMTP_FROM": "nobody",
        "FABU_WECOM_WEBHOOK": "http://qyapi.weixin.qq.com/secret-key",
        "FABU_DINGTALK_WEBHOOK": "ftp://127.0.0.1/secret-key",
        "FABU_DIGEST_HOUR": "24",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(root)
    assert len(caught.value.problems) == len(wrong) - 1  # the host itself is fine
    assert "secret-key" not in str(caught.value)
    monkeypatch.setenv("FABU_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("FABU_SMTP_FROM", "notice@example.gov.cn")
    monkeypatch.setenv("FABU_WECOM_WEBHOOK", "https://qyapi.weixin.qq.com/secret-key")
    monkeypatch.setenv("FABU_DINGTALK_WEBHOOK", "http://127.0.0.1:9/secret-key")
    monkeypatch.setenv("FABU_DIGEST_HOUR", "7")
    settings = load_settings(root)
    assert settings.real_smtp_port == 25
    assert "secret-key" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FABU_RATE_LIMIT_STORAGE", "foo", "应为 memory:// 或 redis://"),
        ("FABU_CIPHER", "des", "应为 'aes-256-gcm'、'sm4-gcm' 之一"),
        ("FABU_LOG_LEVEL", "x", "应为 'DEBUG'、'INFO'、'WARNING'、'ERROR' 之一"),
        ("FABU_CONFIG_DIR", "nowhere", "里没有 site.yml"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    write_missing_secrets(tmp_path / "var/secrets.env")
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)
    assert name in str(caught.value)
    assert sentence in str(caught.value)


def test_secrets_in_another_encoding_are_named(tmp_path: Path) -> None:
    file = tmp_path / "var/secrets.env"
    write_missing_secrets(file)
    file.write_bytes("# 密钥\n".encode("gbk") + file.read_bytes())
    with pytest.raises(SettingsError, match=r"secrets\.env：不是 UTF-8 编码"):
        load_settings(tmp_path)


def test_a_damaged_database_is_told_apart_from_a_stopped_one(tmp_path: Path) -> None:
    (tmp_path / "fabu.sqlite3").write_bytes(b"\x07\x91" * 3000)
    with pytest.raises(DatabaseDamagedError, match="fabu restore"):
        Database(f"sqlite:///{tmp_path / 'fabu.sqlite3'}").ping()
