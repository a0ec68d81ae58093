"""What follows from models and settings: schemas, editor settings, new manuscripts, the handbook's tables."""
