"""The simulator refuses what real Jiras were recorded to refuse, in the same words."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest

from .loopback_jira import jira
from .recordings import errors

_TASK: Final = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "A task"}
_SEARCH: Final = "/rest/api/2/search"

#: A piece of a recorded body, and a request that is refused so: on what, method, path, fields or query.
_REFUSED: Final[dict[str, tuple[str, str, str, dict[str, Any]]]] = {
    "Field '10075' cannot be set.": ("cloud", "POST", "/rest/api/2/issue", {**_TASK, "10075": "x", "10076": "y"}),
    '"description": "Operation value must be an Atlassian': (
        "cloud", "POST", "/rest/api/3/issue", {**_TASK, "description": "plain"}),
    "Operation value must be a string": ("server", "POST", "/rest/api/2/issue", {**_TASK, "summary": {"type": "doc"}}),
    "Specify a valid project ID or key": ("cloud", "POST", "/rest/api/2/issue", {**_TASK, "project": {"name": "Demo"}}),
    "Expecting operator but got '&'": ("server", "GET", _SEARCH, {"jql": "summary & b"}),
    "has not been completed": ("server", "GET", _SEARCH, {"jql": 'summary ~ "Configuring Fees '}),
    "'SET' is a reserved JQL word": ("cloud", "GET", "/rest/api/3/search/jql", {"jql": "status = SET"}),
    "The option 'Berlin'": ("server", "GET", _SEARCH, {"jql": "Severity = Berlin"}),
    "The requested API has been removed": ("cloud", "GET", "/rest/api/3/search", {"jql": "project = DEMO"}),
}  # fmt: skip


@pytest.mark.parametrize("piece", sorted(_REFUSED))
def test_a_refusal_of_the_corpus_is_told_in_the_same_words(piece: str) -> None:
    variant, method, path, given = _REFUSED[piece]
    (recorded,) = [entry for entry in errors() if piece in json.dumps(entry["body"])]
    client = jira(variant, issues=3)
    body, query = ({"fields": given}, None) if method == "POST" else (None, given)

    answer = client.call(method, path, body, params=query)

    assert answer.status_code == recorded["status"]
    assert _sentence(answer.json()) == _sentence(recorded["body"])


def _sentence(body: Any) -> str:
    """Return a body without the names and places in it, which are those of the query."""
    return re.sub(r"\d+", "0", re.sub(r"'[\w ]+'", "'it'", json.dumps(body, sort_keys=True)))
