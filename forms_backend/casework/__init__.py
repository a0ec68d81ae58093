"""Rules of taking in and keeping submissions; knows no HTTP."""
