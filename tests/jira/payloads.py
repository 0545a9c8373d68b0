"""Answers of small made-up Jiras, written by hand: enough to read every attribute without any recording."""

from __future__ import annotations

from typing import Any, Final

REST: Final = "https://example.atlassian.net/rest/api/3"
CUSTOM: Final = "com.atlassian.jira.plugin.system.customfieldtypes"


def adf(text: str) -> dict[str, Any]:
    words = [{"type": "text", "text": text}]
    return {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": words}]}


def person(name: str) -> dict[str, Any]:
    return {
        "accountId": f"557058:{name}",
        "accountType": "atlassian",
        "displayName": name.title(),
        "emailAddress": f"{name}@example.com",
        "active": True,
        "avatarUrls": {"48x48": f"https://avatars.example.net/{name}.png"},
    }


def user(name: str) -> dict[str, Any]:
    return {"name": name, "key": f"JIRAUSER-{name}", "displayName": name.title(), "active": True}


def status(name: str = "Doing", key: str = "indeterminate") -> dict[str, Any]:
    return {"id": "3", "name": name, "statusCategory": {"id": 4, "key": key, "name": "…"}}


def brief(key: str) -> dict[str, Any]:
    kind = {"id": "10001", "name": "Task", "subtask": False, "hierarchyLevel": 0}
    fields = {
        "summary": f"About {key}",
        "status": status(),
        "priority": {"id": "3", "name": "Medium"},
        "issuetype": kind,
    }
    return {"id": key.replace("P-", "100"), "key": key, "self": f"{REST}/issue/1", "fields": fields}


def comment(number: int, **more: Any) -> dict[str, Any]:
    created = f"2026-01-0{number}T10:00:00.000+0000"
    return {"id": str(number), "author": person("ada"), "body": adf(f"No {number}"), "created": created, **more}


def edit(number: int) -> dict[str, Any]:
    item = {
        "field": "status",
        "fieldId": "status",
        "fieldtype": "jira",
        "from": "1",
        "fromString": "Open",
        "to": "3",
        "toString": "Doing",
    }
    created = f"2026-01-0{number}T10:00:00.000+0000"
    return {"id": str(number), "author": person("ada"), "created": created, "items": [item]}


#: What the catalogue, and the schema beside an issue, say of the custom fields of `issue`.
FIELDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "customfield_1": ("Severity", {"type": "option", "custom": f"{CUSTOM}:select"}),
    "customfield_2": ("Points", {"type": "number", "custom": f"{CUSTOM}:float"}),
    "customfield_3": ("Notes", {"type": "string", "custom": f"{CUSTOM}:textarea"}),
    "customfield_4": ("Where", {"type": "string", "custom": f"{CUSTOM}:textfield"}),
    "customfield_5": ("Start", {"type": "date", "custom": f"{CUSTOM}:datepicker"}),
    "customfield_6": ("Seen", {"type": "datetime", "custom": f"{CUSTOM}:datetime"}),
    "customfield_7": ("Place", {"type": "option-with-child", "custom": f"{CUSTOM}:cascadingselect"}),
    "customfield_8": ("Reviewer", {"type": "user", "custom": f"{CUSTOM}:userpicker"}),
    "customfield_9": ("Crew", {"type": "group", "custom": f"{CUSTOM}:grouppicker"}),
    "customfield_10": ("Target", {"type": "version", "custom": f"{CUSTOM}:version"}),
    "customfield_11": ("Platforms", {"type": "array", "items": "option", "custom": f"{CUSTOM}:multicheckboxes"}),
    "customfield_12": ("Sprint", {"type": "array", "items": "json", "custom": "com.pyxis.greenhopper.jira:gh-sprint"}),
    "customfield_13": ("Team", {"type": "team", "custom": f"{CUSTOM}:atlassian-team"}),
    "customfield_14": ("Rank", {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-lexo-rank"}),
    "customfield_15": (
        "Time to fix",
        {"type": "sd-servicelevelagreement", "custom": "com.atlassian.servicedesk:sd-sla-field"},
    ),
    "customfield_16": ("Empty", {"type": "string", "custom": f"{CUSTOM}:textfield"}),
    "customfield_17": ("Where", {"type": "string", "custom": f"{CUSTOM}:textfield"}),
}
VALUES: Final[dict[str, Any]] = {
    "customfield_1": {"id": "101", "value": "S1", "disabled": False},
    "customfield_2": 3.0,
    "customfield_3": adf("a note"),
    "customfield_4": "Hamburg",
    "customfield_5": "2026-03-01",
    "customfield_6": "2026-03-01T10:00:00.000+0100",
    "customfield_7": {"id": "1", "value": "Europe", "child": {"id": "2", "value": "Malta"}},
    "customfield_8": person("grace"),
    "customfield_9": {"name": "crew", "groupId": "g-1", "self": f"{REST}/group?groupId=g-1"},
    "customfield_10": {"id": "7", "name": "2.0", "released": False, "archived": False},
    "customfield_11": [{"id": "1", "value": "Web"}, {"id": "2", "value": "App"}],
    "customfield_12": [
        {"id": 1, "name": "Sprint 1", "state": "closed", "boardId": 4},
        {"id": 2, "name": "Sprint 2", "state": "active", "boardId": 4, "goal": "Ship"},
    ],
    "customfield_13": {"id": "36885b3c-1bf0-4f85-a357-c5b858c31de4", "name": "Core"},
    "customfield_14": "0|i00327:",
    "customfield_15": {"id": "1", "name": "Time to fix", "ongoingCycle": {"breached": False}},
    "customfield_16": None,
    "customfield_17": "Lyon",
}


def issue(key: str = "P-1", **fields: Any) -> dict[str, Any]:
    """Return an issue of Cloud with a value in every field that has an attribute."""
    blocks = {"id": "9", "name": "Blocks", "outward": "blocks", "inward": "is blocked by"}
    of = {
        **brief(key)["fields"],
        "description": adf("Every time"),
        "resolution": {"id": "1", "name": "Fixed", "description": "Done well"},
        "project": {"id": "10", "key": "P", "name": "Project", "projectCategory": {"id": "1", "name": "Apps"}},
        "reporter": person("ada"),
        "creator": person("bot"),
        "assignee": person("grace"),
        "parent": brief("P-9"),
        "subtasks": [brief("P-2")],
        "issuelinks": [
            {"id": "1", "type": blocks, "outwardIssue": brief("P-3")},
            {"id": "2", "type": blocks, "inwardIssue": brief("P-4")},
        ],
        "labels": ["a", "b"],
        "components": [{"id": "1", "name": "API", "description": "the API"}],
        "versions": [{"id": "1", "name": "1.0", "released": True, "archived": True, "releaseDate": "2025-12-01"}],
        "fixVersions": [{"id": "2", "name": "2.0", "released": False, "archived": False}],
        "duedate": "2026-02-01",
        "created": "2026-01-01T10:00:00.000+0100",
        "updated": "2026-01-02T10:00:00.000+0100",
        "resolutiondate": "2026-01-03T10:00:00.000+0100",
        "timetracking": {"originalEstimateSeconds": 3600, "remainingEstimateSeconds": 1800, "timeSpentSeconds": 600},
        "attachment": [{"id": 5, "filename": "a.txt", "mimeType": "text/plain", "size": 3, "author": person("ada")}],
        "comment": {"comments": [comment(1)], "maxResults": 1, "total": 1, "startAt": 0},
        "watches": {"watchCount": 2, "isWatching": False},
        "votes": {"votes": 1, "hasVoted": False},
        "security": {"id": "4", "name": "Secret", "description": "for few"},
        "environment": adf("prod"),
        **VALUES,
        **fields,
    }
    names = {id: name for id, (name, _) in FIELDS.items()}
    schema: dict[str, Any] = {id: schema for id, (_, schema) in FIELDS.items()}
    schema["environment"] = {"type": "string", "system": "environment"}
    return {"id": "1001", "key": key, "self": f"{REST}/issue/1001", "fields": of, "names": names, "schema": schema}


def catalogue() -> list[dict[str, Any]]:
    """Return the list of all fields."""
    system = [
        {"id": "summary", "name": "Summary", "custom": False, "schema": {"type": "string", "system": "summary"}},
        {
            "id": "issuetype",
            "name": "Issue Type",
            "custom": False,
            "schema": {"type": "issuetype", "system": "issuetype"},
        },
        {"id": "thumbnail", "name": "Images", "custom": False},
    ]
    return system + [
        {"id": id, "name": name, "custom": True, "schema": schema, "clauseNames": [name]}
        for id, (name, schema) in FIELDS.items()
    ]
