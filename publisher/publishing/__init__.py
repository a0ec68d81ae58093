"""发布: from the project's repository to what readers see, whole or not at all, and back in one step."""
