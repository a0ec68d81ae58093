"""Pages of calculators, papers and ways (自助)."""
