"""台账: append-only, chained by hash."""
