"""Forms as pages and as JSON, up to the receipt."""
