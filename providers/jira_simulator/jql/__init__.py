"""
JQL: parsed as Atlassian's grammar says, and evaluated over documents.

`parse` knows the syntax alone. `interpret` looks fields, values and functions up in a `World` and gives back what
decides about one document and what sorts documents; the search index of the simulator is the world it is used with.
https://support.atlassian.com/jira-software-cloud/docs/use-advanced-search-with-jira-query-language-jql/
"""

from .errors import JqlError
from .meaning import Search, interpret
from .parsing import parse
from .world import Asker, Change, Document, Field, Key, Kind, World

__all__ = [
    "Asker",
    "Change",
    "Document",
    "Field",
    "JqlError",
    "Key",
    "Kind",
    "Search",
    "World",
    "interpret",
    "parse",
]
