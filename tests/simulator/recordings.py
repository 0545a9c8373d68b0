"""Recorded answers of real Jiras beside the project, taken apart into shapes, for Cloud and for Server."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any, Final

from ..shared_files import shared_file, shared_json
from .shapes import Shapes

__all__ = ["errors", "field_ids", "real_shapes"]

#: What a file holds, by the beginning of its kind; longer beginnings win.
_KINDS: Final = {
    "attachment": "attachment",
    "comment": "comment",
    "comments page": "comments",
    "created-issue": "created issue",
    "createmeta": "createmeta",
    "issue": "issue",
    "issue-request/edit": "editmeta",
    "linktype": "link type",
    "list:fields": "field",
    "page:description,id,name,schema": "field page",
    "list[linktype]": "link type",
    "list[obj:avatarUrls": "listed project",
    "list[obj:description,iconUrl": "priority",
    "list[obj:description,id,name,self]": "resolution",
    "list[status]": "status",
    "list[user]": "user",
    "obj:assignee,assigneeType": "whole component",
    "obj:colorName,id,key,name,self": "status category",
    "obj:baseUrl,buildDate": "server info",
    "obj:changelog,editmeta": "issue",
    "page:projects": "project page",
    "page:sprints": "sprints",
    "project": "project",
    "search": "search",
    "search(nextPageToken)": "",
    "serverInfo": "server info",
    "sprint": "sprint",
    "status": "status",
    "transitions": "transitions",
    "user": "whole user",
    "votes": "voters",
    "watchers": "watchers",
    "worklog": "worklog",
    "worklogs page": "worklogs",
    "devlake:api_issue_types": "issue type",
    "devlake:api_issues": "issue",
    "devlake:external_epics": "issue",
    "devlake:api_projects": "listed project",
    "devlake:api_sprints": "sprint",
    "devlake:api_status": "status",
    "devlake:api_users": "whole user",
}
#: Indexed among the answers, and yet what a client sent.
_REQUESTS: Final = frozenset({"lesstif+php-jira-rest-client/issue-request-edit.test-data-issueFieldV3.a15797.json"})
_AGILE: Final = "com.pyxis.greenhopper.jira"
_PLAIN: Final = "com.atlassian.jira.plugin.system.customfieldtypes"
_RANK: Final = re.compile(r"\d\|\w+:")
_OLD_SPRINT: Final = re.compile(r"com\.atlassian\.greenhopper\.service\.sprint\.Sprint@")
#: Fixtures that people cut by hand say what may be there, not what always is.
_BY_HAND: Final = ("JiraConnector", "createmeta-classic-.webapp-src-testdata")
#: Recorded before accounts of Cloud lost their names.
_BEFORE_GDPR: Final = ("user_accountId-1234567890abcdef01234567", "user-valid-with-accountId")


@cache
def real_shapes(*, cloud: bool, whole: bool) -> Shapes:
    """
    Return the shapes of the recordings of one flavour.

    Args:
        cloud: Of Cloud, or else of Server.
        whole: Only those that certainly are whole; with False all, to know what may be there.
    """
    shapes = Shapes(_custom_type)
    for entry in shared_json("corpus/jira/INDEX.json"):
        flavour = str(entry["flavour"])
        unknown = not flavour.startswith(("cloud", "server"))
        if flavour.startswith("server" if cloud else "cloud") or "pre-GDPR" in flavour or (unknown and whole):
            continue
        marks = (*_BEFORE_GDPR, *_BY_HAND) if whole else _BEFORE_GDPR
        if any(mark in entry["file"] for mark in marks):
            continue
        name = "" if entry["file"] in _REQUESTS else _name_of(str(entry["kind"]))
        if name:
            content = json.loads(shared_file(f"corpus/jira/{entry['file']}").read_text("utf-8"))
            shapes.custom = _listed_type if "DefectDojo" in entry["repo"] else _custom_type
            shapes.add(name, _bodies(content))
    return shapes


def _name_of(kind: str) -> str:
    fitting = [beginning for beginning in _KINDS if kind.startswith(beginning)]
    return _KINDS[max(fitting, key=len)] if fitting else ""


def _bodies(content: Any) -> Any:
    if isinstance(content, dict) and {"request", "response"} <= content.keys():
        return content["response"]["body"]
    if isinstance(content, dict) and "rows" in content:
        return [row["data"] for row in content["rows"]]
    return content


@cache
def _fields() -> list[dict[str, Any]]:
    entries = [entry for entry in shared_json("corpus/jira/INDEX.json") if entry["kind"] == "list:fields"]
    (entry,) = [entry for entry in entries if "DefectDojo" in entry["repo"]]
    found: list[dict[str, Any]] = _bodies(json.loads(shared_file(f"corpus/jira/{entry['file']}").read_text("utf-8")))
    return found


@cache
def _custom_types() -> dict[str, str]:
    """Return the types of the custom fields of the one site whose list of fields was recorded too."""
    return {field["id"]: field["schema"]["custom"] for field in _fields() if "custom" in field.get("schema", {})}


def _listed_type(key: str, _: Any) -> str | None:
    return _custom_types().get(key)


def _custom_type(key: str, value: Any) -> str | None:
    """Return what the value of a field tells of its type, where no list of the site's fields was recorded."""
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict) and "boardId" in first and "state" in first:
        return f"{_AGILE}:gh-sprint"
    if isinstance(first, dict) and "/customFieldOption/" in str(first.get("self")):
        kind = "cascadingselect" if "child" in first else "multiselect" if isinstance(value, list) else "select"
        return f"{_PLAIN}:{kind}"
    if isinstance(first, str) and _RANK.match(first):
        return f"{_AGILE}:gh-lexo-rank"
    if isinstance(value, list) and isinstance(first, str) and _OLD_SPRINT.match(first):
        return f"{_AGILE}:gh-sprint"
    return None


def field_ids() -> dict[str, str]:
    """Return the ids of system fields that a real site lists."""
    return {field["id"]: "the list of fields" for field in _fields() if not field["custom"]}


def errors() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shared_json("corpus/jira/errors/errors-from-public-threads.json")
    return found
