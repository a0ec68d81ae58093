"""办件: states and steps, deadlines, who may do what."""
