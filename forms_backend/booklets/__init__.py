"""Booklets that readers order: typeset by `fabu booklet` in a process of its own, then kept."""
