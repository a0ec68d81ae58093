"""编辑: manuscripts of the site, written, reviewed and approved in the staff zone, over git alone."""
