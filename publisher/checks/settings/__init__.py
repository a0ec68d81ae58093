"""Checks of `site_config/`: what is wrong there is told at its own line."""
