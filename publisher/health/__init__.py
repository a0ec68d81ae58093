"""The health check (法治体检) as a thing to answer and score; pure, without pages or files."""
