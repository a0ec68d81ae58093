"""The browser's index: postings in shards, written by the build and read back by the proof."""
