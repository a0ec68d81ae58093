"""Checks of a body's form: sections, headings, pictures, marks that became nothing."""
