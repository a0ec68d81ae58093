"""Lighthouse over every kind of page; its npm packages are locked beside it."""
