"""
Schemes: which ones a project has, and those that come with a project.

A workflow scheme and a scheme of issue types say what the project itself says already, so that both can be read and
given to other projects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..site import Site
from ..store.administration import Scheme
from ..store.projects import Project

__all__ = ["add_schemes", "default_scheme", "is_default", "projects_with", "scheme_of", "schemes"]


def schemes(site: Site, kind: str) -> list[Scheme]:
    """Return the schemes of a kind, the default one first."""
    return site.store.schemes.where(kind=kind)


def default_scheme(site: Site, kind: str) -> Scheme | None:
    """Return what projects have that name no other scheme; there is none for security."""
    found = schemes(site, kind)
    return found[0] if found and kind != "security" else None


def is_default(site: Site, scheme: Scheme) -> bool:
    return default_scheme(site, scheme.kind) == scheme


def scheme_of(site: Site, project: Project, kind: str) -> Scheme | None:
    """Return the scheme of a kind that a project has."""
    id = project.schemes.get(kind)
    return default_scheme(site, kind) if id is None else site.store.schemes.get(id)


def projects_with(site: Site, scheme: Scheme) -> list[Project]:
    return [project for project in site.store.projects if scheme_of(site, project, scheme.kind) == scheme]


def add_schemes(site: Site, project: Project) -> Project:
    """Make the schemes that say which types and workflows a project has; those that it names already stay."""
    workflow: Sequence[dict[str, object]] = [
        {"issuetype": type, "workflow": id} for type, id in project.workflows.items()
    ]
    types: Sequence[dict[str, object]] = [{"issuetype": id} for id in project.type_ids]
    found = dict(project.schemes)
    for kind, entries, name in (("workflow", workflow, "Workflow Scheme"), ("issuetype", types, "Issue Type Scheme")):
        if kind not in found:
            made = site.store.schemes.add(Scheme(kind=kind, name=f"{project.key}: {name}", entries=tuple(entries)))
            found[kind] = made.id
    return site.store.projects.save(replace(project, schemes=found))
