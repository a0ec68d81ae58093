"""Who is told what, when: notices, reminders, digests."""
