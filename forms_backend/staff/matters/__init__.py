"""Pages for matters: lists, one item, intake, letters."""
