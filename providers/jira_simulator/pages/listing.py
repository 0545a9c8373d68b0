"""Lists of issues: what a query finds, and all of a project."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from ..jql import JqlError
from ..site import Site
from ..store.people import Person
from ..store.projects import Project
from .frame import address, page
from .markup import Html, join, tag
from .parts import issue_table, person

__all__ = ["project_page", "search_page"]

_SIZE: Final = 50
_ALL: Final = "ORDER BY updated DESC"


def search_page(site: Site, jql: str, start: int) -> bytes:
    """Return the issues that a query finds, seen by an administrator."""
    query = jql or _ALL
    return page(site, "Issues", tag("h1", "Issues"), _found(site, query, start, "/issues/", {"jql": query}), jql=query)


def project_page(site: Site, project: Project, start: int) -> bytes:
    """Return what a project is, and its issues."""
    names = {
        "components": [found.name for found in site.store.components.where(project_id=project.id)],
        "versions": [found.name for found in site.store.versions.where(project_id=project.id)],
        "issue types": [found.name for id in project.type_ids if (found := site.store.types.get(id))],
    }
    facts = [tag("li", f"{name}: ", tag("b", ", ".join(found))) for name, found in names.items() if found]
    query = f'project = "{project.key}" {_ALL}'
    return page(
        site,
        project.name,
        tag("h1", f"{project.name} ({project.key})"),
        tag("p", "Lead: ", person(site, project.lead_id)),
        tag("p", project.description) if project.description else None,
        tag("ul", facts, class_="facts"),
        _found(site, query, start, f"/projects/{project.key}", {}),
        jql=query,
    )


def _found(site: Site, jql: str, start: int, path: str, kept: dict[str, str]) -> Html:
    try:
        account = _administrator(site)
        search = site.index.meaning(jql, account)
        ids = [] if search.problems else site.index.find(jql, search, account)
    except JqlError as exc:
        return tag("div", [tag("p", message) for message in exc.messages], class_="problem", role="alert")
    if search.problems:
        return tag("div", [tag("p", message) for message in search.problems], class_="problem", role="alert")
    if not ids:
        return tag("p", "No issue was found.")
    issues = site.store.issues.get_many(ids[start : start + _SIZE])
    end = start + len(issues)
    told = f"{start + 1} to {end} of {len(ids)}" if issues else f"{len(ids)}, none of them so far on"
    ways = {"Previous": start - _SIZE if start else None, "Next": end if end < len(ids) else None}
    links = [
        tag("a", name, href=f"{address(site, path)}?{urlencode({**kept, 'start': max(to, 0)})}")
        for name, to in ways.items()
        if to is not None
    ]
    return join(issue_table(site, issues), tag("nav", tag("span", told), links, class_="pages", aria_label="Paging"))


def _administrator(site: Site) -> Person | None:
    return next((found for found in site.store.people if found.admin and found.active), None)
