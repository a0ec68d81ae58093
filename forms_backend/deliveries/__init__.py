"""送阅: which firm received which booklet, when, how, and who signed for it."""
