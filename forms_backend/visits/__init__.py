"""走访: visits to firms and what they brought up."""
