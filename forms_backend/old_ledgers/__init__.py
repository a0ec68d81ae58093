"""旧台账: what an office kept before, taken in as matters that are marked as such."""
