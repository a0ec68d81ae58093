"""普法活动: what units plan and hold, from the rows of their registers."""
