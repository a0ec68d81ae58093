"""Booking a seat at a hearing."""
