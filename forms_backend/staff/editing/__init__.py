"""编辑: manuscripts in the staff zone, for those who write, review and approve them."""
