"""
The toy tracker: a function from request to answer.

Its JSON has the shape of our models', so that its provider stays small. No page holds more than three items, whatever
was asked for; its clock goes on by a second with every request that writes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote

import orjson

from anyticket.request import Request, Response, Upload
from testing.toy.matching import matches, ordered, same

Json = dict[str, Any]

MOST_PER_PAGE = 3
PEOPLE: list[Json] = [
    {"id": f"u{number}", "name": name, "email": f"{name.lower()}@toy.example", "active": True, "kind": "person"}
    for number, name in enumerate(("Ada", "Bo", "Cy"), 1)
]
STATUSES: list[Json] = [
    {"id": "1", "name": "Open", "category": "todo", "closed": False},
    {"id": "2", "name": "Doing", "category": "in_progress", "closed": False},
    {"id": "3", "name": "Done", "category": "done", "closed": True},
    {"id": "4", "name": "Rejected", "category": "done", "closed": True},
]
REASON: Json = {"id": "size", "name": "Size", "kind": "number", "required": True}
PRIORITIES: list[Json] = [{"id": "1", "name": "High", "level": "high"}, {"id": "2", "name": "Low", "level": "low"}]
TYPES: list[Json] = [
    {"id": "1", "name": "Task", "kind": "task", "hierarchy_level": 0},
    {"id": "2", "name": "Bug", "kind": "bug", "hierarchy_level": 0},
]
LINK_TYPES = [{"id": "1", "name": "Blocks", "outward": "blocks", "inward": "is blocked by"}]
FIELDS: list[Json] = [
    {"id": "size", "name": "Size", "kind": "number", "custom": True},
    {
        "id": "priority",
        "name": "Priority",
        "kind": "option",
        "attribute": "priority",
        "options": [{"id": "1", "name": "High"}, {"id": "2", "name": "Low"}],
    },
]
#: Way -> target, and the field that it asks for.
WAYS = {"start": ("2", None), "finish": ("3", "size"), "reject": ("4", None), "reopen": ("1", None)}
MANY = ("assignees", "labels", "components", "affects_versions", "fix_versions", "watchers")
EMPTY: Json = {
    **dict.fromkeys(("description", "priority", "reporter", "parent", "due", "resolved_at", "resolution"), None),
    "fields": {},
    "time": {},
}


class Refused(Exception):
    """An answer that is not a good one."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        self.status, self.body = status, {"message": message, **more}
        super().__init__(message)


