"""Screens of a project: the fields that its types are created and edited with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from ..site import Site
from ..store.catalogue import IssueType
from ..store.projects import Layout, Project

__all__ = ["add_layouts"]

_SCREEN: Final = (
    "summary issuetype parent components description fixVersions priority labels assignee reporter versions environment "
    "duedate timetracking attachment issuelinks security"
).split()
_EPIC_NAME: Final = "com.pyxis.greenhopper.jira:gh-epic-label"
# Kinds of fields that are computed, so no screen holds them.
_COMPUTED: Final = frozenset({"fixed", "stamp"})


def add_layouts(
    site: Site, project: Project, types: Sequence[IssueType], *, required: Mapping[int, Sequence[str]] | None = None
) -> None:
    """
    Give types of a project their screens.

    Args:
        site: Where the project is.
        project: Whose screens they are.
        types: The types that have none yet.
        required: Fields that must have a value besides the usual ones, by the id of the type.
    """
    custom = [
        field.key
        for field in site.store.fields
        if field.custom and field.kind not in _COMPUTED and field.project_id in {None, project.id} and not field.trashed
    ]
    epic_name = site.field_of(_EPIC_NAME)
    epic_key = epic_name.key if epic_name else ""
    for type in types:
        keys = [key for key in _SCREEN if key != "parent" or site.cloud or type.subtask]
        own = [key for key in custom if key != epic_key or type.level == 1]
        must: tuple[str, ...] = ("summary", "issuetype", "project", *(required or {}).get(type.id, ()))
        if type.level == 1 and not site.cloud and epic_key:
            must = (*must, epic_key)
        site.store.layouts.add(
            Layout(
                project_id=project.id,
                type_id=type.id,
                create=("project", *keys, *own),
                edit=(*keys, *own, "comment"),
                required=must,
            )
        )
