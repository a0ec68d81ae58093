"""Pages for who follows: subscriptions, one-click leaving, WeChat."""
