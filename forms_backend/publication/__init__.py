"""公开: answers and cases told in public, without who it was."""
