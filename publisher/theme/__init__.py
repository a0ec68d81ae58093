"""The look of the site, which MkDocs finds by the name “fabu” (entry point `mkdocs.themes`)."""
