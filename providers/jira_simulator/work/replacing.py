"""Replacing: what referred to something that goes, such as a version, refers to something else or to nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from ..site import Site
from ..store.issues import Issue
from ..store.people import Person
from .editing import Edit, commit

__all__ = ["count_with", "issues_with", "replace_reference", "version_fields"]


def version_fields(site: Site) -> list[str]:
    """Return the keys of the custom fields that hold versions."""
    return [field.key for field in site.store.fields if field.custom and field.kind in {"version", "versions"}]


def issues_with(site: Site, project_id: int | None, key: str, id: int) -> list[Issue]:
    """Return the issues that refer to something in a field; of every project, if none is said."""
    issues = site.store.issues.all() if project_id is None else site.store.issues.where(project_id=project_id)
    return [issue for issue in issues if id in _held(issue.values.get(key))]


def count_with(site: Site, project_id: int | None, keys: Iterable[str], id: int) -> int:
    """Return how many issues refer to something in any of the fields."""
    return len({issue.id for key in keys for issue in issues_with(site, project_id, key, id)})


def _held(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else [value]


def replace_reference(site: Site, account: Person, key: str, old: int, new: int | None) -> None:
    """Put another reference in the place of one, with a changelog entry in each issue; None takes it out."""
    for issue in issues_with(site, None, key, old):
        held = issue.values[key]
        value: object = new
        if isinstance(held, list):
            swapped = [new if item == old else item for item in cast("list[object]", held)]
            value = list(dict.fromkeys(item for item in swapped if item is not None)) or None
        commit(Edit(site, account, "2", notify=False), issue, {key: value})
