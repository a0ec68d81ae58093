"""One analysis and one ranking for two engines: Whoosh on the server, static shards in the browser."""
