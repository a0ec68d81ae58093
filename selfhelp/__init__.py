"""Self-help (自助): calculators, papers and ways, all written as data; the browser runs the same data.

Pure: imports nothing but `district`, knows neither pages nor servers.
"""

CALCULATORS, PAPERS, WAYS = "calculators", "papers", "find"
"""Folders of the settings in which they stand."""
