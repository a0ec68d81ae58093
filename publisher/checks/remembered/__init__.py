"""What a check remembers, and what follows from a change of one manuscript."""
