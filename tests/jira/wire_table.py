"""
Where each field of Jira's issues has to be found in a ticket.

The table knows nothing of how the provider reads: it walks the JSON and the ticket by paths, and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from anyticket import Ticket

_NOTHING: Final = object()


class Row(NamedTuple):
    """A path in the JSON, the path in the ticket, and what the value becomes on the way."""

    wire: str
    ticket: str
    becomes: Callable[[Any], Any] = lambda value: value


def _moment(text: str) -> datetime:
    """Read a time such as 2026-11-23T10:15:30.123+0100 by its parts."""
    local = datetime.strptime(text[:23], "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=UTC)
    sign = -1 if text[23] == "-" else 1
    return local - sign * timedelta(hours=int(text[24:26]), minutes=int(text[-2:]))


def _day(text: str) -> date:
    return date(int(text[0:4]), int(text[5:7]), int(text[8:10]))


_CATEGORY: Final = {"new": "todo", "indeterminate": "in_progress", "done": "done", "undefined": "unknown"}


def _people(wire: str, ticket: str) -> list[Row]:
    return [
        Row(f"{wire}.accountId", f"{ticket}.id"),
        Row(f"{wire}.name", f"{ticket}.username"),
        Row(f"{wire}.displayName", f"{ticket}.name"),
        Row(f"{wire}.emailAddress", f"{ticket}.email"),
        Row(f"{wire}.active", f"{ticket}.active"),
        Row(f"{wire}.avatarUrls.48x48", f"{ticket}.avatar_url"),
    ]


def _status(wire: str, ticket: str) -> list[Row]:
    return [
        Row(f"{wire}.id", f"{ticket}.id", str),
        Row(f"{wire}.name", f"{ticket}.name"),
        Row(f"{wire}.description", f"{ticket}.description"),
        Row(f"{wire}.statusCategory.key", f"{ticket}.category", _CATEGORY.__getitem__),
        Row(f"{wire}.statusCategory.key", f"{ticket}.closed", lambda key: key == "done"),
    ]


def _brief(wire: str, ticket: str) -> list[Row]:
    return [
        Row(f"{wire}.id", f"{ticket}.id", str),
        Row(f"{wire}.key", f"{ticket}.key"),
        Row(f"{wire}.fields.summary", f"{ticket}.title"),
        Row(f"{wire}.fields.issuetype.name", f"{ticket}.type.name"),
        Row(f"{wire}.fields.priority.name", f"{ticket}.priority.name"),
        *_status(f"{wire}.fields.status", f"{ticket}.status"),
    ]


def _named(wire: str, ticket: str) -> list[Row]:
    return [
        Row(f"{wire}.id", f"{ticket}.id", str),
        Row(f"{wire}.name", f"{ticket}.name"),
        Row(f"{wire}.description", f"{ticket}.description"),
    ]


def _versions(wire: str, ticket: str) -> list[Row]:
    return [
        *_named(wire, ticket),
        Row(f"{wire}.released", f"{ticket}.released"),
        Row(f"{wire}.archived", f"{ticket}.archived"),
        Row(f"{wire}.releaseDate", f"{ticket}.release", _day),
    ]


TABLE: Final[tuple[Row, ...]] = (
    Row("id", "id", str),
    Row("key", "key"),
    Row("fields.summary", "title"),
    Row("fields.description", "description.native"),
    *_named("fields.issuetype", "type"),
    Row("fields.issuetype.hierarchyLevel", "type.hierarchy_level"),
    *_status("fields.status", "status"),
    *_named("fields.resolution", "resolution"),
    Row("fields.priority.id", "priority.id", str),
    Row("fields.priority.name", "priority.name"),
    Row("fields.project.id", "project.id", str),
    Row("fields.project.key", "project.key"),
    Row("fields.project.name", "project.name"),
    Row("fields.project.projectCategory.name", "project.category"),
    *_people("fields.reporter", "reporter"),
    *_people("fields.creator", "creator"),
    *_people("fields.assignee", "assignees[0]"),
    *_brief("fields.parent", "parent"),
    *_brief("fields.subtasks[]", "children[]"),
    Row("fields.issuelinks[].id", "links[].id", str),
    *_named("fields.issuelinks[].type", "links[].type"),
    Row("fields.issuelinks[].type.inward", "links[].type.inward"),
    Row("fields.issuelinks[].type.outward", "links[].type.outward"),
    Row("fields.labels[]", "labels[].name"),
    *_named("fields.components[]", "components[]"),
    *_versions("fields.versions[]", "affects_versions[]"),
    *_versions("fields.fixVersions[]", "fix_versions[]"),
    Row("fields.duedate", "due", _day),
    Row("fields.created", "created_at", _moment),
    Row("fields.updated", "updated_at", _moment),
    Row("fields.updated", "version"),
    Row("fields.resolutiondate", "resolved_at", _moment),
    Row("fields.timetracking.originalEstimateSeconds", "time.estimate_seconds"),
    Row("fields.timetracking.remainingEstimateSeconds", "time.remaining_seconds"),
    Row("fields.timetracking.timeSpentSeconds", "time.spent_seconds"),
    Row("fields.timespent", "time.spent_seconds"),
    Row("fields.timeestimate", "time.remaining_seconds"),
    Row("fields.timeoriginalestimate", "time.estimate_seconds"),
    Row("fields.attachment[].filename", "attachments[].filename"),
    Row("fields.attachment[].size", "attachments[].size_bytes"),
    Row("fields.attachment[].mimeType", "attachments[].media_type"),
    Row("fields.attachment[].created", "attachments[].created_at", _moment),
    *_people("fields.attachment[].author", "attachments[].author"),
    Row("fields.comment.comments[].id", "comments[].id", str),
    Row("fields.comment.comments[].body", "comments[].body.native"),
    Row("fields.comment.comments[].created", "comments[].created_at", _moment),
    Row("fields.comment.comments[].visibility.value", "comments[].restricted_to.name"),
    *_people("fields.comment.comments[].author", "comments[].author"),
    Row("fields.watches.watchCount", "watcher_count"),
    Row("fields.votes.votes", "vote_count"),
    Row("fields.security.id", "security.id", str),
    Row("fields.security.name", "security.name"),
)


def differences(raw: dict[str, Any], ticket: Ticket) -> Iterator[tuple[str, Any, Any]]:
    """Yield for each value of the table's fields the path, what is expected, and what the ticket has."""
    for row in TABLE:
        for path, value in _values(raw, row.wire.split(".")):
            where = row.ticket
            for index in path:
                where = where.replace("[]", f"[{index}]", 1)
            expected = None if value is None else row.becomes(value)
            yield f"{row.wire} -> {where}", expected, _found(ticket, where)
    yield from _links(raw, ticket)
    yield from _fields(raw, ticket)


