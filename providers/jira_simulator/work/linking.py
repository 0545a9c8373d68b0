"""Links between issues. `inwardIssue` of a request is the source: it does what the outward phrase says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..refusal import Refused
from ..site import Site
from ..store.activity import Link
from ..store.catalogue import LinkType
from ..store.issues import Issue
from . import events
from .editing import Edit

__all__ = ["find_link_type", "link", "link_from_update"]


def find_link_type(site: Site, given: object) -> LinkType:
    """
    Return the type that a request names.

    Raises:
        Refused: There is none.
    """
    asked = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
    for found in site.store.link_types:
        if str(asked.get("id")) == str(found.id) or str(asked.get("name")).lower() == found.name.lower():
            return found
    name = asked.get("name") or asked.get("id")
    raise Refused(404, f"No issue link type with name '{name}' found.")


def link(edit: Edit, type: LinkType, source: Issue, target: Issue) -> Link:
    """Link two issues; a link that there is already stays the only one."""
    links = edit.site.store.links
    if source.id == target.id:
        raise Refused(400, errors={"issuelinks": "You cannot link an issue to itself."})
    found = links.first(type_id=type.id, source_id=source.id, target_id=target.id)
    if found is not None:
        return found
    made = links.add(Link(type_id=type.id, source_id=source.id, target_id=target.id))
    events.tell(edit.site, "issuelink_created", edit.account, subject=made)
    return made


def link_from_update(edit: Edit, issue: Issue, given: Mapping[str, Any]) -> None:
    """Link as `update.issuelinks[{add}]` says: the other issue is named by its end."""
    type = find_link_type(edit.site, given.get("type"))
    for name in ("outwardIssue", "inwardIssue"):
        if isinstance(given.get(name), dict):
            other = edit.site.issue(str(given[name].get("id") or given[name].get("key") or ""))
            if other is None:
                raise Refused(
                    400, errors={"issuelinks": "Issue does not exist or you do not have permission to see it."}
                )
            source, target = (issue, other) if name == "outwardIssue" else (other, issue)
            link(edit, type, source, target)
