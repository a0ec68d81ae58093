"""What is mutated, and which tests are asked."""

from __future__ import annotations

from pathlib import Path

from benchmarks.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]

AREAS: dict[str, tuple[str, ...]] = {
    "sealing": ("forms_backend/sealing/*.py",),
    "ledger": ("forms_backend/ledger/*.py",),
    "identity": ("forms_backend/identity/*.py",),
    "accounts": (
        "forms_backend/accounts/*.py",
        "forms_backend/staff/accounts/*.py",
        "forms_backend/staff/access.py",
    ),
    "limits": (
        "forms_backend/web/limits.py",
        "forms_backend/web/costs.py",
        "forms_backend/web/limit_storage.py",
        "forms_backend/web/sender.py",
        "forms_backend/web/uploads.py",
        "forms_backend/running/metrics.py",
        "forms_backend/server/*.py",
    ),
    "attachments": ("forms_backend/attachments/*.py", "forms_backend/attachments/readers/*.py"),
}
"""Area → patterns of files; of the zones, the decorators of limits belong to `limits` besides."""

_ZONES = ("forms_backend/public/**/*.py", "forms_backend/staff/**/*.py")
_TEXTS = ("messages.py", "__init__.py")

_TESTS: dict[str, tuple[str, ...]] = {
    "sealing": ("sealing", "keeping", "submissions"),
    "ledger": (
        "ledger", "keeping", "database", "staff/audit", "public/site/test_ledger_head.py",
        "test_backend_cli.py",
    ),
    "identity": ("identity", "web", "staff/accounts", "accounts", "matters/test_handing_over.py"),
    "accounts": (
        "accounts", "staff/accounts", "staff/test_staff_access.py", "matters/test_handing_over.py",
        "test_backend_cli.py",
    ),
    "limits": (
        "server", "web", "running", "public/forms", "public/matters/test_status_pages.py",
        "public/searching", "public/following/test_subscription_pages.py",
        "public/site/test_booklet_api.py", "public/test_health.py", "identity",
        "../reliability/test_slow_clients.py",
    ),
    "attachments": (
        "attachments", "public/forms/test_attachments_on_forms.py", "keeping/test_rotation.py",
        "keeping/test_retention.py", "keeping/test_backup_and_restore.py",
        "staff/matters/test_attachment_download.py",
    ),
}  # fmt: skip
"""Area → tests, below `tests/forms_backend`: what else meets these modules by the way is not asked."""
TOO_LONG = (
    "tests/forms_backend/attachments/test_upload_fuzz.py",
    "tests/forms_backend/attachments/test_hostile_files.py",
    "tests/forms_backend/attachments/test_picture_memory.py",
    "tests/forms_backend/database/test_migrations.py",
)


def asked_of(area: str, root: Path = ROOT) -> list[str]:
    """The tests of an area, by name; long trials are left out."""
    found: set[Path] = set()
    for place in _TESTS[area]:
        path = (root / "tests" / "forms_backend" / place).resolve()
        found |= set(path.rglob("test_*.py")) if path.is_dir() else {path}
    return sorted({str(p.relative_to(root)) for p in found} - set(TOO_LONG))


def files_of(area: str, root: Path = ROOT) -> list[str]:
    """The modules of an area, by name; those that hold nothing but texts are none."""
    found = {path for pattern in AREAS[area] for path in root.glob(pattern)}
    return sorted(str(p.relative_to(root)) for p in found if p.name not in _TEXTS)


def mutants_in(area: str, root: Path = ROOT) -> list[Mutant]:
    """Every mutant of an area, by file and line."""
    found: list[Mutant] = []
    for name in files_of(area, root):
        found += mutants_of((root / name).read_text(encoding="utf-8"), name)
    if area == "limits":
        for path in sorted({p for zone in _ZONES for p in root.glob(zone)}):
            name = str(path.relative_to(root))
            source = path.read_text(encoding="utf-8")
            if "/accounts/" not in name:  # those are in their own area
                found += mutants_of(source, name, decorators_only="limit_")
    return found
