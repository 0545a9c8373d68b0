"""Search: the index that JQL is evaluated on, and what its names mean on a site."""
