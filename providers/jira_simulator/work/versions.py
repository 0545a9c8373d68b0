"""Versions: created, changed, released, moved, merged and deleted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from ..refusal import Refused
from ..site import Site
from ..store.people import Person
from ..store.projects import Project, Version
from . import events
from .replacing import issues_with, replace_reference, version_fields

__all__ = ["create_version", "delete_version", "merge_versions", "move_version", "ordered", "update_version"]

_LONGEST: Final = 255
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_DAY: Final = "Please enter the date in the following format: yyyy-MM-dd."
_DATES: Final = {"startDate": "start_date", "releaseDate": "release_date"}


def ordered(site: Site, project_id: int) -> list[Version]:
    """Return the versions of a project in their order."""
    return sorted(site.store.versions.where(project_id=project_id), key=lambda item: (item.position, item.id))


def create_version(site: Site, account: Person, project: Project, body: Mapping[str, Any]) -> Version:
    """Create what a POST of a version asks for; it comes after all others."""
    last = max((item.position for item in site.store.versions.where(project_id=project.id)), default=0)
    blank = Version(project_id=project.id, name="", position=last + 1)
    made = site.store.versions.add(_changed(site, blank, {**body, "name": body.get("name") or ""}))
    site.index.rebuild()
    events.tell(site, "jira:version_created", account, subject=made)
    if made.released:
        events.tell(site, "jira:version_released", account, subject=made)
    return made


def update_version(site: Site, account: Person, version: Version, body: Mapping[str, Any]) -> Version:
    """Do what a PUT of a version asks for; what is unresolved in a released one may go to another."""
    saved = site.store.versions.save(_changed(site, version, body))
    target = str(body.get("moveUnfixedIssuesTo") or "").rstrip("/").rpartition("/")[2]
    if target:
        _move_unresolved(site, account, saved, target)
    site.index.rebuild()
    names = ["jira:version_updated"]
    if saved.released != version.released:
        names = ["jira:version_released" if saved.released else "jira:version_unreleased"]
    for name in names:
        events.tell(site, name, account, subject=saved)
    return saved


def _move_unresolved(site: Site, account: Person, version: Version, target: str) -> None:
    other = site.store.versions.get(int(target)) if target.isdigit() else None
    if other is None or other.project_id != version.project_id:
        raise Refused(400, errors={"moveUnfixedIssuesTo": f"Could not find version for id '{target}'"})
    for issue in issues_with(site, version.project_id, "fixVersions", version.id):
        if issue.ref("resolution") is None:
            _swap_in_one(site, account, issue.id, version.id, other.id)


def _swap_in_one(site: Site, account: Person, issue_id: int, old: int, new: int) -> None:
    from .editing import Edit, commit

    issue = site.store.issues[issue_id]
    swapped = list(dict.fromkeys(new if item == old else item for item in issue.refs("fixVersions")))
    commit(Edit(site, account, "2", notify=False), issue, {"fixVersions": swapped})


def _changed(site: Site, version: Version, body: Mapping[str, Any]) -> Version:
    """Return a version with what a request gives; what is wrong is told by field."""
    errors: dict[str, str] = {}
    values: dict[str, Any] = {}
    if body.get("name") is not None:  # null is as good as nothing: clients send all that they know
        values["name"] = _name(site, version, body["name"], errors)
    if body.get("description") is not None:
        values["description"] = str(body["description"])
    for name in ("archived", "released"):
        if isinstance(body.get(name), bool):
            values[name] = body[name]
    for name, column in _DATES.items():
        if name in body:
            values[column] = _day(name, body[name], errors)
    if body.get("driver") is not None:
        driver = site.person(body["driver"])
        values["driver_id"] = driver.id if driver else None
    changed = replace(version, **values)
    if changed.start_date and changed.release_date and changed.start_date > changed.release_date and not errors:
        errors["startDate"] = "The start date cannot be after the release date."
    if errors:
        raise Refused(400, errors=errors)
    return changed


def _name(site: Site, own: Version, given: object, errors: dict[str, str]) -> str:
    name = given.strip() if isinstance(given, str) else ""
    if not name:
        errors["name"] = "You must specify a valid version name"
    elif len(name) > _LONGEST:
        errors["name"] = f"The version name must not exceed {_LONGEST} characters."
    for other in site.store.versions.where(project_id=own.project_id):
        if other.id != own.id and other.name.lower() == name.lower():
            errors["name"] = "A version with this name already exists in this project."
    return name


def _day(name: str, given: object, errors: dict[str, str]) -> str | None:
    if given in {None, ""}:
        return None
    text = str(given)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    errors[name] = _NO_DAY
    return None


def move_version(site: Site, account: Person, version: Version, *, after: Version | None, position: str) -> Version:
    """Put a version elsewhere in the order: behind another one, or `First`, `Last`, `Earlier` or `Later`."""
    others = [item for item in ordered(site, version.project_id) if item.id != version.id]
    place = [item.id for item in ordered(site, version.project_id)].index(version.id)
    if after is not None:
        place = [item.id for item in others].index(after.id) + 1
    else:
        place = {"First": 0, "Last": len(others), "Earlier": max(place - 1, 0), "Later": place + 1}[position]
    _number(site, [*others[:place], version, *others[place:]])
    site.index.rebuild()
    saved = site.store.versions[version.id]
    events.tell(site, "jira:version_moved", account, subject=saved)
    return saved


def _number(site: Site, versions: Sequence[Version]) -> None:
    for position, item in enumerate(versions, 1):
        site.store.versions.save(replace(item, position=position))


def merge_versions(site: Site, account: Person, version: Version, into: Version) -> None:
    """Give all issues of a version to another one, and delete it."""
    for key in ("fixVersions", "versions", *version_fields(site)):
        replace_reference(site, account, key, version.id, into.id)
    site.store.versions.remove(version.id)
    site.index.rebuild()
    # Recordings of merges have a deletion that says `mergedTo`.
    events.tell(site, "jira:version_deleted", account, subject=version, other=into)


def delete_version(
    site: Site, account: Person, version: Version, *, fix: int | None, affected: int | None, custom: Mapping[str, int]
) -> None:
    """
    Delete a version.

    Args:
        site: Where it is.
        account: Who does it.
        version: The one to delete.
        fix: The version that its issues are fixed in instead, None for no other.
        affected: The version that affects its issues instead.
        custom: By the key of a custom field the version that replaces it there.
    """
    replace_reference(site, account, "fixVersions", version.id, fix)
    replace_reference(site, account, "versions", version.id, affected)
    for key in version_fields(site):
        replace_reference(site, account, key, version.id, custom.get(key))
    site.store.versions.remove(version.id)
    site.index.rebuild()
    events.tell(site, "jira:version_deleted", account, subject=version)
