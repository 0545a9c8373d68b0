"""The clients: one in each colour, with one line an operation."""
