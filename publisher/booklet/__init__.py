"""Booklets (典型案例汇编): chosen cases as one PDF or EPUB to hand to an enterprise."""
