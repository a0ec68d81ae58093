"""One module a kind of document (文档类别)."""
