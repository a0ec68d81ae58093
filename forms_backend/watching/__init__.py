"""审计提醒: who read unusually much, at night, or much that is confidential."""
