"""A day's work on a site, which leaves something of every noun behind."""

from __future__ import annotations

from typing import Any

from jira_simulator.store.activity import Attachment

from .loopback_jira import Jira
from .spec_walk import Walk

__all__ = ["work"]


def work(walk: Walk, client: Jira) -> None:
    """Create, change and delete things through every API of a site."""
    cloud = client.site.cloud
    _upload(client)
    for api in ("3", "2") if cloud else ("2",):
        _issues(walk, client, f"/rest/api/{api}", api)
        _projects(walk, client, f"/rest/api/{api}", api)
    if cloud:
        _cloud_only(walk, client)
    _agile(walk)


def _upload(client: Jira) -> None:
    """Leave an attachment, which is asked for later."""
    issue = client.site.store.issues.all()[0]
    picture = {"filename": "a.png", "media_type": "image/png", "content": b"png", "size": 3}
    client.site.store.attachments.add(Attachment(issue_id=issue.id, author_id=10000, created=issue.created, **picture))


def _text(words: str, api: str) -> Any:
    line = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
    return {"type": "doc", "version": 1, "content": [line]} if api == "3" else words


def _issues(walk: Walk, client: Jira, root: str, api: str) -> None:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Work"}
    one = walk.ask("POST", f"{root}/issue", {"fields": fields | {"description": _text("Some work", api)}})
    many = walk.ask("POST", f"{root}/issue/bulk", {"issueUpdates": [{"fields": fields}, {"fields": {"summary": "x"}}]})
    issue, other = f"{root}/issue/{one['key']}", many["issues"][0]["key"]
    walk.ask("PUT", issue, {"fields": {"summary": "Changed", "labels": ["a"]}})
    made = walk.ask("POST", f"{issue}/comment", {"body": _text("Hello", api)})
    walk.ask("PUT", f"{issue}/comment/{made['id']}", {"body": _text("Hello again", api)})
    logged = walk.ask("POST", f"{issue}/worklog", {"timeSpent": "2h", "comment": _text("Done", api)})
    walk.maybe("PUT", f"{issue}/worklog/{logged['id']}", {"timeSpent": "3h"})
    ways = walk.ask("GET", f"{issue}/transitions?expand=transitions.fields")["transitions"]
    free = [way for way in ways if not any(field["required"] for field in way["fields"].values())]
    walk.ask("POST", f"{issue}/transitions", {"transition": {"id": free[0]["id"]}})
    walk.ask("GET", f"{issue}?expand=names,schema,transitions,editmeta,changelog,renderedFields,operations")
    me = client.site.store.people.all()[0]
    walk.ask("PUT", f"{issue}/assignee", {"accountId": me.account_id} if client.site.cloud else {"name": me.name})
    _around(walk, issue, one["key"], other, root)


def _around(walk: Walk, issue: str, key: str, other: str, root: str) -> None:
    links = {"type": {"name": "Blocks"}, "inwardIssue": {"key": key}, "outwardIssue": {"key": other}}
    walk.maybe("POST", f"{root}/issueLink", links)
    remote = {"globalId": "g", "object": {"url": "https://example.com", "title": "Page"}}
    walk.maybe("POST", f"{issue}/remotelink", remote)
    walk.maybe("GET", f"{issue}/remotelink")
    walk.maybe("PUT", f"{issue}/properties/mark", {"a": 1})
    walk.maybe("GET", f"{issue}/properties/mark")
    walk.maybe("GET", f"{issue}/properties")
    walk.ask("GET", issue)
    walk.ask("DELETE", f"{root}/issue/{other}")


def _projects(walk: Walk, client: Jira, root: str, api: str) -> None:
    version = walk.ask("POST", f"{root}/version", {"name": f"9.{api}", "projectId": 10000, "startDate": "2026-01-02"})
    walk.ask("PUT", f"{root}/version/{version['id']}", {"released": True, "releaseDate": "2026-02-03"})
    component = walk.ask("POST", f"{root}/component", {"name": f"Part {api}", "project": "DEMO"})
    walk.ask("PUT", f"{root}/component/{component['id']}", {"description": "A part"})
    me = client.site.store.people.all()[0]
    lead = {"leadAccountId": me.account_id} if client.site.cloud else {"lead": me.name}
    project = {"key": f"NEW{api}", "name": f"New {api}", "projectTypeKey": "software", **lead}
    walk.ask("POST", f"{root}/project", project)
    walk.ask("PUT", f"{root}/project/NEW{api}", {"description": "Changed"})
    walk.maybe("POST", f"{root}/filter", {"name": f"Filter {api}", "jql": "project = DEMO"})
    walk.maybe("POST", f"{root}/group", {"name": f"group {api}"})


def _cloud_only(walk: Walk, client: Jira) -> None:
    issues = [str(issue.id) for issue in client.site.store.issues][:3]
    for api in ("3", "2"):
        root = f"/rest/api/{api}"
        walk.ask("POST", f"{root}/search/jql", {"jql": "project = DEMO", "fields": ["*all"], "maxResults": 5})
        walk.ask("POST", f"{root}/search/approximate-count", {"jql": "project = DEMO"})
        walk.ask("POST", f"{root}/issue/bulkfetch", {"issueIdsOrKeys": [*issues, "NO-1"], "fields": ["summary"]})
        walk.ask("POST", f"{root}/changelog/bulkfetch", {"issueIdsOrKeys": issues})
        walk.ask("POST", f"{root}/jql/parse?validation=strict", {"queries": ["project = DEMO order by key", "a b"]})
        walk.ask("POST", f"{root}/jql/match", {"issueIds": [int(id) for id in issues], "jqls": ["project = DEMO"]})
        walk.maybe("POST", f"{root}/comment/list", {"ids": [comment.id for comment in client.site.store.comments][:3]})
        walk.maybe("POST", f"{root}/worklog/list", {"ids": [worklog.id for worklog in client.site.store.worklogs][:3]})
    fields = {"summary": "Help", "description": "Please"}
    request = {"serviceDeskId": "1", "requestTypeId": "1", "requestFieldValues": fields}
    made = walk.ask("POST", "/rest/servicedeskapi/request", request)
    note = {"body": "A note", "public": False}
    walk.ask("POST", f"/rest/servicedeskapi/request/{made['issueKey']}/comment", note)


def _agile(walk: Walk) -> None:
    root = "/rest/agile/1.0"
    sprint = walk.ask("POST", f"{root}/sprint", {"name": "A sprint", "originBoardId": 1, "goal": "Done"})
    walk.ask("POST", f"{root}/sprint/{sprint['id']}", {"name": "A better sprint"})
    walk.ask("PUT", f"{root}/sprint/1/properties/mark", {"a": 1})
    walk.ask("PUT", f"{root}/board/1/properties/mark", {"a": 1})
