"""A Jira that runs here: Cloud and Data Center on loopback, for the tests of any Jira client."""
