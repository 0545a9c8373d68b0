"""A search page of Jira Cloud: 100 issues of about 10 KB, of 120 custom fields most null, with descriptions in ADF."""

from __future__ import annotations

from typing import Any, Final

import orjson

_SITE: Final = "https://example.atlassian.net"
_REST: Final = f"{_SITE}/rest/api/3"
_CUSTOM_TYPES: Final = "com.atlassian.jira.plugin.system.customfieldtypes"
_WORDS: Final = "the export stops after a minute when a report has more than ten thousand rows and two filters".split()

#: The custom fields that have a value in each issue, with their types.
_FILLED: Final[dict[int, tuple[str, str | None, Any]]] = {
    1: ("option", "select", {"self": f"{_REST}/customFieldOption/10101", "value": "High", "id": "10101"}),
    2: ("number", "float", 3.0),
    3: ("string", "textfield", "Hamburg, second floor"),
    4: ("array", "multicheckboxes", [{"self": f"{_REST}/customFieldOption/2", "value": "Web", "id": "2"}] * 2),
    5: ("date", "datepicker", "2026-03-01"),
    6: ("datetime", "datetime", "2026-02-25T21:15:12.651+0100"),
    7: ("any", None, "0|i012lz:"),
}


def page(size: int = 100) -> bytes:
    """Return the body of a page."""
    names = {f"customfield_{10000 + number}": f"Custom {number}" for number in range(120)}
    body = {"isLast": False, "nextPageToken": "CAEaAggB", "issues": [_issue(number) for number in range(size)]}
    return orjson.dumps({**body, "names": names, "schema": _schema()})


def _schema() -> dict[str, Any]:
    moment = {"type": "datetime"}
    schema: dict[str, Any] = {"lastViewed": moment, "statuscategorychangedate": moment, "workratio": {"type": "number"}}
    for number in range(120):
        kind, custom, _ = _FILLED.get(number, ("string", "textfield", None))
        known = {"type": kind, "customId": 10000 + number, **({"items": "option"} if kind == "array" else {})}
        schema[f"customfield_{10000 + number}"] = {**known, "custom": f"{_CUSTOM_TYPES}:{custom or 'other'}"}
    return schema


def _sentence(start: int, count: int) -> str:
    return " ".join(_WORDS[(start + index) % len(_WORDS)] for index in range(count)).capitalize() + "."


def _text(value: str, *marks: str) -> dict[str, Any]:
    return {"type": "text", "text": value, **({"marks": [{"type": mark} for mark in marks]} if marks else {})}


def _paragraph(number: int) -> dict[str, Any]:
    words = [_text(_sentence(number, 9)), _text("export.csv", "code"), _text(_sentence(number + 4, 12))]
    return {"type": "paragraph", "content": words}


def _description(number: int) -> dict[str, Any]:
    points = [{"type": "listItem", "content": [_paragraph(number + index)]} for index in range(3)]
    heading = {"type": "heading", "attrs": {"level": 3}, "content": [_text("Steps")]}
    content = [_paragraph(number), heading, {"type": "orderedList", "content": points}, _paragraph(number + 5)]
    return {"type": "doc", "version": 1, "content": content}


def _named(path: str, number: int, name: str, **more: Any) -> dict[str, Any]:
    self = f"{_REST}/{path}/{number}"
    return {"self": self, "id": str(number), "name": name, "iconUrl": f"{_SITE}/images/{name}.svg", **more}


def _person(number: int) -> dict[str, Any]:
    avatar = f"https://avatar-management.example.net/{number:024x}/VS-3.png"
    return {
        "self": f"{_REST}/user?accountId=712020%3A{number:024x}",
        "accountId": f"712020:{number:024x}",
        "emailAddress": f"person{number}@example.com",
        "avatarUrls": dict.fromkeys(("48x48", "24x24", "16x16", "32x32"), avatar),
        "displayName": f"Person {number}",
        "active": True,
        "timeZone": "Europe/Berlin",
        "accountType": "atlassian",
    }


def _status(number: int) -> dict[str, Any]:
    category = {
        "self": f"{_REST}/statuscategory/2",
        "id": 2,
        "key": ("new", "indeterminate", "done")[number % 3],
        "colorName": "blue-gray",
        "name": "To Do",
    }
    return _named("status", number % 3, f"Status {number % 3}", description="", statusCategory=category)


def _brief(number: int) -> dict[str, Any]:
    fields = {
        "summary": _sentence(number, 6),
        "status": _status(number),
        "priority": _named("priority", 1 + number % 5, f"Priority {number % 5}"),
        "issuetype": _named("issuetype", 10001, "Task", description="A task.", subtask=False, hierarchyLevel=0),
    }
    return {"id": str(10000 + number), "key": f"PROJ-{number}", "self": f"{_REST}/issue/{number}", "fields": fields}


def _links(number: int) -> list[dict[str, Any]]:
    kind = _named("issueLinkType", 10000, "Blocks", inward="is blocked by", outward="blocks")
    return [
        {"id": str(index), "self": f"{_REST}/issueLink/{index}", "type": kind, "outwardIssue": _brief(number + index)}
        for index in (1, 2)
    ]


def _issue(number: int) -> dict[str, Any]:
    issue = _brief(number)
    issue["expand"] = "renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations"
    own = {f"customfield_{10000 + index}": None for index in range(120)}
    own.update({f"customfield_{10000 + index}": value for index, (_, _, value) in _FILLED.items()})
    issue["fields"] |= own | {
        "description": _description(number),
        "resolution": None,
        "project": _named("project", 10000, "Exports", key="PROJ", projectTypeKey="software", simplified=False),
        "reporter": _person(number),
        "creator": _person(number),
        "assignee": _person(number + 1),
        "parent": _brief(number + 1000),
        "issuelinks": _links(number),
        "subtasks": [],
        "labels": ["backend", "urgent"],
        "components": [_named("component", index, f"Component {index}") for index in (1, 2)],
        "versions": [_named("version", 1, "1.0", released=True, archived=False)],
        "fixVersions": [_named("version", 2, "2.0", released=False, archived=False)],
        "duedate": "2026-04-01",
        "created": "2026-01-25T21:15:12.651+0100",
        "updated": "2026-02-25T21:15:26.104+0100",
        "resolutiondate": None,
        "timeoriginalestimate": 3600,
        "timeestimate": 1800,
        "timespent": None,
        "aggregatetimespent": None,
        "workratio": 0,
        "lastViewed": "2026-02-26T08:00:00.000+0100",
        "statuscategorychangedate": "2026-01-25T21:15:12.700+0100",
        "watches": {"self": f"{_REST}/issue/{number}/watchers", "watchCount": 1, "isWatching": True},
        "votes": {"self": f"{_REST}/issue/{number}/votes", "votes": 0, "hasVoted": False},
    }
    return issue
