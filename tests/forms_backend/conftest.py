"""Real databases, a small built site, a real index, a fixed clock, CSRF on, no network."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource
from werkzeug.routing import Rule

from district.forms.models import FormDefinition
from district.forms.reading import load_form_definitions
from forms_backend.application import create_app
from forms_backend.database.transactions import Database
from forms_backend.ledger.service import LedgerService
from forms_backend.matters.intake_service import MatterOpener, Receipt, SubmissionService
from forms_backend.matters.rules import CaseworkRules, load_casework_rules
from forms_backend.meetings.lists import MeetingLists
from forms_backend.meetings.service import MeetingService
from forms_backend.running.parts import Parts
from forms_backend.running.settings import Settings
from forms_backend.sealing.keys import CodeKey, PayloadCipher
from forms_backend.submissions.channel import Channel
from forms_backend.web.context import EXTENSION
from publisher.rendering.environment import CompiledTemplates
from search.document import Document, write_documents
from search.server.engine import build_index
from tests.databases import create_database
from tests.forms_backend.browsing import Browser, BufferedClient
from tests.forms_backend.office import PEOPLE, Office, account_of, make_office
from tests.reference import SITE_CONFIG, reference_config

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)  # 15:30 in the district
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.urlsafe_b64encode(bytes(range(1, 33))).decode()
SECRET = "a-secret-for-tests-that-is-long-enough"


@dataclass
class FixedClock:
    """Stands still until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


# Databases: migrated once (tests/databases.py), copied for each test


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> str:
    return create_database(postgresql_server, "template0")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return create_database(request.getfixturevalue("postgresql_server"))


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    target = tmp_path / "var" / "fabu.sqlite3"
    target.parent.mkdir(exist_ok=True)
    shutil.copy(sqlite_template, target)
    return f"sqlite:///{target}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def casework_rules() -> CaseworkRules:
    """Frozen, and slow to read from YAML."""
    return load_casework_rules(reference_config(), SITE_CONFIG)


@pytest.fixture
def opener(casework_rules: CaseworkRules) -> MatterOpener:
    return MatterOpener(casework_rules)


@pytest.fixture
def service(database: Database, clock: FixedClock, opener: MatterOpener) -> SubmissionService:
    return SubmissionService(database, PayloadCipher(bytes(32)), CodeKey(bytes(32)), clock, opener)


@pytest.fixture
def ledger(database: Database, clock: FixedClock) -> LedgerService:
    return LedgerService(database, clock)


@pytest.fixture(scope="session")
def forms() -> dict[str, FormDefinition]:
    return load_form_definitions(reference_config(), SITE_CONFIG)


# A valid submission of each form; tests break one field


@pytest.fixture
def complaint() -> dict[str, Any]:
    return {
        "name": "张三丰",
        "phone": "13800138000",
        "email": "zhang@example.com",
        "firm": "示例童装有限公司",
        "uscc": "91110000600037341L",
        "region": "park",
        "category": "enforcement",
        "unit": "market",
        "occurred": "2026-11-02",
        "title": "三个月内重复检查同一事项",
        "description": "今年八月到十月，同一事项被检查四次，每次都要停产半天。",
        "wishes": "希望合并检查，并说明依据。",
        "in_proceedings": "no",
    }


@pytest.fixture
def consultation() -> dict[str, Any]:
    return {
        "category": "labour",
        "title": "试用期社会保险",
        "description": "试用期内能否不缴社会保险？",
        "identity": "anonymous",
    }


# Casework: services, people, and a complaint that came in


@pytest.fixture
def office(
    database: Database, service: SubmissionService, clock: Any, casework_rules: CaseworkRules
) -> Office:
    office = make_office(database, service, clock, casework_rules)
    with database.write() as session:  # without hashing a password for each, which is slow
        session.add_all(account_of(one, clock()) for one in PEOPLE)
    return office


@pytest.fixture
def submit(service: SubmissionService, forms: dict[str, FormDefinition], complaint: dict[str, Any]):
    """Sends the complaint with changed answers; returns the receipt."""

    def send(form: str = "complaint", **changes: Any) -> Receipt:
        return service.accept(forms[form], complaint | changes, channel=Channel.WEB)

    return send


@pytest.fixture
def receipt(submit) -> Receipt:
    return submit(consent_case=True)


@pytest.fixture
def meetings(database, office, clock) -> MeetingService:
    return MeetingService(database, PayloadCipher(bytes(32)), office.rules, clock)


@pytest.fixture
def lists(database, office, clock) -> MeetingLists:
    return MeetingLists(database, PayloadCipher(bytes(32)), office.rules, clock)


# Site and index

SHELL = (
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
    "<title><!--fabu:title--> - 示例站</title></head><body><header>页头</header>"
    '<main id="main"><!--fabu:content--></main><footer>页脚</footer></body></html>'
)


