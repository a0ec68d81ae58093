"""Commands at an editor's desk: check, fix, redact, new, schema."""
