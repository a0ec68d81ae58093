"""What looks into a stranger's bytes: run in a process of its own, by nothing that serves.

These modules know neither the application nor its settings, so that a worker starts small and holds
no secret; `forms_backend.attachments.workshop` is the way to them.
"""
