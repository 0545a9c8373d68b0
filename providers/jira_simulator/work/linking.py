"""
Links between issues. `inwardIssue` of a request is the source: it does what the outward phrase says.

Both issues write the link into their history. Cloud tells of that as updates of both, Data Center of the link alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..refusal import Refused
from ..site import Site
from ..store.activity import Link
from ..store.catalogue import LinkType
from ..store.issues import Issue
from ..wire import as_object
from . import events
from .editing import Edit
from .history import item, logged

__all__ = ["find_link_type", "link", "link_from_update", "unlink"]


def find_link_type(site: Site, given: object) -> LinkType:
    """
    Return the type that a request names, by its id or else by its name in any case.

    Raises:
        Refused: There is none.
    """
    asked = as_object(given)
    how = "id" if asked.get("id") is not None else "name"
    wanted = asked.get(how)
    for found in site.store.link_types:
        if str(wanted).lower() == (str(found.id) if how == "id" else found.name.lower()):
            return found
    raise Refused(404, f"No issue link type with {how} '{wanted}' found.")


def link(edit: Edit, type: LinkType, source: Issue, target: Issue, *, making: Issue | None = None) -> Link:
    """
    Link two issues; a link that there is already stays the only one.

    Args:
        edit: Who links.
        type: What the source does to the target by its outward phrase.
        source: The one that does it.
        target: The one that it is done to.
        making: The one that is being made, which is told of as a whole.

    Raises:
        Refused: They are the same issue.
    """
    links = edit.site.store.links
    if source.id == target.id:
        raise Refused(400, "You cannot link an issue to itself.")
    found = links.first(type_id=type.id, source_id=source.id, target_id=target.id)
    if found is not None:
        return found
    made = links.add(Link(type_id=type.id, source_id=source.id, target_id=target.id))
    events.tell(edit.site, "issuelink_created", edit.account, subject=made)
    for issue, other, phrase in ((source, target, type.outward), (target, source, type.inward)):
        entry = item("Link", None, (other.key, f"This issue {phrase} {other.key}"))
        _write_down(edit, issue, entry, told=making is None or making.id != issue.id)
    return made


def unlink(edit: Edit, found: Link) -> None:
    """Remove a link, on both sides."""
    store = edit.site.store
    type, source, target = store.link_types[found.type_id], store.issues[found.source_id], store.issues[found.target_id]
    store.links.remove(found.id)
    events.tell(edit.site, "issuelink_deleted", edit.account, subject=found)
    for issue, other, phrase in ((source, target, type.outward), (target, source, type.inward)):
        _write_down(edit, issue, item("Link", (other.key, f"This issue {phrase} {other.key}"), None), told=True)


def _write_down(edit: Edit, issue: Issue, entry: dict[str, str | None], *, told: bool) -> None:
    saved, change = logged(edit, issue, [entry])
    # https://github.com/mattermost/mattermost-plugin-jira/issues/339
    if told and edit.site.cloud:
        events.issue_updated(edit.site, saved, edit.account, change, "issue_updated")


def link_from_update(edit: Edit, issue: Issue, given: Mapping[str, Any]) -> None:
    """Link as `update.issuelinks[{add}]` says: the other issue is named by its end."""
    type = find_link_type(edit.site, given.get("type"))
    making = issue if edit.kind == "issue_created" else None
    for name in ("outwardIssue", "inwardIssue"):
        if isinstance(given.get(name), dict):
            other = edit.site.issue(str(given[name].get("id") or given[name].get("key") or ""))
            if other is None:
                raise Refused(
                    400, errors={"issuelinks": "Issue does not exist or you do not have permission to see it."}
                )
            source, target = (issue, other) if name == "outwardIssue" else (other, issue)
            link(edit, type, source, target, making=making)
