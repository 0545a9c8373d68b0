"""Jira's JSON translated to the model, one noun a file."""
