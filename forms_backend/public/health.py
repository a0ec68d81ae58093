"""`/healthz` (alive), `/readyz` (fit to serve) and `/metrics`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from district.errors import FabuError
from forms_backend.database import schema
from forms_backend.keeping.backup_files import newest_backup
from forms_backend.outbox.health import outbox_stats, outbox_warnings, show_outbox
from forms_backend.outbox.queue import OutboxStats
from forms_backend.running.clock import local_date
from forms_backend.running.json_logs import log_event
from forms_backend.web.context import Services, services

blueprint = Blueprint("health", __name__)

_MEGABYTE = 1024 * 1024
_HOUR = 3600


class NotReadyError(FabuError):
    """One check failed; the message is for the log, not for the network."""


def _check_database(parts: Services) -> None:
    parts.database.ping()
    schema.check_schema(parts.database)


def _check_disk(parts: Services) -> None:
    free = shutil.disk_usage(parts.settings.var_dir).free // _MEGABYTE
    if free < parts.settings.min_free_mb:
        raise NotReadyError(f"{parts.settings.var_dir} 只剩 {free} MB，少于 FABU_MIN_FREE_MB")


def _check_index(parts: Services) -> None:
    parts.search.page_count()


def _warnings(parts: Services) -> list[str]:
    """What is not wrong yet: from November on, a coming year without its holiday arrangement."""
    year = parts.rules.calendar.missing_year(local_date(parts.clock()))
    holidays = [f"holidays_{year}_missing"] if year else []
    return [*holidays, *_backup_warnings(parts)]


def _outbox_stats(parts: Services) -> OutboxStats | None:
    return outbox_stats(parts.database, parts.notify.queue)


def _backup_age(parts: Services) -> float | None:
    """Seconds since the newest file in FABU_BACKUP_DIR was finished, None without any."""
    directory = parts.settings.backup_dir
    newest = newest_backup(directory) if directory else None
    return (parts.clock() - newest).total_seconds() if newest else None


def _backup_warnings(parts: Services) -> list[str]:
    if parts.settings.backup_dir is None:
        return []
    age = _backup_age(parts)
    if age is None:
        return ["backup_missing"]
    return ["backup_old"] if age > parts.settings.backup_max_hours * _HOUR else []


CHECKS: dict[str, Callable[[Services], None]] = {
    "database": _check_database,
    "disk": _check_disk,
    "index": _check_index,
}


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 as long as the process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
def readyz() -> Response:
    """200 when every check passes, else 503; which check failed is told, why only the log says."""
    results = {}
    for name, check in CHECKS.items():
        try:
            check(services())
            results[name] = "ok"
        except (FabuError, OSError) as error:
            log_event("not_ready", logging.WARNING, check=name, reason=str(error))
            results[name] = "failed"
    ready = all(result == "ok" for result in results.values())
    status = "ready" if ready else "not_ready"
    outbox = _outbox_stats(services())
    response = jsonify(
        {
            "status": status,
            "checks": results,
            "warnings": [*_warnings(services()), *outbox_warnings(outbox)],
            "outbox": asdict(outbox) if outbox else None,
        }
    )
    response.status_code = 200 if ready else 503
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text format."""
    show_outbox(services().metrics, _outbox_stats(services()))
    age = _backup_age(services())
    if age is not None:
        services().metrics.set("fabu_backup_age_seconds", age)
    return Response(services().metrics.render(), mimetype="text/plain; version=0.0.4")
