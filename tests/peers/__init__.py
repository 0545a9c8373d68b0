"""Clients that others wrote, unchanged, against the simulator; `make test-peers` runs these."""
