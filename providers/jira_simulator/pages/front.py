"""The front page: how much there is, and each project with its latest issues."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from ..site import Site
from ..store.projects import Project
from ..store.summaries import latest_issues, statuses_of_projects
from .frame import address, page
from .markup import Html, tag
from .parts import issue_list

__all__ = ["front_page"]

_LATEST: Final = 5
_KINDS: Final = {"software": "Software", "service_desk": "Service management", "business": "Business"}
_CATEGORIES: Final = {2: "to do", 4: "in progress", 3: "done", 1: "of no category"}


def front_page(site: Site) -> bytes:
    """Return the front page."""
    counted = statuses_of_projects(site.store.database)
    projects = [project for project in site.store.projects if project.deleted is None]
    cards = [_card(site, project, counted.get(project.id, {})) for project in projects]
    return page(site, "Projects", tag("h1", "Projects"), _facts(site, len(projects)), tag("div", cards, class_="grid"))


def _facts(site: Site, projects: int) -> Html:
    store = site.store
    numbers = {
        "projects": projects,
        "issues": store.issues.count(),
        "comments": store.comments.count(),
        "people": store.people.count(),
        "boards": store.boards.count(),
        "requests received": len(site.requests.find()),
    }
    items = [tag("li", tag("b", number), " ", name) for name, number in numbers.items()]
    return tag("ul", items, class_="facts", aria_label="What this site holds")


def _card(site: Site, project: Project, statuses: Mapping[int, int]) -> Html:
    categories: Counter[int] = Counter()
    for status_id, number in statuses.items():
        found = site.store.statuses.get(status_id)
        categories[found.category if found else 1] += number
    latest = site.store.issues.get_many(latest_issues(site.store.database, project.id, _LATEST))
    kind = _KINDS.get(project.kind, project.kind) + (", team-managed" if project.simplified else "")
    count = categories.total()
    return tag(
        "section",
        tag("h2", tag("a", project.name, href=address(site, f"/projects/{project.key}"))),
        tag("p", f"{project.key} · {kind} · {count} {'issue' if count == 1 else 'issues'}", class_="note"),
        _shares(categories) if count else None,
        issue_list(site, latest) if latest else tag("p", "No issue yet.", class_="note"),
        class_="card",
    )


def _shares(categories: Mapping[int, int]) -> Html:
    """Return a bar that shows how far the issues of a project are."""
    total, done, bars = sum(categories.values()), 0, list[Html]()
    for category in (3, 4, 2, 1):
        number = categories.get(category, 0)
        bars.append(tag("rect", x=done, y=0, width=number, height=1, class_=f"r{category}"))
        done += number
    told = ", ".join(f"{categories[number]} {name}" for number, name in _CATEGORIES.items() if categories.get(number))
    return tag("svg", bars, viewBox=f"0 0 {total} 1", preserveAspectRatio="none", role="img", aria_label=told)
