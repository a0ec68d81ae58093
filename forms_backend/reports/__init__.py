"""Reports (报表): figures from the ledger as of a date, and the documents made of them."""
