"""Pages for reports, the board and indicators."""
