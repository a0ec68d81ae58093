"""What a running process needs: settings, secrets, clock, logs, metrics, wiring."""
