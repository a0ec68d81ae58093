"""Keeping what was accepted: backup, restore, moving to another database, retention."""
