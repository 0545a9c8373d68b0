"""Recorded payloads of real Jiras, kept beside the checkout: which there are, and which provider each belongs to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pytest

from ..shared_files import SHARED

_JIRA: Final = SHARED / "corpus" / "jira"

#: What stands in files that hold a single thing of each kind, by the beginning of the kind.
_SINGLES: Final = {
    "attachment": "attachment",
    "comment": "comment",
    "created-issue": "issue",
    "issue": "issue",
    "linktype": "link type",
    "obj:assignee,assigneeType": "component",
    "obj:changelog,editmeta": "issue",
    "obj:custom,id,name": "field",
    "obj:description,iconUrl,id,name": "type",
    "obj:name,self,subtask": "type",
    "obj:displayName,name,self": "user",
    "obj:archived": "version",
    "obj:key,self": "project",
    "project": "project",
    "search": "search",
    "sprint": "sprint",
    "status": "status",
    "transitions": "transitions",
    "user": "user",
    "votes": "votes",
    "watchers": "watchers",
    "worklogs page": "worklogs",
    "comments page": "comments",
    "createmeta": "",
    "issue-request": "",
}
#: What stands in files that hold a list of things.
_LISTS: Final = {
    "list:fields": "field",
    "page:description,id,name,schema": "field",
    "list[linktype]": "link type",
    "list[obj:application,globalId": "remote link",
    "list[obj:avatarUrls": "project",
    "list[obj:key,name,self]": "project",
    "list[obj:description,iconUrl": "priority",
    "list[obj:description,id,name,self]": "resolution",
    "list[status]": "status",
    "list[user]": "user",
    "page:archived": "version",
    "page:description,iconUrl": "type",
    "page:projects": "project",
    "page:sprints": "sprint",
    "devlake:api_issue_types": "type",
    "devlake:api_issues": "issue",
    "devlake:external_epics": "issue",
    "devlake:api_projects": "project",
    "devlake:api_status": "status",
    "devlake:api_users": "user",
}


@dataclass(frozen=True)
class Recorded:
    """The things of one kind in a file, or the answers with such things."""

    file: str
    what: str
    bodies: list[Any] = field(repr=False)
    cloud: bool


def recorded(*wanted: str) -> list[Recorded]:
    """Return everything of the wanted kinds; skip the test where the files are not there."""
    if not _JIRA.exists():
        pytest.skip("the corpus of recorded payloads is not beside the checkout")
    return [one for one in _everything() if one.what in wanted]


def told(capsys: pytest.CaptureFixture[str], what: str) -> None:
    """Tell on the terminal what was checked."""
    with capsys.disabled():
        print(f"\n{what}")  # noqa: T201


def _everything() -> Iterator[Recorded]:
    for entry in json.loads((_JIRA / "INDEX.json").read_text("utf-8")):
        kind, file = entry["kind"], entry["file"]
        content = json.loads((_JIRA / file).read_text("utf-8"))
        if isinstance(content, dict) and {"request", "response"} <= content.keys():
            content = content["response"]["body"]
        cloud = entry["flavour"].startswith("cloud")
        if what := _longest(_LISTS, kind):
            yield Recorded(file, what, _items(content), cloud)
        elif what := _longest(_SINGLES, kind):
            yield Recorded(file, what, [content], cloud)


def _longest(table: dict[str, str], kind: str) -> str:
    fitting = [beginning for beginning in table if kind.startswith(beginning)]
    return table[max(fitting, key=len)] if fitting else ""


def _items(content: Any) -> list[Any]:
    if isinstance(content, list):
        return content
    return [row["data"] for row in content["rows"]] if "rows" in content else list(content["values"])