class Server:
    """The tracker. `handle` may be called by many threads."""

    def __init__(self, site: str = "https://toy.example") -> None:
        self.site = site
        self.tickets: dict[str, Json] = {}
        self.projects: dict[str, Json] = {}
        self.markers: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        self._number, self._now, self._mutex = 0, datetime(2031, 1, 1, tzinfo=UTC), Lock()
        self.add_project({"key": "KIT", "name": "The kit's"})

    def handle(self, request: Request) -> Response:
        """Answer a request."""
        with self._mutex:
            try:
                answer = self._routed(request)
            except Refused as refused:
                return Response(refused.status, {"content-type": "application/json"}, orjson.dumps(refused.body))
        if isinstance(answer, bytes):
            return Response(200, {"content-type": "application/octet-stream"}, answer)
        if answer is None:
            return Response(204)
        return Response(200, {"content-type": "application/json"}, orjson.dumps(answer))

    def _routed(self, request: Request) -> Any:
        from testing.toy.routes import ROUTES

        for method, pattern, function in ROUTES:
            if method == request.method and (found := re.fullmatch(pattern, request.path)):
                return function(self, request, *map(unquote, found.groups()))
        raise Refused(404, "no such resource")

    def new_id(self) -> str:
        self._number += 1
        return str(self._number)

    def now(self) -> str:
        self._now += timedelta(seconds=1)
        return self._now.isoformat().replace("+00:00", "Z")

    def ticket(self, reference: str) -> Json:
        for ticket in self.tickets.values():
            if reference in {ticket["id"], ticket["key"]}:
                return ticket
        raise Refused(404, "no such ticket")

    def project(self, reference: str) -> Json:
        for project in self.projects.values():
            if reference in {project["id"], project["key"]}:
                return project
        raise Refused(404, "no such project")

    def add_project(self, draft: Json) -> Json:
        project = {"id": self.new_id(), "archived": False, "components": [], "versions": [], **draft}
        self.projects[project["id"]] = project
        return project

    def found(self, query: Json) -> list[Json]:
        """Return the tickets of a query, in its order."""
        wanted = dict(query)
        order = wanted.pop("order_by", [])
        return ordered([one for one in self.tickets.values() if matches(one, wanted, PEOPLE[0])], order)

    def create(self, draft: Json) -> Json:
        """Make a ticket."""
        draft = dict(draft)
        project = self.project(_name(draft.pop("project", "KIT")))
        key = f"{project['key']}-{self.new_id()}"
        now = self.now()
        ticket: Json = {
            **EMPTY,
            **{name: [] for name in MANY},
            "id": self.new_id(),
            "key": key,
            "url": f"{self.site}/browse/{key}",
            "project": {"id": project["id"], "key": project["key"]},
            "status": STATUSES[0],
            "type": TYPES[0],
            "created_at": now,
            "updated_at": now,
            "version": "1",
            "creator": PEOPLE[0],
            "comments": [],
            "attachments": [],
            "links": [],
            "history": [],
            "worklogs": [],
            "remote_links": [],
            "voters": [],
        }
        self.set(ticket, draft)
        self.tickets[ticket["id"]] = ticket
        return ticket

    def change(self, ticket: Json, patch: Json) -> None:
        """Change a ticket, and write down what was changed."""
        before = dict(ticket)
        self.set(ticket, patch)
        changed = [name for name in ticket if ticket[name] != before.get(name) and name != "history"]
        now = ticket["updated_at"] = self.now()
        ticket["resolved_at"] = (ticket["resolved_at"] or now) if ticket["status"]["closed"] else None
        ticket["version"] = str(int(ticket["version"]) + 1)
        fields = [{"field": name, "before": before.get(name), "after": ticket[name]} for name in changed]
        entry = {"id": self.new_id(), "at": now, "author": PEOPLE[0], "fields": fields}
        ticket["history"] = [*ticket["history"], entry]

    def set(self, ticket: Json, values: Json) -> None:
        """Set what a draft or a patch holds."""
        for name, value in values.items():
            match name:
                case "estimate_seconds" | "remaining_seconds":
                    ticket["time"] = {**ticket["time"], name: value}
                case "fields":
                    added = {id: {"kind": "number", "value": number} for id, number in value.items()}
                    ticket["fields"] = {**ticket["fields"], **added}
                case _ if name in MANY:
                    ticket[name] = self._many(ticket, name, value)
                case _:
                    ticket[name] = self.known(ticket, name, value)

    def _many(self, ticket: Json, name: str, value: Any) -> list[Json]:
        if isinstance(value, list):
            return [self.known(ticket, name, one) for one in value]
        removed = value.get("remove", [])
        kept = [one for one in ticket[name] if not same(one, removed)]
        added = [self.known(ticket, name, one) for one in value.get("add", [])]
        return [*kept, *(one for one in added if one not in kept)]

    def known(self, ticket: Json, name: str, value: Any) -> Any:
        """Return the tracker's own form of a value. Refuses what it does not know."""
        project = next(iter(self.projects.values()))
        versions: list[Json] = project["versions"]
        choices: dict[str, list[Json]] = {
            **dict.fromkeys(("assignees", "watchers", "reporter"), PEOPLE),
            **dict.fromkeys(("affects_versions", "fix_versions"), versions),
            "priority": PRIORITIES,
            "type": TYPES,
            "components": project["components"],
        }
        if value is None or name not in {*choices, "parent"}:
            return value
        if name == "parent":
            parent = self.ticket(_name(value))
            return {"id": parent["id"], "key": parent["key"]}
        for choice in choices[name]:
            if same(choice, [value]):
                return choice
        raise Refused(400, f"unknown {name}", fields={name: "is not known"})


def _name(value: Any) -> str:
    return value if isinstance(value, str) else str(value.get("id") or value.get("key"))


def body_of(request: Request) -> Any:
    return orjson.loads(content_of(request) or b"{}")


def content_of(request: Request) -> bytes:
    content = request.body.content if isinstance(request.body, Upload) else request.body
    if isinstance(content, os.PathLike):
        return Path(content).read_bytes()
    if isinstance(content, bytes):
        return content
    assert isinstance(content, BytesIO)
    return content.read()


Handler = Callable[..., Any]
