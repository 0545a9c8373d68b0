"""What administrators set up, as JSON: tasks, filters, dashboards, schemes."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from ..store.administration import Dashboard, Filter, Task
from .people import group_stub, person
from .projects import project_stub
from .view import Json, View

__all__ = ["dashboard", "filter", "listed_filter", "share", "task"]

_EXPANDED: Final = frozenset(
    "description owner jql viewUrl searchUrl favourite favouritedCount sharePermissions editPermissions "
    "subscriptions".split()
)


def task(found: Task, view: View) -> Json:
    return {"self": view.url(f"/task/{found.id}"), "id": str(found.id), **found.state, "submittedBy": found.person_id}


def filter(found: Filter, view: View) -> Json:
    """Return a filter as its own resource has it."""
    answer: Json = {"self": view.url(f"/filter/{found.id}"), "id": str(found.id), "name": found.name}
    answer |= {"description": found.description} if found.description else {}
    answer |= {
        "owner": person(view.site.store.people.get(found.owner_id), view),
        "jql": found.jql,
        "viewUrl": view.page_url(f"/issues/?filter={found.id}"),
        "searchUrl": _search_url(found, view),
        "favourite": view.account is not None and view.account.id in found.favourite_of,
    }
    shares = [share(row, number, view) for number, row in enumerate(found.shares, 1)]
    nobody: Json = {"size": 0, "items": [], "max-results": 1000, "start-index": 0, "end-index": 0}
    if view.cloud:
        answer |= {"favouritedCount": len(found.favourite_of), "sharePermissions": shares, "editPermissions": []}
    else:
        answer |= {"sharePermissions": shares, "editable": owns(found, view)}
    return answer | {"sharedUsers": nobody, "subscriptions": nobody}


def listed_filter(found: Filter, view: View, expand: frozenset[str]) -> Json:
    """Return a filter as a page of found ones has it: with nothing that was not asked for."""
    full = filter(found, view)
    shown = {name: full[name] for name in ("self", "id", "name", *sorted(expand & _EXPANDED)) if name in full}
    return {"expand": ",".join(sorted(_EXPANDED)), **shown}


def owns(found: Filter | Dashboard, view: View) -> bool:
    return view.account is not None and (view.account.id == found.owner_id)


def _search_url(found: Filter, view: View) -> str:
    path = "/search/jql" if view.cloud else "/search"
    return view.url(f"{path}?jql={quote(found.jql)}")


def share(row: dict[str, object], number: int, view: View) -> Json:
    """Return whom a filter or dashboard is shared with: stored as `type` and the id of who or what."""
    store = view.site.store
    kind, id = row["type"], row.get("id")
    answer: Json = {"id": row.get("number", number), "type": kind}
    if kind == "group":
        found = next((item for item in store.groups if item.id == id), None)
        answer["group"] = group_stub(found, view) if found else None
    elif kind == "project":
        project = store.projects.get(int(str(id)))
        answer["project"] = project_stub(project, view) if project else None
    elif kind == "user":
        answer["user"] = person(store.people.get(int(str(id))), view)
    return answer


def dashboard(found: Dashboard, view: View) -> Json:
    """Return a dashboard."""
    answer: Json = {"id": str(found.id)}
    if not view.cloud:
        return {
            **answer,
            "name": found.name,
            "self": view.url(f"/dashboard/{found.id}"),
            "view": view.page_url(f"/secure/Dashboard.jspa?selectPageId={found.id}"),
        }
    answer |= {"description": found.description} if found.description else {}
    return answer | {
        "isFavourite": False,
        "name": found.name,
        "owner": person(view.site.store.people.get(found.owner_id), view),
        "popularity": 0,
        "self": view.url(f"/dashboard/{found.id}"),
        "sharePermissions": [share(row, number, view) for number, row in enumerate(found.shares, 1)],
        "editPermissions": [],
        "view": view.page_url(f"/jira/dashboards/{found.id}"),
        "isWritable": owns(found, view),
        "systemDashboard": False,
    }
