"""
Search: on Cloud by a token from page to page, on Server by a start.

Cloud's token says after which place in the order one is, so that issues that appear or vanish in between neither
repeat nor hide others. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from ...jql import JqlError, Search, parse
from ...refusal import Refused
from ...search.documents import Paper
from ...views.issues import choose, issue, names_and_schema
from ...wire import as_list
from ..call import Answer, Call
from ..page_tokens import next_token, start_after
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_GONE: Final = (
    "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline "
    "is available at https://developer.atlassian.com/changelog/#CHANGE-2046"
)
_UNBOUNDED: Final = "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
_MOST_ON_SERVER: Final = 1000
# The server returns fewer issues a page when many fields are asked for.
_WITH_FIELDS: Final = 100


@routes.add("GET", "/search", on=[CLOUD])
@routes.add("POST", "/search", on=[CLOUD])
@routes.add("POST", "/search/id", on=[CLOUD])
def removed(_: Call) -> Answer:
    """Say that this has been removed."""
    raise Refused(410, _GONE)


@routes.get("/search/jql", on=[CLOUD])
def search_by_url(call: Call) -> Answer:
    """Search as the parameters of the url say."""
    asked = {
        "jql": call.text("jql"),
        "nextPageToken": call.text("nextPageToken") or None,
        "maxResults": call.number("maxResults", 50),
        "fields": call.words("fields"),
        "expand": call.text("expand"),
        "properties": call.words("properties"),
        "reconcileIssues": [int(id) for id in call.words("reconcileIssues") if id.isdigit()],
    }
    return _search(call, asked)


@routes.post("/search/jql", on=[CLOUD], scopes=["read:jira-work"])
def search_by_body(call: Call) -> Answer:
    """Search as the body says."""
    return _search(call, call.object())


def _search(call: Call, asked: dict[str, Any]) -> Answer:
    jql = str(asked.get("jql") or "")
    search = meaning(call, jql, bounded=True)
    reconciled = [int(id) for id in as_list(asked.get("reconcileIssues"))]
    if len(reconciled) > 50:
        raise Refused(400, "The number of issues to reconcile must not exceed 50.")
    ids = call.site.index.find(jql, search, call.account, reconciled=reconciled)
    choice = choose([str(name) for name in as_list(asked.get("fields"))], call.view, default="id")
    size = _size(asked.get("maxResults"), call, short=choice.only_ids)
    documents = _Documents(call, frozenset(reconciled))
    start = start_after(
        ids, asked.get("nextPageToken"), call, lambda found, mark: search.order.passed(documents[found], mark)
    )
    page = ids[start : start + size]
    expand = frozenset(word.strip() for word in str(asked.get("expand") or "").split(",") if word.strip())
    kept = expand - {"names", "schema"}
    properties = [str(name) for name in as_list(asked.get("properties"))]
    found = call.site.store.issues.get_many(page)
    body: dict[str, Any] = {
        "issues": [issue(item, call.view, choice, expand=kept, properties=properties) for item in found],
        "isLast": start + size >= len(ids),
    }
    if not body["isLast"]:
        body["nextPageToken"] = next_token(start + size, page[-1], call, search.order.mark(documents[page[-1]]))
    return Answer(body | names_and_schema(choice, expand))


class _Documents:
    """The issues of a search, as that search sees them."""

    def __init__(self, call: Call, reconciled: Collection[int]) -> None:
        self._index, self._reconciled = call.site.index, reconciled

    def __getitem__(self, issue_id: int) -> Paper:
        found = self._index.document(issue_id, reconciled=issue_id in self._reconciled)
        assert found is not None
        return found


def meaning(call: Call, jql: str, *, bounded: bool = False) -> Search:
    """
    Return what a query means.

    Raises:
        Refused: With what Jira has to say against it.
    """
    try:
        if bounded and parse(jql).where is None:
            raise Refused(400, _UNBOUNDED)
        search = call.site.index.meaning(jql, call.account)
    except JqlError as exc:
        raise Refused(400, *exc.messages) from None
    if search.problems and bounded:
        raise Refused(400, *search.problems)
    return search


def _size(asked: object, call: Call, *, short: bool) -> int:
    size = asked if isinstance(asked, int) and asked > 0 else 50
    most = call.site.settings.page_limit
    return min(size, most if short else min(most, _WITH_FIELDS))


@routes.post("/search/approximate-count", on=[CLOUD], scopes=["read:jira-work"])
def approximate_count(call: Call) -> Answer:
    """Count what a query finds."""
    jql = str(call.object().get("jql") or "")
    search = meaning(call, jql, bounded=True)
    return Answer({"count": len(call.site.index.find(jql, search, call.account))})


@routes.get("/search", on=[SERVER])
def search_on_server_by_url(call: Call) -> Answer:
    """Search as the parameters of the url say."""
    asked = {
        "jql": call.text("jql"),
        "startAt": call.number("startAt", 0),
        "maxResults": call.number("maxResults", 50),
        "fields": call.words("fields"),
        "expand": call.words("expand"),
        "validateQuery": call.text("validateQuery", "true").lower() not in {"false", "none", "warn"},
    }
    return _search_on_server(call, asked)


@routes.post("/search", on=[SERVER], scopes=["read:jira-work"])
def search_on_server_by_body(call: Call) -> Answer:
    """Search as the body says."""
    return _search_on_server(call, call.object())


def _search_on_server(call: Call, asked: dict[str, Any]) -> Answer:
    jql = str(asked.get("jql") or "")
    search = meaning(call, jql)
    if search.problems and asked.get("validateQuery", True):
        raise Refused(400, *search.problems)
    ids = call.site.index.find(jql, search, call.account)
    start = max(int(asked.get("startAt") or 0), 0)
    given = asked.get("maxResults", 50)
    size = min(int(given) if isinstance(given, int) and given >= 0 else 50, _MOST_ON_SERVER)
    choice = choose([str(name) for name in as_list(asked.get("fields"))], call.view, default="*navigable")
    expand = frozenset(str(word).strip() for word in as_list(asked.get("expand")))
    found = call.site.store.issues.get_many(ids[start : start + size])
    body: dict[str, Any] = {
        "expand": "names,schema",
        "startAt": start,
        "maxResults": size,
        "total": len(ids),
        "issues": [issue(item, call.view, choice, expand=expand - {"names", "schema"}) for item in found],
    }
    if search.problems:
        body["warningMessages"] = list(search.problems)
    return Answer(body | names_and_schema(choice, expand))
