"""What both zones need of the web: parts of the request, limits, typed forms, uploads, headers."""
