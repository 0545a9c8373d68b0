"""
Values of native fields whose schema names a type of its own, as requests have them: what was read is what is written.

Whoever reads such a field gets Jira's own JSON, and requests want less of it, or something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from anyticket.model.named import Named
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import Ticket, reference

from ..wire import Json, is_table
from . import plain

_RANK: Final = "com.pyxis.greenhopper.jira:gh-lexo-rank"
_COMPUTED: Final = "is computed by Jira: it can be read only"
#: Why some custom fields cannot be written, by the type that their schema names.
READ_ONLY: Final[Mapping[str, str]] = {
    _RANK: "is the order of the boards: use rank_tickets",
    "com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf": _COMPUTED,
    "com.atlassian.jira.ext.charting:firstresponsedate": _COMPUTED,
    "com.atlassian.jira.ext.charting:timeinstatus": _COMPUTED,
    "com.atlassian.servicedesk:sd-request-feedback": "is what the customer says: it can be read only",
    "com.atlassian.servicedesk:sd-sla-field": _COMPUTED,
    "com.atlassian.servicedesk.approvals-plugin:sd-approvals": "is decided by the approvers: it can be read only",
}


def _named(value: Any) -> Any:
    """Write what has an id and a name."""
    return {"id": str(value["id"])} if is_table(value) and "id" in value else _as_given(value, plain.named)


def _project(value: Any) -> Any:
    return {"id": str(value["id"])} if is_table(value) and "id" in value else _as_given(value, _project_given)


def _project_given(value: Any) -> Json:
    return plain.named(value) if isinstance(value, Named) else plain.project(value)


def _issue(value: Any) -> Any:
    """Write a reference to an issue."""
    if not isinstance(value, str | Ticket):
        return _as_given(value, plain.named)
    known = reference(value)
    return {"id" if known.isascii() and known.isdecimal() else "key": known}


def _organization(value: Any) -> int:
    """Write an organization, which is a number."""
    id = value.get("id") if is_table(value) else getattr(value, "id", value)
    if isinstance(id, int) or (isinstance(id, str) and id.isascii() and id.isdecimal()):
        return int(id)
    raise TypeError("takes organizations by their ids, which are numbers")


def _request_type(value: Any) -> str:
    """Write a request type: its id, or on a server the two keys that it has been read as."""
    if is_table(value):
        inner = value.get("requestType")
        value = inner.get("id") if is_table(inner) else value.get("id")
    elif isinstance(value, Named):
        value = value.id
    if isinstance(value, str | int):
        return str(value)
    raise TypeError("takes a request type by its id")


def _team(value: Any) -> str:
    """
    Write a team.

    Sources disagree on whether Cloud takes its id or an object with it.
    """
    id = value.get("id") if is_table(value) else getattr(value, "id", value)
    if isinstance(id, str):
        return id
    raise TypeError("takes a team by its id")


def _as_given(value: Any, write: Callable[[Any], Any]) -> Any:
    return write(value) if isinstance(value, str | Sparse) else value


#: What writes the values, or the members, of a type that a schema names.
BY_TYPE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "component": _named,
    "issuelink": _issue,
    "issuetype": _named,
    "priority": _named,
    "project": _project,
    "resolution": _named,
    "sd-customerorganization": _organization,
    "sd-customerrequesttype": _request_type,
    "securitylevel": _named,
    "team": _team,
}


def asset(value: Any) -> Json:
    """
    Write an object of Assets: on Cloud by its id in the workspace, on a server by the key in the brackets of its label.

    https://developer.atlassian.com/cloud/assets/assets-rest-api-guide/workflow/
    """
    if is_table(value):
        return {name: value[name] for name in ("id", "key") if name in value}
    if not isinstance(value, str):
        raise TypeError("takes objects of Assets: the key of each, or `workspace:id`")
    if value.endswith(")") and "(" in value:
        return {"key": value[value.rindex("(") + 1 : -1]}
    return {"id" if ":" in value else "key": value}


#: The same by the custom type, which wins.
BY_CUSTOM_TYPE: Final[Mapping[str, Callable[[Any], Any]]] = {
    "com.atlassian.jira.plugins.cmdb:cmdb-object-cftype": asset,
    "com.atlassian.servicedesk:sd-customer-organizations": _organization,
    "com.atlassian.servicedesk:vp-origin": _request_type,
    "com.riadalabs.jira.plugins.insight:rlabs-customfield-default-object": asset,
}
