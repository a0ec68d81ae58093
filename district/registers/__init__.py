"""Registers (台账) and filings (报送) as a district defines them."""
