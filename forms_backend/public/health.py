"""`/healthz` (alive), `/readyz` (fit to serve) and `/metrics`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict

from flask import Blueprint, Response, current_app, jsonify

from district.errors import FabuError
from forms_backend.database import schema
from forms_backend.keeping.backup_files import newest_backup
from forms_backend.matters.quarantine import QuarantineService
from forms_backend.matters.rules import CaseworkRules
from forms_backend.outbox.health import outbox_stats, outbox_warnings, show_outbox, sms_warnings
from forms_backend.outbox.queue import OutboxQueue, OutboxStats
from forms_backend.running.clock import local_date
from forms_backend.running.json_logs import log_event
from forms_backend.running.parts import Parts
from forms_backend.web.context import ground, part, parts_of
from forms_backend.web.sender import operators_only
from search.server.service import SearchService

blueprint = Blueprint("health", __name__)

_MEGABYTE = 1024 * 1024
_HOUR = 3600


class NotReadyError(FabuError):
    """One check failed; the message is for the log, not for the network."""


def _check_database(parts: Parts) -> None:
    parts.ground.database.ping()
    schema.check_schema(parts.ground.database)


def _check_disk(parts: Parts) -> None:
    free = shutil.disk_usage(parts.ground.settings.var_dir).free // _MEGABYTE
    if free < parts.ground.settings.min_free_mb:
        raise NotReadyError(
            f"{parts.ground.settings.var_dir} 只剩 {free} MB，少于 FABU_MIN_FREE_MB"
        )


def _check_index(parts: Parts) -> None:
    parts[SearchService].page_count()


def _warnings(parts: Parts) -> list[str]:
    """What is not wrong yet: from November on, a coming year without its holiday arrangement."""
    year = parts[CaseworkRules].calendar.missing_year(local_date(parts.ground.clock()))
    holidays = [f"holidays_{year}_missing"] if year else []
    texts = sms_warnings(parts.ground.settings, parts.ground.config.site)
    return [*holidays, *_backup_warnings(parts), *texts]


def _outbox_stats(parts: Parts) -> OutboxStats | None:
    return outbox_stats(parts.ground.database, parts[OutboxQueue])


def _backup_age(parts: Parts) -> float | None:
    """Seconds since the newest file in FABU_BACKUP_DIR was finished, None without any."""
    directory = parts.ground.settings.backup_dir
    newest = newest_backup(directory) if directory else None
    return (parts.ground.clock() - newest).total_seconds() if newest else None


def _backup_warnings(parts: Parts) -> list[str]:
    if parts.ground.settings.backup_dir is None:
        return []
    age = _backup_age(parts)
    if age is None:
        return ["backup_missing"]
    return ["backup_old"] if age > parts.ground.settings.backup_max_hours * _HOUR else []


CHECKS: dict[str, Callable[[Parts], None]] = {
    "database": _check_database,
    "disk": _check_disk,
    "index": _check_index,
}


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 as long as the process answers."""
    return jsonify({"status": "ok"})


@blueprint.get("/readyz")
@operators_only
def readyz() -> Response:
    """200 when every check passes, else 503; which check failed is told, why only the log says."""
    results = {}
    for name, check in CHECKS.items():
        try:
            check(parts_of(current_app))
            results[name] = "ok"
        except (FabuError, OSError) as error:
            log_event("not_ready", logging.WARNING, check=name, reason=str(error))
            results[name] = "failed"
    ready = all(result == "ok" for result in results.values())
    status = "ready" if ready else "not_ready"
    outbox = _outbox_stats(parts_of(current_app))
    response = jsonify(
        {
            "status": status,
            "checks": results,
            "warnings": [*_warnings(parts_of(current_app)), *outbox_warnings(outbox)],
            "outbox": asdict(outbox) if outbox else None,
        }
    )
    response.status_code = 200 if ready else 503
    return response


@blueprint.get("/metrics")
@operators_only
def metrics() -> Response:
    """Prometheus text format."""
    with suppress(FabuError):  # a database that does not answer is a check of its own
        schema.check_schema(ground().database)
        ground().metrics.set("fabu_quarantine_waiting", part(QuarantineService).count())
    show_outbox(ground().metrics, _outbox_stats(parts_of(current_app)))
    age = _backup_age(parts_of(current_app))
    if age is not None:
        ground().metrics.set("fabu_backup_age_seconds", age)
    return Response(ground().metrics.render(), mimetype="text/plain; version=0.0.4")
