"""邮件订阅: who asked for the weekly mail, what they chose, and what they were sent."""
