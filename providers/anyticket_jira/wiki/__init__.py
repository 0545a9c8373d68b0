"""
Wiki markup: the notation of Jira Server and Data Center, of Cloud's version 2 API and of webhooks.

`parse` reads any string; what it does not understand stays as text or as an unknown piece that goes back unchanged.
`render` escapes what would otherwise be markup, and reports whatever the notation cannot say.
The notation: https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
"""

from anyticket_jira.wiki.reading import parse
from anyticket_jira.wiki.writing import render

__all__ = ["parse", "render"]
