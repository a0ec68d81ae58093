"""`/healthz` (alive), `/readyz` (fit to serve) and `/metrics`."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable

from flask import Blueprint, Response, jsonify

from forms_backend import schema
from forms_backend.clock import local_date
from forms_backend.context import Services, services
from forms_backend.json_logs import log_event
from site_config.errors import FabuError

blueprint = Blueprint("health", __name__)

_MEGABYTE = 1024 * 1024


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
    return [f"holidays_{year}_missing"] if year else []


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
    response = jsonify({"status": status, "checks": results, "warnings": _warnings(services())})
    response.status_code = 200 if ready else 503
    return response


@blueprint.get("/metrics")
def metrics() -> Response:
    """Prometheus text format."""
    return Response(services().metrics.render(), mimetype="text/plain; version=0.0.4")
