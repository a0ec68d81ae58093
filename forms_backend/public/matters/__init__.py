"""How a visitor follows a matter."""
