"""How requests are signed: one mode a file."""