def _values(data: Any, path: list[str]) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Yield the values at a path, each with the indexes of the lists on the way."""
    if not path:
        yield (), data
        return
    name, *rest = path
    inside = data.get(name.removesuffix("[]"), _NOTHING) if isinstance(data, dict) else _NOTHING
    if inside is _NOTHING or (inside is None and rest):
        return
    if not name.endswith("[]"):
        yield from _values(inside, rest)
        return
    listed: Any = inside or ()
    for index, item in enumerate(listed):
        yield from (((index, *more), value) for more, value in _values(item, rest))


def _found(ticket: Any, path: str) -> Any:
    for step in path.replace("[", ".[").split("."):
        if ticket is None:
            return None
        ticket = ticket[int(step[1:-1])] if step.startswith("[") else getattr(ticket, step)
    return ticket


def _links(raw: dict[str, Any], ticket: Ticket) -> Iterator[tuple[str, Any, Any]]:
    for index, link in enumerate(raw.get("fields", {}).get("issuelinks") or ()):
        direction = "outward" if "outwardIssue" in link else "inward"
        other = link[f"{direction}Issue"]
        found = ticket.links[index]
        yield f"issuelinks[{index}] key", other["key"], found.ticket.key
        yield f"issuelinks[{index}] phrase", link["type"][direction], found.phrase


def _fields(raw: dict[str, Any], ticket: Ticket) -> Iterator[tuple[str, Any, Any]]:
    """Yield every field that no row is about: it has to be in `fields`, under its id, with the JSON as its raw."""
    shown = {row.wire.split(".")[1].removesuffix("[]") for row in TABLE if row.wire.startswith("fields.")} | {"sprint"}
    for name, value in raw.get("fields", {}).items():
        if name not in shown:
            found = ticket.fields[name]
            yield f"fields.{name}", value, None if found is None else found.raw
