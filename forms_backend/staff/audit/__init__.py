"""Pages for the ledger and the outbox."""
