"""What staff have typed and not yet sent."""
