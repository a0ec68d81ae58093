"""Laws and how they are cited: registry (法律目录), citation grammar, addresses."""
