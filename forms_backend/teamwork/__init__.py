"""协办 and the discussion among those who work on one matter."""
