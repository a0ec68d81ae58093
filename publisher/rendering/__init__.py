"""Pages to files: templates, style sheet, on all cores, only what changed."""
