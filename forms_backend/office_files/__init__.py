"""Word and Excel files, byte for byte the same whenever they are made."""
