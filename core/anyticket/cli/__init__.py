"""The `anyticket` command."""
