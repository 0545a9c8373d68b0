"""The boards and sprints of a seeded site."""

from __future__ import annotations

from typing import Final

from ..site import Site
from ..store.administration import Filter
from ..store.agile import Board, Sprint
from ..store.projects import Project
from . import fields

__all__ = ["seed_boards"]

_DAY: Final = 86_400_000
_RELEASED: Final = "fixVersion in unreleasedVersions() OR fixVersion is EMPTY"


def seed_boards(site: Site, now: int) -> None:
    """Give each software project a board, and the scrum ones sprints."""
    owner = site.store.people.all()[0]
    for project in site.store.projects:
        if project.kind != "software":
            continue
        query = f"project = {project.key} ORDER BY Rank ASC"
        shared: dict[str, object] = {"type": "project", "id": project.id}
        found = site.store.filters.add(
            Filter(name=f"Filter for {project.key} board", owner_id=owner.id, jql=query, shares=(shared,))
        )
        kind = "simple" if project.simplified else "kanban" if project.key == "KAN" else "scrum"
        board = site.store.boards.add(
            Board(
                name=f"{project.key} board",
                kind=kind,
                filter_id=found.id,
                project_id=project.id,
                columns=_columns(site, project, kind),
                sub_query=_RELEASED if kind == "kanban" else "",
                estimation=fields.POINTS if kind == "scrum" else None,
            )
        )
        if kind == "scrum":
            _seed_sprints(site, board, project.key, now)


def _columns(site: Site, project: Project, kind: str) -> dict[str, list[int]]:
    """Return a column for each category; what is to do is the backlog of a kanban board."""
    workflow = site.store.workflows[project.workflows["default"]]
    names = {2: "Backlog" if kind == "kanban" else "To Do", 4: "In Progress", 3: "Done"}
    found: dict[str, list[int]] = {name: [] for name in names.values()}
    for id in workflow.status_ids:
        found[names[site.store.statuses[id].category]].append(id)
    return found


def _seed_sprints(site: Site, board: Board, key: str, now: int) -> None:
    for number in range(1, 6):
        start = now - (42 - 14 * number) * _DAY
        state = "closed" if number < 3 else "active" if number == 3 else "future"
        begun = state != "future"
        site.store.sprints.add(
            Sprint(
                board_id=board.id,
                name=f"{key} Sprint {number}",
                state=state,
                goal=f"Reach milestone {number}" if number % 2 else "",
                created=min(start, now) - 7 * _DAY,
                start=start if begun else None,
                end=start + 14 * _DAY if begun else None,
                activated=start if begun else None,
                completed=start + 14 * _DAY if state == "closed" else None,
                position=number,
            )
        )
