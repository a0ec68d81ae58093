"""The staff zone: work lists, matters, accounts, ledger. Every route declares who may call it."""
