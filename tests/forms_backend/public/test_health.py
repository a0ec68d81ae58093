"""Alive, ready, counted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from district import load_site_config
from district.forms.reading import SMS_CONSENT
from forms_backend.database import schema
from tests.forms_backend.conftest import parts_of
from tests.reference import SITE_CONFIG


def test_alive(client) -> None:
    assert client.get("/healthz").json == {"status": "ok"}


def test_ready_on_each_database(make_app, database_url: str) -> None:
    response = make_app(database_url=database_url).test_client().get("/readyz")
    assert response.status_code == 200
    assert response.json == {
        "status": "ready",
        "checks": {"database": "ok", "disk": "ok", "index": "ok"},
        "warnings": ["holidays_2027_missing"],
        "outbox": {"waiting": 0, "failed": 0, "age_seconds": 0},
    }


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"database_url": "postgresql://nobody@127.0.0.1:1/none"}, "database"),
        ({"min_free_mb": 10**9}, "disk"),
        ({"var_dir": Path("/nonexistent")}, "disk"),
        ({"index_dir": Path("/nonexistent")}, "index"),
    ],
)
def test_each_failure_is_named(make_app, change, failed: str) -> None:
    response = make_app(**change).test_client().get("/readyz")
    assert response.status_code == 503
    assert [name for name, state in response.json["checks"].items() if state != "ok"] == [failed]


def test_old_tables_are_not_ready(app, parts) -> None:
    schema.downgrade(parts.ground.database, "base")
    assert app.test_client().get("/readyz").json["checks"]["database"] == "failed"


def test_metrics_count_by_route_and_hold_no_personal_data(browser, complaint) -> None:
    browser.fill_in("/forms/complaint", complaint)
    browser.get("/status?number=TS202611-000001")
    text = browser.get("/metrics").text
    assert 'fabu_submissions_total{channel="web",form="complaint"} 1' in text
    assert 'route="/forms/<form_id>",status="303"} 1' in text
    assert "TS202611" not in text
    assert complaint["name"] not in text


def test_before_november_nothing_is_missing(client, clock) -> None:
    clock.now = clock.now.replace(month=10)
    assert client.get("/readyz").json["warnings"] == []


@pytest.mark.parametrize("asks", [False, True])
@pytest.mark.parametrize("sends", [False, True])
def test_texts_are_asked_for_and_set_up_together_or_that_is_told(
    make_app, tmp_path: Path, asks: bool, sends: bool
) -> None:
    config = load_site_config(SITE_CONFIG)
    site = config.site.model_copy(update={"sms_notices": asks})
    changes = {"sms_file": tmp_path / "texts"} if sends else {}
    app = make_app(config.model_copy(update={"site": site}), **changes)
    warnings = app.test_client().get("/readyz").json["warnings"]
    told = {(True, False): ["sms_not_set_up"], (False, True): ["sms_not_asked"]}
    assert warnings == ["holidays_2027_missing", *told.get((asks, sends), [])]
    field = parts_of(app).ground.forms["complaint"].field(SMS_CONSENT)
    assert (field is not None) is (asks and sends)


def test_the_age_of_the_last_backup_is_told(make_app, clock, tmp_path: Path) -> None:
    folder = tmp_path / "nights"
    client = make_app(backup_dir=folder, backup_max_hours=26).test_client()
    assert client.get("/readyz").json["warnings"] == ["holidays_2027_missing", "backup_missing"]
    folder.mkdir()
    file = folder / "20261119-023000.fabu-backup"
    file.touch()
    finished = clock.now.timestamp() - 26 * 3600
    os.utime(file, (finished, finished))
    assert client.get("/readyz").json["warnings"] == ["holidays_2027_missing"]
    assert "\nfabu_backup_age_seconds{} 93600\n" in client.get("/metrics").text
    clock.move(seconds=1)
    assert client.get("/readyz").json["warnings"] == ["holidays_2027_missing", "backup_old"]


def test_invented_methods_are_one_series(client) -> None:
    for method in ("BREW", "X" * 40, "propfind"):
        client.open("/healthz", method=method)
    text = client.get("/metrics").get_data(as_text=True)
    assert 'method="OTHER"' in text
    assert "BREW" not in text
    assert "XXXX" not in text
    assert "propfind" not in text.lower()
