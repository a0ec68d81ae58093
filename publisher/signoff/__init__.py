"""三审: signatures over manuscripts, and what goes online while one waits for them."""
