"""Resources of service management."""
