"""Bodies of webhooks, recorded ones and ours, taken apart into shapes by event."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from ..shared_files import shared_file, shared_json
from .loopback_jira import Jira, jira
from .loopback_receiver import Collector
from .shapes import Shape, Shapes
from .webhook_sites import create_issue, old_path

__all__ = ["our_bodies", "recorded_bodies", "shapes_of_webhooks"]

#: What the parts of a body are, where other answers hold the same.
_PARTS: Final = {"user": "user", "comment": "comment"}
#: Repositories whose fixtures are as they were received; others were cut by hand.
_WHOLE: Final = ("mattermost", "jenkinsci")


@cache
def recorded_bodies(*, cloud: bool, whole: bool) -> tuple[dict[str, Any], ...]:
    """Return what was recorded of one flavour; with `whole` only what certainly nobody cut."""
    found: list[dict[str, Any]] = []
    for entry in shared_json("corpus/jira/INDEX.json"):
        flavour, kind = str(entry["flavour"]), str(entry["kind"])
        if not kind.startswith("webhook:") or (whole and not entry["repo"].startswith(_WHOLE)):
            continue
        if flavour.startswith("server" if cloud else "cloud") or "pre-GDPR" in flavour:
            continue
        found.append(json.loads(shared_file(f"corpus/jira/{entry['file']}").read_text("utf-8")))
    return tuple(found)


def shapes_of_webhooks(bodies: Iterator[dict[str, Any]] | tuple[dict[str, Any], ...]) -> Shapes:
    """Take bodies apart; updates of issues go by what kind of update they are."""
    shapes = Shapes(lambda _key, _value: None)
    for body in bodies:
        name = str(body["webhookEvent"])
        if name == "jira:issue_updated":
            name += f" {body.get('issue_event_type_name', 'of old')}"
        shape = shapes.found.setdefault(name, Shape())
        shape.things += 1
        for key, value in body.items():
            shape.keys.setdefault(key, Counter())[_type(value)] += 1
            if isinstance(value, dict):
                shapes.add(_PARTS.get(key) or _part(key, body), value)
    return shapes


def _part(key: str, body: dict[str, Any]) -> str:
    trimmed = key == "issue" and str(body["webhookEvent"]).startswith("comment")
    return f"{'trimmed ' if trimmed else ''}{key} of a webhook"


def _type(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    kinds = {int: "number", float: "number", str: "string", list: "array", dict: "object", type(None): "null"}
    return kinds[type(value)]


def our_bodies(variant: str, **options: Any) -> tuple[dict[str, Any], ...]:
    """Return what a site sends of everything that happens to it here."""
    client = jira(variant, issues=12, **options)
    _register_all(client)
    _live(client)
    return tuple(got.json for got in Collector(client.site).deliver())


def _register_all(client: Jira) -> None:
    recorded = {str(body["webhookEvent"]) for body in recorded_bodies(cloud=client.site.cloud, whole=False)}
    path = "/rest/webhooks/1.0/webhook" if old_path(client) else "/rest/jira-webhook/1.0/webhooks"
    client.post(path, {"name": "All", "url": "http://127.0.0.1:1/", "events": sorted(recorded)})


def _live(client: Jira) -> None:
    """Let happen what was recorded."""
    key = create_issue(client, description="*wet*", labels=["cold"])
    issue = f"/rest/api/2/issue/{key}"
    for fields in ({"summary": "It snows", "labels": []}, {"description": None}, {"priority": {"name": "High"}}):
        client.put(issue, {"fields": fields})
    who = "accountId" if client.site.cloud else "name"
    admin = client.site.store.people.all()[0]
    client.put(f"{issue}/assignee", {who: admin.account_id if client.site.cloud else admin.name})
    comment = client.post(f"{issue}/comment", {"body": "a *warm* day"})["id"]
    client.put(f"{issue}/comment/{comment}", {"body": "a cold day"})
    client.call("DELETE", f"{issue}/comment/{comment}")
    status = client.get(issue)["fields"]["status"]["id"]
    (way, *_) = [way for way in client.get(f"{issue}/transitions")["transitions"] if way["to"]["id"] != status]
    client.post(f"{issue}/transitions", {"transition": {"id": way["id"]}})
    for name in ("outwardIssue", "inwardIssue"):
        link = {"type": {"name": "Blocks"}, name: {"id": str(client.site.store.issues.all()[0].id)}}
        client.put(issue, {"update": {"issuelinks": [{"add": link}], "labels": [{"add": name}]}})
    for existing in client.site.store.issues.all()[:8]:
        client.put(f"/rest/api/2/issue/{existing.id}", {"fields": {"summary": f"{existing.key} again"}})
    _live_elsewhere(client)
    client.call("DELETE", issue)


def _live_elsewhere(client: Jira) -> None:
    """Let happen what has no issue."""
    admin = client.site.store.people.all()[0]
    lead = {"leadAccountId": admin.account_id} if client.site.cloud else {"lead": admin.name}
    template = "com.pyxis.greenhopper.jira:gh-simplified-agility-kanban" if client.site.cloud else None
    project = {"key": "NEW", "name": "New", "projectTypeKey": "software", "projectTemplateKey": template, **lead}
    client.post("/rest/api/2/project", {name: value for name, value in project.items() if value is not None})
    client.put("/rest/api/2/project/NEW", {"name": "Newer"})
    client.call("DELETE", "/rest/api/2/project/NEW?enableUndo=false")
    board = client.get("/rest/agile/1.0/board", type="scrum")["values"][0]["id"]
    sprints = client.get(f"/rest/agile/1.0/board/{board}/sprint")["values"]
    (active,) = [sprint for sprint in sprints if sprint["state"] == "active"]
    made = client.post("/rest/agile/1.0/sprint", {"name": "Next", "originBoardId": board})
    client.post(f"/rest/agile/1.0/sprint/{active['id']}", {"state": "closed"})
    dates = {"startDate": "2026-11-03T09:00:00.000Z", "endDate": "2026-11-17T09:00:00.000Z"}
    client.post(f"/rest/agile/1.0/sprint/{made['id']}", {"state": "active", **dates})
