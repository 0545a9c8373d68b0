"""Forms: the fields that may be given when an issue is created, edited or moved on."""

from __future__ import annotations

from collections.abc import Sequence

from ..fieldtypes import Reading
from ..store.catalogue import IssueType
from ..store.issues import Issue
from ..store.projects import Layout, Project
from .fields import metadata
from .view import Json, View

__all__ = ["create_fields", "editmeta", "layout_of", "reading_of", "screen"]


def layout_of(project: Project, type: IssueType, view: View) -> Layout | None:
    """Return the screens of a type in a project."""
    return view.site.store.layouts.first(project_id=project.id, type_id=type.id)


def reading_of(issue: Issue, view: View) -> Reading:
    """Return where values for an issue are read."""
    store = view.site.store
    project, type = store.projects[issue.project_id], store.types[issue.ref("issuetype") or 0]
    return Reading(view.site, view.account, view.api, project, type, issue)


def screen(keys: Sequence[str], required: Sequence[str], issue: Issue, view: View) -> Json:
    """Return the metadata of fields, by their keys."""
    reading = reading_of(issue, view)
    fields = [view.site.field(key) for key in keys]
    return {
        field.key: metadata(field, reading, view, required=field.key in required)
        for field in fields
        if field is not None
    }


def editmeta(issue: Issue, view: View) -> Json:
    """Return the fields of an issue that can be edited."""
    reading = reading_of(issue, view)
    layout = layout_of(reading.project, reading.type, view)
    return {"fields": screen(layout.edit, layout.required, issue, view) if layout else {}}


def create_fields(project: Project, type: IssueType, view: View, *, listed: bool) -> list[Json]:
    """Return the fields that an issue can be created with."""
    layout = layout_of(project, type, view)
    reading = Reading(view.site, view.account, view.api, project, type)
    fields = [view.site.field(key) for key in layout.create] if layout else []
    return [
        metadata(field, reading, view, required=layout is not None and field.key in layout.required, listed=listed)
        for field in fields
        if field is not None
    ]
