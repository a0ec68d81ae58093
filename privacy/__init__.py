"""Personal data in texts: one detector for forms, drafts, answers and manuscripts."""
