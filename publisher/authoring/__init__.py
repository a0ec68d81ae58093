"""What helps editors write: schemas, editor settings, new manuscripts, the handbook's tables."""
