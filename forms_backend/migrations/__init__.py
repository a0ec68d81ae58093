"""Schema versions (Alembic), run by `fabu migrate` from inside the package."""
