"""The drivers: the only code that has a colour, for one of them blocks and the other awaits."""
