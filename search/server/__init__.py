"""The server's engine: Whoosh, its directory, answers and passages."""
