"""The database: transactions, what every table shares, the version of the tables."""
