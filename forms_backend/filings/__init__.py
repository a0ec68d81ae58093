"""报送和考评: what units file upwards, its sums, who is missing, and points for units."""
