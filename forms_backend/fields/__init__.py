"""Fields of a form as typed: read, checked, told what is wrong."""
