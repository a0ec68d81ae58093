"""Keys and ciphers: what is written so that only this server reads it."""
