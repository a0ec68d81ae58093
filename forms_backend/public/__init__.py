"""The public zone: pages and interfaces that anyone on the network may use."""
