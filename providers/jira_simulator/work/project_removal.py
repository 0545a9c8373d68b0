"""Projects that go: into the recycle bin, or for good with everything in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..site import Site
from ..store import Table
from ..store.people import Person
from ..store.projects import Project
from . import events
from .deleting import erase_issue

__all__ = ["erase", "recycle"]


def recycle(site: Site, account: Person, project: Project) -> None:
    """Put a project into the recycle bin, from which it can be restored."""
    saved = site.store.projects.save(replace(project, deleted=site.clock.now(), changed_by=account.id))
    site.index.rebuild()
    events.tell(site, "project_soft_deleted", account, subject=saved)


def erase(site: Site, account: Person, project: Project) -> None:
    """Delete a project with its issues; of these no event tells."""
    # https://developer.atlassian.com/cloud/jira/platform/webhooks/
    store = site.store
    for issue in store.issues.where(project_id=project.id):
        erase_issue(site, issue)
    for board in store.boards.where(project_id=project.id):
        store.sprints.remove_where(board_id=board.id)
        store.boards.remove(board.id)
    parts: tuple[Table[Any], ...] = (
        store.layouts,
        store.components,
        store.versions,
        store.security_levels,
        store.types,
        store.statuses,
        store.fields,
    )
    for table in parts:
        table.remove_where(project_id=project.id)
    store.properties.remove_where(entity="project", entity_id=project.id)
    store.projects.remove(project.id)
    site.index.rebuild()
    events.tell(site, "project_deleted", account, subject=project)
