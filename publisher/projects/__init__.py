"""Making a project: a new one (`fabu start`), or one from a clone of release 0.1.0 (`fabu adopt`)."""
