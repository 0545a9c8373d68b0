"""Limits: how much may be asked of a site in a time, as each platform counts it."""
