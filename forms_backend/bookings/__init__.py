"""旁听席位: booking seats at hearings. Knows no web framework."""
