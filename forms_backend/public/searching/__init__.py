"""The search page and its interface."""
