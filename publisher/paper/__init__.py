"""Forms on paper: each form of site_config/forms as a printable A4 PDF."""
