"""The operations on a Jira, one noun a file."""
