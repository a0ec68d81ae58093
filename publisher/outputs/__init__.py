"""Files that a build writes besides pages."""

DOCUMENTS = "documents.jsonl"
HEARINGS = "hearings.json"
"""These two lie next to the site's folder: they are for the server and not for visitors."""
