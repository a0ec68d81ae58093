"""The JSON interface, described."""
