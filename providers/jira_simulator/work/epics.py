"""
Epics: updated, and issues put under them and taken out again.

On Cloud the epic is the parent of an issue; on Data Center a field of its own names it. Team-managed projects take no
part in this API. https://developer.atlassian.com/cloud/jira/software/rest/api-group-epic/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from .. import permissions
from ..refusal import Refused
from ..site import Site
from ..store.issues import Change, Issue
from ..wire import as_object
from .editing import Edit, commit

__all__ = ["put_under", "refuse_team_managed", "update_epic"]

_AGILE: Final = "com.pyxis.greenhopper.jira:"
_TEAM_MANAGED: Final = (
    "The request contains a next-gen issue. This operation cant add next-gen issues to epics. To add a next-gen issue "
    'to an epic, use the Edit issue operation and set the parent property (i.e., `"parent":{"key":"PROJ-123"}` where '
    "`PROJ-123` has an issue type at level one of the issue type hierarchy). See "
    '<a href="https://developer.atlassian.com/cloud/jira/platform/rest/v2/"> developer.atlassian.com </a> for more '
    "details."
)
_FORBIDDEN: Final = "You do not have permission to edit this issue."
_COLORS: Final = frozenset(f"color_{number}" for number in range(1, 15))


def refuse_team_managed(site: Site, issues: Sequence[Issue]) -> None:
    """Refuse issues of team-managed projects."""
    if any(site.store.projects[issue.project_id].simplified for issue in issues):
        raise Refused(400, _TEAM_MANAGED)


def put_under(edit: Edit, issues: Sequence[Issue], epic: Issue | None) -> None:
    """Put issues under an epic and no other, or if it is None under none."""
    site = edit.site
    refuse_team_managed(site, [*issues, *([epic] if epic else [])])
    key = "parent" if site.cloud else _key(site, "gh-epic-link")
    for issue in issues:
        if not permissions.works_in(site, edit.account, site.store.projects[issue.project_id]):
            raise Refused(403, _FORBIDDEN)
        if epic is not None and site.store.types[issue.ref("issuetype") or 0].level != 0:
            raise Refused(400, f"The issue '{issue.key}' cannot be added to an epic.")
    for issue in issues:
        if _holds_epic(site, issue, key):
            _log_child(edit, site.store.issues[issue.ref(key) or 0], issue, gone=True)
        elif epic is None:
            continue
        commit(edit, issue, {key: epic.id if epic else None})
        if epic is not None:
            _log_child(edit, epic, issue, gone=False)


def _holds_epic(site: Site, issue: Issue, key: str) -> bool:
    above = site.store.issues.get(issue.ref(key) or 0)
    return above is not None and site.store.types[above.ref("issuetype") or 0].level == 1


def _log_child(edit: Edit, epic: Issue, child: Issue, *, gone: bool) -> None:
    """Write into the history of an epic which issue it gained or lost, as Data Center does."""
    if edit.site.cloud:
        return
    blank: dict[str, str | None] = {"from": None, "fromString": None, "to": None, "toString": None}
    names = {"from": str(child.id), "fromString": child.key} if gone else {"to": str(child.id), "toString": child.key}
    edit.site.store.changes.add(
        Change(
            issue_id=epic.id,
            author_id=edit.account.id if edit.account else None,
            created=edit.site.clock.now(),
            items=[{"field": "Epic Child", "fieldtype": "custom", **blank, **names}],
        )
    )


def update_epic(edit: Edit, epic: Issue, asked: Mapping[str, Any]) -> Issue:
    """Do what a POST of an epic asks for: name, summary, colour, and whether it is done."""
    site = edit.site
    refuse_team_managed(site, [epic])
    if not permissions.works_in(site, edit.account, site.store.projects[epic.project_id]):
        raise Refused(403, _FORBIDDEN)
    values: dict[str, object] = {}
    if "summary" in asked:
        values["summary"] = _text(asked, "summary")
    if "name" in asked:
        values[_key(site, "gh-epic-label")] = _text(asked, "name")
    if "color" in asked:
        values[_key(site, "gh-epic-color")] = _label(as_object(asked["color"]).get("key"))
    if "done" in asked:
        values[_key(site, "gh-epic-status")] = _status(site, done=asked["done"] is True)
    return commit(replace(edit, actions=[]), epic, values)


def _text(asked: Mapping[str, Any], name: str) -> str:
    text = str(asked[name] or "").strip()
    if not text or len(text) > 255:
        raise Refused(400, errors={name: f"The {name} of an epic must have between 1 and 255 characters."})
    return text


def _label(color: object) -> str:
    if color not in _COLORS:
        raise Refused(400, errors={"color": f"'{color}' is no color of epics: color_1 to color_14."})
    return str(color).replace("color_", "ghx-label-")


def _status(site: Site, *, done: bool) -> int | None:
    options = {option.value: option.id for option in site.options(_key(site, "gh-epic-status"))}
    return options.get("Done" if done else "To Do")


def _key(site: Site, name: str) -> str:
    field = site.field_of(_AGILE + name)
    if field is None:
        raise Refused(400, f"This site has no field of the type {name}.")
    return field.key
