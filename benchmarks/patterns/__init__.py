"""Every regular expression of the program, and how its time grows with the worst text for it."""
