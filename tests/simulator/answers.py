"""Answers of the simulator, of every kind that there are recordings of, taken apart into shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from jira_simulator.site import Site
from jira_simulator.store.activity import Attachment

from .loopback_jira import Jira, jira
from .shapes import Shapes

__all__ = ["answers", "our_shapes", "shapes_of"]

_EXPAND: Final = "names,schema,transitions,operations,editmeta,changelog,renderedFields"
#: What each kind is asked for with, below the root of the API.
_PATHS: Final = (
    ("field", "/field"),
    ("status", "/status"),
    ("priority", "/priority"),
    ("resolution", "/resolution"),
    ("issue type", "/issuetype"),
    ("link types", "/issueLinkType"),
    ("status category", "/statuscategory"),
    ("server info", "/serverInfo"),
    ("listed project", "/project"),
    ("project", "/project/{project}"),
    ("whole component", "/project/{project}/components"),
    ("whole version", "/project/{project}/versions"),
    ("whole user", "/myself?expand=groups,applicationRoles"),
)
_SERVER_PATHS: Final = (("attachment", "/attachment/{attachment}"),)
_CLOUD_PATHS: Final = (("project page", "/project/search"), ("field page", "/field/search"))
_ISSUE_PATHS: Final = (
    ("transitions", "/transitions?expand=transitions.fields"),
    ("editmeta", "/editmeta"),
    ("comments", "/comment"),
    ("worklogs", "/worklog"),
    ("voters", "/votes"),
    ("watchers", "/watchers"),
)
_AGILE_PATHS: Final = (("boards", "/board"), ("sprints", "/board/{board}/sprint"))


def our_shapes(variant: str, api: str, **options: Any) -> Shapes:
    """Return the shapes of all that a site answers."""
    client = jira(variant, issues=60, **options)
    shapes = shapes_of(client.site)
    for name, body in answers(client, api):
        shapes.add(name, body)
    return shapes


def shapes_of(site: Site) -> Shapes:
    """Return no shapes yet, that know the custom fields of a site."""
    types = {field.key: str((field.schema or {}).get("custom")) for field in site.store.fields if field.custom}
    return Shapes(lambda key, _: types.get(key))


def answers(client: Jira, api: str) -> Iterator[tuple[str, Any]]:
    """Yield the answers of a site and what each is; resources that it does not have are left out."""
    root = f"/rest/api/{api}"
    keys = [issue.key for issue in client.site.store.issues]
    yield "created issue", _create(client, root)
    _enrich(client, root, keys[0])
    for key in keys:
        yield "issue", client.get(f"{root}/issue/{key}", expand=_EXPAND)
    for key in keys[:12]:
        for name, path in _ISSUE_PATHS:
            yield from _maybe(client, name, f"{root}/issue/{key}{path}")
    yield from _listings(client, root)


def _listings(client: Jira, root: str) -> Iterator[tuple[str, Any]]:
    store, cloud = client.site.store, client.site.cloud
    attachment = next(iter(store.attachments), None)
    ids = {"project": store.projects.all()[0].key, "attachment": attachment.id if attachment else 0, "board": 1}
    for name, path in (*_PATHS, *(_CLOUD_PATHS if cloud else _SERVER_PATHS)):
        yield from _maybe(client, name, root + path.format(**ids))
    if cloud or client.site.settings.numbers < (9,):
        yield from _maybe(client, "createmeta", f"{root}/issue/createmeta?expand=projects.issuetypes.fields")
    if not cloud:
        yield "search", client.get(f"{root}/search", jql="project = DEMO", maxResults=20)
    for board in store.boards:
        for name, path in _AGILE_PATHS:
            yield from _maybe(client, name, "/rest/agile/1.0" + path.format(board=board.id))


def _create(client: Jira, root: str) -> Any:
    project = client.site.store.projects.all()[0].key
    fields = {"project": {"key": project}, "issuetype": {"name": "Task"}, "summary": "Shown as it is made"}
    return client.post(f"{root}/issue", {"fields": fields})


def _enrich(client: Jira, root: str, key: str) -> None:
    """Add what the seed has none of: a picture, and a comment for some only."""
    store, issue = client.site.store, client.site.issue(key)
    assert issue is not None
    picture = {"filename": "a.png", "media_type": "image/png", "content": b"png", "size": 3}
    store.attachments.add(Attachment(issue_id=issue.id, author_id=10000, created=issue.created, **picture))
    group = client.site.groups_of(store.people[10000])[0]
    body: Any = "For some of you."
    if root.endswith("3"):
        body = {"type": "doc", "version": 1, "content": [{"type": "rule"}]}
    client.post(f"{root}/issue/{key}/comment", {"body": body, "visibility": {"type": "group", "value": group}})


def _maybe(client: Jira, name: str, path: str) -> Iterator[tuple[str, Any]]:
    answer = client.call("GET", path)
    if answer.is_success:
        yield name, answer.json()
