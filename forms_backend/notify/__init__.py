"""Sending what stands in the outbox: channels, the queue, the thread of `fabu serve`."""
