"""All settings of the running server: read once, checked at once, passed in.

Values come from environment variables `FABU_*`, then `.env`, then `secrets.env` in the var
directory (written by `fabu init`). Secrets have no defaults.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import Annotated, Any, Literal

from limits import parse_many
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from district import project
from district.project import ENV_FILE, PREVIEW_SOCKET, find_root
from forms_backend.database.transactions import normalise_database_url, sqlite_path
from forms_backend.identity.addresses import read_networks
from forms_backend.running.errors import SettingsError
from forms_backend.running.following_settings import FollowingSettings
from forms_backend.sealing.ciphers import CipherName, HashName

KEY_BYTES = 32
SECRETS_FILE = "secrets.env"


def read_key(value: Any) -> Any:
    """Base64 text to exactly 32 bytes."""
    if not isinstance(value, str):
        return value
    try:
        key = base64.b64decode(value, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("应为 base64 编码的密钥；运行 fabu init 可生成") from error
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"应为 {KEY_BYTES} 字节的密钥，实际为 {len(key)} 字节；运行 fabu init 可生成"
        )
    return key


def _check_rate(value: str) -> str:
    try:
        parse_many(value)
    except ValueError as error:
        raise ValueError("应为次数限制，如 10 per minute; 60 per hour") from error
    return value


def _check_single_rate(value: str) -> str:
    if len(parse_many(_check_rate(value))) != 1:
        raise ValueError("应为一个次数限制，如 30 per 10 minutes")
    return value


def _check_storage(value: str) -> str:
    """Made once to see that it can be; a server that does not answer shows later, in /readyz."""
    try:
        storage_from_string(value)
    except (ConfigurationError, ValueError) as error:
        raise ValueError(
            "应为 memory:// 或 redis://主机:端口；用 redis 须先装 redis 包（pip install redis）"
        ) from error
    return value


def _check_database_url(value: str) -> str:
    """Empty stands for SQLite in the var directory, filled in by `load_settings`."""
    return normalise_database_url(value) if value else ""


def _check_networks(value: str) -> str:
    try:
        read_networks(value)
    except ValueError as error:
        raise ValueError("应为网段，几个之间用逗号隔开，如 10.1.0.0/16, 192.168.3.0/24") from error
    return value


def _check_clamd_address(value: str) -> str:
    host, _colon, port = value.rpartition(":")
    if value and not value.startswith("/") and not (host and port.isdigit()):
        raise ValueError("应为 clamd 的地址，如 127.0.0.1:3310，或 Unix 套接字的路径")
    return value


SHORTEST_PUBLISH_SECRET = 16


def _check_publish_secret(value: SecretStr) -> SecretStr:
    """Whoever guesses it can make the machine build without end."""
    if 0 < len(value.get_secret_value()) < SHORTEST_PUBLISH_SECRET:
        raise ValueError(f"太短，至少 {SHORTEST_PUBLISH_SECRET} 个字符")
    return value


Key = Annotated[bytes, BeforeValidator(read_key), Field(repr=False)]
OptionalKey = Annotated[bytes | None, BeforeValidator(read_key), Field(repr=False)]
Rate = Annotated[str, AfterValidator(_check_rate)]


class Settings(FollowingSettings):
    """Everything an operator can set. Field `x` is the environment variable `FABU_X`."""

    model_config = SettingsConfigDict(
        env_prefix="FABU_",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
    )

    secret_key: SecretStr = Field(min_length=32)
    """Signs the session cookie and CSRF tokens."""
    data_key: Key
    """Encrypts what visitors submit. Lost key, lost content."""
    old_data_key: OptionalKey = None
    """The data key before; reads what it wrote until `fabu keys rotate` has written all of it anew."""
    cipher: CipherName = CipherName.AES_256_GCM
    """Encrypts what is written from now on; what was written stays readable."""
    ledger_hash: HashName = HashName.SHA256
    """Chains the ledger's events from now on; earlier ones keep theirs."""
    code_key: Key
    """Derives query codes and idempotency hashes."""
    backup_key: OptionalKey = None
    """Seals backups. It is not in them: without it, or a passphrase, no backup can be opened."""
    signing_key: OptionalKey = None
    """With it the server signs what people approve in the staff zone; of no other use, so that it can
    be changed alone. Without it nobody edits there."""
    backup_dir: Path | None = None
    """Where `fabu backup` puts its files; when set, /readyz and /metrics tell how old the last is."""
    backup_max_hours: int = Field(default=26, ge=1, le=24 * 31)
    """An older last backup makes /readyz warn."""
    var_dir: Path = Path("var")
    database_url: Annotated[str, AfterValidator(_check_database_url)] = ""
    publish_secret: Annotated[SecretStr, AfterValidator(_check_publish_secret)] = SecretStr("")
    """With it a forge may ask for a release (/_forms/publish). Empty: nobody may."""
    editing_repository: Path | None = None
    """The bare git repository in which manuscripts are edited in the staff zone. Empty: nobody may."""
    preview_socket: Path = Path(PREVIEW_SOCKET)
    """Where `fabu preview` listens for the editor."""
    site_dir: Path = Path("site")
    index_dir: Path = Path("var/index")
    laws_dir: Path = Path("var/laws")
    config_dir: Path = Path("site_config")
    """What the district changes, in YAML; it lies over the national settings."""
    max_content_length: int = Field(default=256 * 1024, ge=16 * 1024, le=64 * 1024 * 1024)
    """Largest request body in bytes."""
    clamd_address: Annotated[str, AfterValidator(_check_clamd_address)] = ""
    """Where clamd listens: host:port, or the path of a Unix socket. Empty: nothing is scanned."""
    attachment_cpu_seconds: int = Field(default=4, ge=1, le=60)
    """Processor time for looking at one uploaded file."""
    attachment_seconds: int = Field(default=20, ge=5, le=120)
    """The same by the clock, on a machine that is busy with other things."""
    attachment_memory_mb: int = Field(default=192, ge=128, le=2048)
    """Memory for one uploaded file, with what the worker takes by itself (about 35)."""
    attachment_workers: int = Field(default=0, ge=0, le=64)
    """How many files are looked at at once on this machine; 0 is one for each core."""
    attachment_wait_seconds: int = Field(default=15, ge=1, le=60)
    """An upload waits so long for its turn before its sender is asked to try again."""
    limit_submit: Rate = "20 per minute; 120 per hour"
    limit_unproved: Rate = "10 per minute; 60 per hour"
    """Submissions of one address without proof of work: no JavaScript, or a program."""
    limit_upload_mb: Rate = "600 per hour"
    """Megabytes that one address may upload."""
    limit_worker_seconds: Rate = "120 per hour"
    """Processor seconds that looking at them may take; a new file is taken while any are left."""
    limit_hasty: Rate = "5 per minute; 20 per hour"
    """Of these, how many may come from pages that nobody can have filled in by hand."""
    limit_form: Rate = "300 per minute"
    """Submissions of one form accepted without proof of work, from all addresses together."""
    form_burst: Annotated[str, AfterValidator(_check_single_rate)] = "30 per 10 minutes"
    """So many of one form are a burst: what comes beyond waits in quarantine, proofs get harder."""
    form_min_seconds: int = Field(default=4, ge=0, le=60)
    """Faster than this nobody fills in a form by hand."""
    limit_status: Rate = "10 per minute; 60 per hour"
    limit_search: Rate = "60 per minute"
    """Searches of one address, and readings of `/activities`; each phrase in quotation marks counts as four more."""
    limit_subscribe: Rate = "5 per minute; 20 per hour"
    limit_booklets: Rate = "6 per minute; 30 per hour"
    """Booklets ordered from one address; one of many cases counts once for each 20."""
    booklet_seconds: int = Field(default=60, ge=5, le=600)
    """Typesetting a booklet may take so long."""
    project_dir: Path = Path()
    """The project, from whose manuscripts booklets are made. Every relative path starts there."""
    limit_sign_in: Rate = "20 per minute; 100 per hour"
    two_person_accounts: bool = False
    """What gives access, asked for by one administrator, is done when another agrees."""
    audit_reads: int = Field(default=100, ge=1, le=100_000)
    """Who opens more matters in a day is told to the auditor."""
    audit_exported: int = Field(default=500, ge=1, le=1_000_000)
    """The same for rows of lists that are taken along in files."""
    audit_confidential: int = Field(default=10, ge=0, le=100_000)
    """The same for confidential matters."""
    audit_night_from: int = Field(default=22, ge=0, le=23)
    """Reading between this hour and the next is told to the auditor; the same hour twice: it is not."""
    audit_night_until: int = Field(default=6, ge=0, le=23)
    staff_idle_minutes: int = Field(default=20, ge=5, le=60)
    """Without a request for so long, a member of staff has to sign in again."""
    rate_limit_storage: Annotated[str, AfterValidator(_check_storage)] = "memory://"
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    """How many proxies stand in front and set X-Forwarded-For/-Proto/-Host."""
    monitoring_networks: Annotated[str, AfterValidator(_check_networks)] = ""
    """Who besides this machine may ask for /metrics and /readyz: "10.1.0.0/16, 2001:db8::/32"."""
    threads: int = Field(default=8, ge=1, le=64)
    connections: int = Field(default=1000, ge=50, le=10_000)
    """Connections that `fabu serve` holds open; who holds the most gives way to the next."""
    connections_per_sender: int = Field(default=100, ge=8, le=10_000)
    """The same for one address, where no proxy stands in front."""
    header_seconds: int = Field(default=15, ge=1, le=120)
    """The header of a request may take so long to come."""
    body_seconds: int = Field(default=30, ge=1, le=600)
    """Its body too, and a second more for each 2 kB that came."""
    min_free_mb: int = Field(default=200, ge=0)
    """Less free disk than this makes /readyz answer 503."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


def _bare_repository(path: Path) -> Path:
    """Raises SettingsError for anything else: what is checked out would be changed under the hands of
    whoever works in it."""
    if not ((path / "HEAD").is_file() and (path / "objects").is_dir()):
        raise SettingsError(
            [
                f"FABU_EDITING_REPOSITORY：“{path}”不是裸仓库；用 git clone --bare 工程目录 {path} 建立"
            ]
        )
    return path


_MESSAGES = {
    "missing": "没有设置；运行 fabu init 可生成",
    "string_too_short": "太短，至少 {min_length} 个字符",
    "too_short": "太短，至少 {min_length} 个字符",
    "enum": "应为 {expected} 之一",
    "literal_error": "应为 {expected} 之一",
    "int_parsing": "应为整数",
    "greater_than_equal": "应不小于 {ge}",
    "less_than_equal": "应不大于 {le}",
    "string_pattern_mismatch": "应符合 {pattern}",
    "bool_parsing": "应为 true 或 false",
    "value_error": "{error}",
}


def _problems(error: ValidationError) -> list[str]:
    """One sentence a setting; never the value itself, which may be a secret."""
    problems = []
    for item in error.errors(include_url=False, include_input=False):
        context = dict(item.get("ctx") or {})
        if "expected" in context:
            context["expected"] = context["expected"].replace(" or ", "、").replace(", ", "、")
        message = _MESSAGES.get(item["type"], item["msg"]).format_map(context)
        problems.append(f"FABU_{str(item['loc'][0]).upper()}：{message}")
    return problems


def load_settings(root: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings; relative paths are taken from `root` (default: the project).

    Raises NoProjectError without a project; SettingsError that names every missing or wrong setting.
    """
    base = root.resolve() if root else find_root()
    var_dir = project.var_dir(base)
    files = (var_dir / SECRETS_FILE, base / ENV_FILE)  # the later file wins
    values: dict[str, Any] = {"_env_file": files, **overrides}
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise SettingsError(_problems(error)) from error
    except UnicodeDecodeError as error:
        named = "、".join(str(file) for file in files if file.is_file())
        raise SettingsError([f"{named}：不是 UTF-8 编码，请另存为 UTF-8"]) from error
    updates: dict[str, Any] = {
        "var_dir": var_dir,
        "site_dir": project.site_dir(base),
        "index_dir": project.index_dir(base),
        "laws_dir": project.laws_dir(base),
        "config_dir": project.config_dir(base),
        "project_dir": base,
    }
    updates |= {key: base / overrides[key] for key in updates if key in overrides}
    is_named = "config_dir" in settings.model_fields_set
    if is_named and not (updates["config_dir"] / "site.yml").is_file():
        raise SettingsError([f"FABU_CONFIG_DIR：{updates['config_dir']} 里没有 site.yml"])
    if settings.backup_dir is not None:
        updates["backup_dir"] = base / settings.backup_dir
    is_named = "preview_socket" in settings.model_fields_set
    place = settings.preview_socket if is_named else var_dir / PREVIEW_SOCKET
    updates["preview_socket"] = base / place
    if settings.sms_file is not None:
        updates["sms_file"] = base / settings.sms_file
    if settings.editing_repository is not None:
        updates["editing_repository"] = _bare_repository(base / settings.editing_repository)
    url = settings.database_url or f"sqlite:///{var_dir / 'fabu.sqlite3'}"
    file = sqlite_path(url)
    updates["database_url"] = f"sqlite:///{base / file}" if file else url
    return settings.model_copy(update=updates)
