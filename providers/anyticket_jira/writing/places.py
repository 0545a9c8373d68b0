"""Projects, components and versions as requests have them, but for people and schemes, who are looked up."""

from __future__ import annotations

from typing import Any, Final

from anyticket.model.project import (
    ComponentDraft,
    ComponentPatch,
    ProjectDraft,
    ProjectPatch,
    VersionDraft,
    VersionPatch,
)

from ..wire import Json
from . import plain

#: What requests call the attributes of a version.
_VERSION: Final = {"start": "startDate", "release": "releaseDate"}
#: What the keys of templates begin with, by the kind of project that they are for.
_KINDS: Final = {
    "com.pyxis.greenhopper": "software",
    "com.atlassian.servicedesk": "service_desk",
    "com.atlassian.jira-core": "business",
}


def place_json(given: ProjectDraft | ProjectPatch | ComponentDraft | ComponentPatch) -> Json:
    """Write the key, the name and the description; an empty description is how one is cleared."""
    names = ("key", "name", "description")
    return {name: given.__dict__[name] or "" for name in names if name in given.__dict__}


def template_json(template: str | None) -> Json:
    """Write what a project is made from. Jira needs its kind, which the key of a template says; else it is software."""
    # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-projects/#api-rest-api-3-project-post
    if template is None:
        return {"projectTypeKey": "software"}
    kind = next((kind for prefix, kind in _KINDS.items() if template.startswith(prefix)), None)
    return {"projectTemplateKey": template} | ({} if kind is None else {"projectTypeKey": kind})


def version_json(given: VersionDraft | VersionPatch) -> Json:
    """Write a version; a date that is None is cleared."""
    return {_VERSION.get(name, name): _version_value(name, value) for name, value in given.__dict__.items()}


def _version_value(name: str, value: Any) -> Any:
    if name in _VERSION:
        return None if value is None else plain.day(value)
    return "" if value is None else value
