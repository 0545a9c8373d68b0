"""Deleting issues, with everything that hangs on them."""

from __future__ import annotations

from dataclasses import replace

from ..refusal import Refused
from ..site import Site
from ..store.issues import Issue
from . import events
from .editing import Edit

__all__ = ["delete_issue", "erase_issue"]


def delete_issue(edit: Edit, issue: Issue, *, with_subtasks: bool) -> None:
    """
    Delete an issue; the children of an epic stay, without it.

    Raises:
        Refused: It has subtasks, which are not to be deleted.
    """
    store = edit.site.store
    children = store.issues.where(parent_id=issue.id)
    subtasks = [child for child in children if store.types[child.ref("issuetype") or 0].subtask]
    if subtasks and not with_subtasks:
        raise Refused(
            400,
            f"The issue '{issue.key}' has subtasks.  You must specify the 'deleteSubtasks' parameter to delete this "
            "issue and all its subtasks.",
        )
    for child in subtasks:
        delete_issue(edit, child, with_subtasks=True)
    for child in (*children, *_linked_to(edit.site, issue)):
        if child not in subtasks:
            _orphan(edit.site, child)
    events.tell(edit.site, "jira:issue_deleted", edit.account, issue=issue, kind="issue_deleted")
    erase_issue(edit.site, issue)


def _orphan(site: Site, child: Issue) -> None:
    """Take an issue out of what held it."""
    links = _epic_links(site)
    values = {key: value for key, value in child.values.items() if key != "parent" and key not in links}
    site.store.issues.save(replace(child, parent_id=None, values=values))
    site.index.touch(child.id)


def _epic_links(site: Site) -> frozenset[str]:
    return frozenset(field.key for field in site.store.fields if field.kind == "epiclink")


def _linked_to(site: Site, epic: Issue) -> list[Issue]:
    """Return the issues that name an epic in a field, as Data Center has it."""
    links = _epic_links(site)
    if site.cloud or site.store.types[epic.ref("issuetype") or 0].level != 1:
        return []
    return [issue for issue in site.store.issues if any(issue.values.get(key) == epic.id for key in links)]


def erase_issue(site: Site, issue: Issue) -> None:
    """Remove an issue and what hangs on it, and tell nobody but the index."""
    store = site.store
    hanging = (
        store.comments,
        store.worklogs,
        store.attachments,
        store.remote_links,
        store.watches,
        store.votes,
        store.changes,
        store.former_keys,
    )
    for entity, held in (("comment", store.comments), ("worklog", store.worklogs)):
        for owner in held.where(issue_id=issue.id):
            store.properties.remove_where(entity=entity, entity_id=owner.id)
    for attachment in store.attachments.where(issue_id=issue.id):
        store.contents.remove(attachment.file)
    for table in hanging:
        for record in table.where(issue_id=issue.id):
            table.remove(record.id)
    store.links.remove_where(source_id=issue.id)
    store.links.remove_where(target_id=issue.id)
    store.properties.remove_where(entity="issue", entity_id=issue.id)
    store.issues.remove(issue.id)
    site.index.touch(issue.id)
