"""A walk over every route of a site that reads, and a day's work of those that write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from jira_simulator.rest import tables
from jira_simulator.rest.routing import Route

from .loopback_jira import Jira
from .spec_documents import Operation, find_operation

__all__ = ["Seen", "Walk"]

_SEGMENT: Final = re.compile(r"([\w-]*)/\{(\w+)\}")


@dataclass(frozen=True)
class Seen:
    """An answer to an operation that the documents have."""

    operation: Operation
    status: int
    body: Any = field(repr=False)


class Walk:
    """A client that remembers what each operation of the documents answered."""

    def __init__(self, client: Jira) -> None:
        self.client = client
        self._routes = {(route.method, path): route for route, path in routes_of(client)}
        self.seen: list[Seen] = []
        self.unasked: list[str] = []

    def read_everything(self) -> None:
        """Ask every route that reads, with the ids of what the site has."""
        for method, path in sorted(self._routes):
            operation = find_operation(method, path, cloud=self.client.site.cloud)
            if method == "GET" and operation is not None:
                answer = self.client.call("GET", _filled(path, self.client) + _asked(path, self.client))
                if answer.is_success and "json" in answer.headers.get("content-type", ""):
                    self.seen.append(Seen(operation, answer.status_code, answer.json()))
                elif not answer.is_redirect:
                    self.unasked.append(f"{path}: {answer.status_code} {answer.text[:80]}")

    def ask(self, method: str, path: str, json: Any = None) -> Any:
        """Send a request, and remember the answer by the route that it went to."""
        answer = self.client.call(method, path, json)
        assert answer.is_success, (method, path, answer.status_code, answer.text)
        return self._remember(answer, method, path)

    def maybe(self, method: str, path: str, json: Any = None) -> None:
        """Send a request to what may not be there."""
        answer = self.client.call(method, path, json)
        if answer.is_success:
            self._remember(answer, method, path)
        else:
            self.unasked.append(f"{method} {path}: {answer.status_code} {answer.text[:80]}")

    def _remember(self, answer: httpx.Response, method: str, path: str) -> Any:
        body = answer.json() if answer.content else None
        pattern = _pattern(method, path.split("?", maxsplit=1)[0], self._routes)
        operation = find_operation(method, pattern, cloud=self.client.site.cloud)
        if operation is not None:
            self.seen.append(Seen(operation, answer.status_code, body))
        return body


def routes_of(client: Jira) -> Iterator[tuple[Route, str]]:
    """Yield every route of a site once, with its whole path."""
    for prefix, resources in tables._tables(client.site.settings):
        for routes in resources if "latest" not in prefix else ():
            for route in routes.found:
                if route.exists(client.site.settings):
                    yield route, prefix + route.path


def _pattern(method: str, path: str, routes: dict[tuple[str, str], Route]) -> str:
    fitting = [
        pattern
        for other, pattern in routes
        if other == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path)
    ]
    return min(fitting, key=lambda pattern: pattern.count("{"))


def _filled(path: str, client: Jira) -> str:
    """Return a path with its parameters filled in, by the word before each or by its name."""
    known = _ids(client)
    if path.startswith("/rest/servicedeskapi"):
        known["comment"] = str(client.site.store.comments.all()[-1].id)

    def value(found: re.Match[str]) -> str:
        return f"{found[1]}/{known.get(found[1]) or known.get(found[2]) or '1'}"

    return _SEGMENT.sub(value, path)


def _ids(client: Jira) -> dict[str, str]:
    """Return the id of something of each noun."""
    store = client.site.store
    first: dict[str, Any] = {
        "status": store.statuses, "priority": store.priorities, "resolution": store.resolutions,
        "issuetype": store.types, "issuetypes": store.types, "issueLinkType": store.link_types, "role": store.roles,
        "version": store.versions, "component": store.components, "board": store.boards, "sprint": store.sprints,
        "filter": store.filters, "attachment": store.attachments, "projectCategory": store.categories,
        "task": store.tasks, "dashboard": store.dashboards, "customFieldOption": store.options,
    }  # fmt: skip
    context = next(found for found in store.contexts if found.field_key == "customfield_10030")
    ids = {name: str(found.id) for name, table in first.items() if (found := next(iter(table), None))}
    schemes = {f"{found.kind}scheme": str(found.id) for found in reversed(store.schemes.all())}
    worklog = store.worklogs.all()[-1]
    comment = next(found for found in reversed(store.comments.all()) if found.issue_id == worklog.issue_id)
    epic = next(found for found in store.issues if store.types[found.ref("issuetype") or 0].name == "Epic")
    request = next((found.key for found in store.issues if found.values.get("customfield_10010")), "")
    return ids | schemes | {
        "issue": store.issues[comment.issue_id].key, "project": "DEMO", "createmeta": "DEMO", "epic": epic.key,
        "comment": str(comment.id), "worklog": str(worklog.id), "request": request, "statuscategory": "2",
        "kind": "project", "issuetypes": "10002", "desk": "1", "key": "mark", "properties": "mark", "type": "software",
        "requesttype": "1", "field": "customfield_10030", "customFields": "10030",
        "context": str(context.id),
    }  # fmt: skip


def _asked(path: str, client: Jira) -> str:
    """Return the parameters that a route cannot do without."""
    person = client.site.store.people.all()[0]
    who = {"accountId": person.account_id} if client.site.cloud else {"username": person.name}
    known: dict[str, dict[str, str]] = {
        "search/jql": {"jql": "project = DEMO", "fields": "*all", "expand": "names,schema"},
        "search": {"jql": "project = DEMO"},
        "user": who,
        "user/groups": who,
        "user/search": {"query": "a"} if client.site.cloud else {"username": "a"},
        "user/bulk": who,
        "user/picker": {"query": "a"},
        "groupuserpicker": {"query": "a"},
        "group": {"groupname": "developers"},
        "group/member": {"groupname": "developers"},
        "user/assignable/search": {"project": "DEMO", "query": "a"},
        "user/assignable/multiProjectSearch": {"projectKeys": "DEMO", "query": "a"},
        "user/permission/search": {"projectKey": "DEMO", "permissions": "BROWSE_PROJECTS", "query": "a"},
        "user/viewissue/search": {"projectKey": "DEMO", "query": "a"},
        "mypermissions": {"permissions": "BROWSE_PROJECTS"},
        "projectvalidate/key": {"key": "NEW"},
        "projectvalidate/validProjectKey": {"key": "NEW"},
        "projectvalidate/validProjectName": {"name": "New"},
        "statuses": {"id": "10000"},
        "issue/picker": {"query": "a"},
        "jql/autocompletedata/suggestions": {"fieldName": "status"},
        "issue/{issue}/estimation": {"boardId": "1"},
        "issuetypescheme/project": {"projectId": "10000"},
        "workflowscheme/project": {"projectId": "10000"},
        "user/bulk/migration": {"username": "ben"},
    }
    name = re.sub(r"^/rest/(?:api|agile)/[^/]+/", "", path)
    return "?" + urlencode(known[name]) if name in known else ""
