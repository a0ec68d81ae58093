"""Checks of citations (法律引用): the law, its article, its version, its words."""
