"""来件: what was sent, as it was sent, and its receipt."""
