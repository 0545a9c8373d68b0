"""
Issues of Jira 4, which wrapped each field into its name, its type and its value, and knew no ids.

`modern` gives them the form that they have had since Jira 5, so that nothing else needs to know about them.
"""

from __future__ import annotations

from typing import Any, Final

from ..wire import Json, is_list, is_table, need, table, text

#: What had another name.
_RENAMED: Final = {"links": "issuelinks", "sub-tasks": "subtasks", "watcher": "watches"}
#: What was a bare list, and has been a page since.
_PAGES: Final = {"comment": "comments", "worklog": "worklogs"}


def is_wrapped(fields: Json) -> bool:
    """Tell whether an issue's fields are those of Jira 4."""
    summary = fields.get("summary")
    return is_table(summary) and summary.get("name") == "summary"


def modern(raw: Json) -> Json:
    """Return an issue in today's form."""
    fields: Json = {}
    names: dict[str, Any] = {}
    for id, wrapped in need(raw, "fields", table).items():
        data = table(wrapped)
        names[id] = data.get("name")
        fields[_RENAMED.get(id, id)] = _modern_value(id, data.get("value"))
    return {**raw, "fields": fields, "names": names}


def _modern_value(id: str, value: Any) -> Any:
    if not is_list(value):
        return _seconds(value) if id == "timetracking" and is_table(value) else value
    if id in _PAGES:
        return {_PAGES[id]: value}
    return [_link(table(one)) for one in value] if id in {"links", "sub-tasks"} else value


def _link(old: Json) -> Json:
    """Return a link, or a subtask, which was a link as well."""
    other = {"key": need(old, "issueKey", text), "self": old.get("issue")}
    kind = table(old.get("type", {}))
    direction = "inward" if kind.get("direction") == "INBOUND" else "outward"
    return {**other, "type": {"name": kind.get("name"), direction: kind.get("description")}, f"{direction}Issue": other}


def _seconds(minutes: Json) -> Json:
    return {
        new: 60 * minutes[old]
        for old, new in (
            ("timeoriginalestimate", "originalEstimateSeconds"),
            ("timeestimate", "remainingEstimateSeconds"),
            ("timespent", "timeSpentSeconds"),
        )
        if type(minutes.get(old)) is int
    }