@pytest.fixture
def site_dir(tmp_path: Path) -> Path:
    """A small site as a build leaves it, next to a file that it must never give away."""
    site = tmp_path / "site"
    files = {
        "_shell/index.html": SHELL,
        "index.html": "<!doctype html><title>首页</title>",
        "404.html": "<!doctype html><title>本站没有这一页</title>",
        "cases/ld-001/index.html": "<!doctype html><title>案例</title>",
        "assets/app.0123abcd.min.js": "export {};",
        "assets/main.js": "export {};",
        "assets/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "hearings/all.ics": "BEGIN:VCALENDAR",
        "feed.xml": "<feed/>",
        ".secret": "hidden",
        "empty/keep.txt": "x",
    }
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "outside.txt").write_text("outside", encoding="utf-8")
    (site / "link.txt").symlink_to(tmp_path / "outside.txt")
    return site


@pytest.fixture(scope="session")
def index_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of 46 pages: 45 cases on wages, and one policy with markup in its title."""
    root = tmp_path_factory.mktemp("index")
    cases = [
        Document(
            id=f"ld-{n:03d}",
            url=f"cases/ld-{n:03d}/",
            kind="case",
            title=f"某公司拖欠工资案之{n}",
            text=f"第{n}号。企业拖欠工资，法院判决支付劳动报酬。",
            date="2026-05-01",
            facets={"area": ("劳动用工",)},
        )
        for n in range(1, 46)
    ]
    policy = Document(
        id="p-1",
        url="policies/p-1/",
        kind="policy",
        title="关于<b>工资</b>保障的意见",
        text="<script>alert(1)</script> 工资保障金制度。",
        date="2026-01-01",
        facets={"area": ("法律服务与营商环境",)},
    )
    write_documents(root / "documents.jsonl", [*cases, policy])
    build_index(root / "documents.jsonl", root / "index")
    return root / "index"


# The application


MakeApp = Callable[..., Flask]


@pytest.fixture(autouse=True, scope="session")
def addresses_compiled_once() -> Iterator[None]:
    """werkzeug takes each of our 190 addresses to pieces and compiles two functions for it, two thirds of
    what an application takes to make. That depends on the rule alone, so the applications of all tests
    share it."""
    compile_rule = Rule.compile
    known: dict[object, dict[str, Any]] = {}

    def once(rule: Rule) -> None:
        if rule.defaults:
            compile_rule(rule)
            return
        key = (rule.rule, rule.subdomain, rule.host, rule.merge_slashes)
        if key not in known:
            compile_rule(rule)
            made = {name: getattr(rule, name) for name in ("_parts", "_trace", "_converters")}
            known[key] = made | {"arguments": frozenset(rule.arguments)}
            for name in ("_build", "_build_unknown"):
                known[key][name] = getattr(rule, name).__func__
            return
        made = known[key]
        rule._parts, rule._trace, rule._converters = (
            made[name] for name in ("_parts", "_trace", "_converters")
        )
        rule.arguments = set(made["arguments"])
        rule._build = made["_build"].__get__(rule, None)
        rule._build_unknown = made["_build_unknown"].__get__(rule, None)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "compile", once)
        yield


COMPILED = CompiledTemplates()
"""Shared by the applications of all tests."""


class NamedSettings(Settings):
    """What a test names is all there is: the environment is not looked through for 74 more."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        *_: Any,
        **__: Any,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


@pytest.fixture
def make_settings(tmp_path: Path, site_dir: Path, index_dir: Path) -> Callable[..., Settings]:
    (tmp_path / "var").mkdir(exist_ok=True)

    def make(**changes: Any) -> Settings:
        values: dict[str, Any] = {
            "secret_key": SECRET,
            "data_key": KEY,
            "code_key": OTHER_KEY,
            "var_dir": tmp_path / "var",
            "site_dir": site_dir,
            "index_dir": index_dir,
            "min_free_mb": 0,
            "limit_submit": "1000 per minute",
            "limit_unproved": "1000 per minute",
            "limit_form": "1000 per minute",
            "form_burst": "1000 per minute",
            "limit_hasty": "1000 per minute",
            "form_min_seconds": 0,
            "limit_status": "1000 per minute",
            "limit_search": "1000 per minute",
            "limit_sign_in": "1000 per minute",
        }
        return NamedSettings(_env_file=None, **(values | changes))

    return make


@pytest.fixture
def make_app(
    make_settings: Callable[..., Settings], clock: FixedClock, request: pytest.FixtureRequest
) -> Iterator[MakeApp]:
    made: list[Flask] = []

    def make(config: Any = None, **changes: Any) -> Flask:
        if "database_url" not in changes:
            changes["database_url"] = request.getfixturevalue("sqlite_url")
        app = create_app(make_settings(**changes), config=config, clock=clock)
        app.test_client_class = BufferedClient
        app.jinja_env.bytecode_cache = COMPILED
        made.append(app)
        return app

    yield make
    for app in made:
        parts_of(app).ground.database.close()


def parts_of(app: Flask) -> Parts:
    parts: Parts = app.extensions[EXTENSION]
    return parts


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app()


@pytest.fixture
def parts(app: Flask) -> Parts:
    return parts_of(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def browser(client: FlaskClient) -> Browser:
    return Browser(client)


@pytest.fixture
def open_browser() -> type[Browser]:
    return Browser
