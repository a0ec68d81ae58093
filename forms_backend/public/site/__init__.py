"""The built site and what belongs to it."""
