"""Pages for registers and their entries."""
