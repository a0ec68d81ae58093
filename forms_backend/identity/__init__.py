"""Who acts: people, roles, and how the ledger names them."""
