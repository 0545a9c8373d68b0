"""Settings of the site: its properties, the columns of its lists, and who may use which product."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ...refusal import Refused, not_found
from ...store.administration import Setting
from ..call import Answer, Call
from ..guards import administrator
from ..routing import Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_COLUMNS: Final = {"issuetype": "Issue Type", "issuekey": "Key", "summary": "Summary", "assignee": "Assignee",
                   "reporter": "Reporter", "priority": "Priority", "status": "Status", "resolution": "Resolution",
                   "created": "Created", "updated": "Updated", "duedate": "Due date"}  # fmt: skip
# key, name, type, default
_PROPERTIES: Final = (
    ("jira.title", "Title", "string", "Jira"),
    ("jira.clone.prefix", "The prefix added to the Summary field of cloned issues", "string", "CLONE -"),
    ("jira.date.picker.java.format", "Date picker format (Java)", "string", "d/MMM/yy"),
    ("jira.lf.date.dmy", "Date format", "string", "dd/MMM/yy"),
    ("jira.lf.date.complete", "Date and time format", "string", "dd/MMM/yy h:mm a"),
    ("jira.search.views.default.max", "Most issues of a search", "uint", "1000"),
    ("jira.issue.actions.order", "The order of comments", "enum", "asc"),
)


@routes.get("/application-properties", scopes=_SITE)
def properties(call: Call) -> Answer:
    """Return the properties of the site, or the one that is named."""
    administrator(call)
    key, part = call.text("key"), call.text("keyFilter").strip("*.")
    found = [_shown(call, row) for row in _PROPERTIES if not key or row[0] == key]
    if key and not found:
        raise not_found(f"The application property '{key}' was not found.")
    return Answer(found[0] if key else [row for row in found if part in row["key"]])


@routes.get("/application-properties/advanced-settings", scopes=_SITE)
def advanced(call: Call) -> Answer:
    """Return the properties that the page of advanced settings shows."""
    administrator(call)
    return Answer([_shown(call, row) for row in _PROPERTIES])


@routes.put("/application-properties/{key}", scopes=_SITE)
def set_property(call: Call) -> Answer:
    """Set a property of the site."""
    administrator(call)
    row = next((row for row in _PROPERTIES if row[0] == call.path["key"]), None)
    value = call.object().get("value")
    if row is None:
        raise not_found(f"The application property '{call.path['key']}' was not found.")
    if value is None or (row[2] == "uint" and not str(value).isdigit()):
        raise Refused(400, f"The value '{value}' is not valid for the property '{row[0]}'.")
    settings = call.site.store.settings
    held = settings.first(name=row[0])
    settings.save(replace(held, value=str(value))) if held else settings.add(Setting(name=row[0], value=str(value)))
    return Answer(_shown(call, row))


def _shown(call: Call, row: tuple[str, str, str, str]) -> dict[str, Any]:
    key, name, type, default = row
    held = call.site.store.settings.first(name=key)
    value = default if held is None else str(held.value)
    return {"id": key, "key": key, "value": value, "name": name, "type": type, "defaultValue": default}


@routes.get("/settings/columns", scopes=_SITE)
def columns(call: Call) -> Answer:
    """Return the columns that lists of issues have by default."""
    administrator(call)
    return Answer([{"label": label, "value": value} for value, label in _COLUMNS.items()])


@routes.get("/applicationrole", scopes=_SITE)
def roles(call: Call) -> Answer:
    """Return who may use which product."""
    administrator(call)
    users = next((group for group in call.site.store.groups if group.name == "jira-software-users"), None)
    names = [users.name] if users else []
    return Answer(
        [
            {
                "key": "jira-software",
                "name": "Jira Software",
                "groups": names,
                "defaultGroups": names,
                "selectedByDefault": False,
                "defined": True,
                "numberOfSeats": -1,
                "remainingSeats": -1,
                "userCount": len(users.members) if users else 0,
                "userCountDescription": "users",
                "hasUnlimitedSeats": True,
                "platform": False,
            }
        ]
    )
