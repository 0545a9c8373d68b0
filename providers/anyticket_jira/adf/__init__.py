"""
The Atlassian Document Format: read with all its nodes, written as Jira accepts it.

`parse` reads every node and mark of the schema and keeps what it does not know; nothing raises on any JSON.
`render` writes only what the schema allows where it stands, and reports what it had to change; pieces that no version
of the schema known here has come back as they were.
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from anyticket_jira.adf.reading import parse
from anyticket_jira.adf.writing import render

__all__ = ["parse", "render"]
