"""Pages for visits, deliveries and hearings."""
