"""The running server: public forms, search, casework, and the built site.

Topics below, the two zones `public/` and `staff/` above them, `web/` between; `building.py` puts the
parts together, `application.py` makes the WSGI application of them.
"""
