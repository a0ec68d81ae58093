"""Texts of laws (法律条文), which are free of copyright (著作权法 art. 5): read, checked, kept, compared."""

STANDING_FILE = "laws.json"
"""Beside the site's folder: see `law.texts.standing_file`."""
