"""Boards: who sees one, what it holds, and making and deleting them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .. import permissions
from ..jql import JqlError, parse
from ..refusal import Refused
from ..search.documents import Paper
from ..site import Site
from ..store.administration import Filter
from ..store.agile import Board
from ..store.people import Person
from ..store.projects import Project
from ..wire import as_object
from . import events
from .editing import Edit

__all__ = [
    "backlog_statuses",
    "board_ids",
    "create_board",
    "delete_board",
    "epic_id",
    "held_by",
    "projects_of",
    "sees_board",
    "sprint_ids",
]

_KINDS: Final = ("scrum", "kanban")
_SPRINT: Final = "com.pyxis.greenhopper.jira:gh-sprint"
_EPIC_LINK: Final = "com.pyxis.greenhopper.jira:gh-epic-link"
_BACKLOG: Final = "Backlog"
_ESTIMATION: Final = "Story Points"


def sees_board(site: Site, account: Person | None, board: Board) -> bool:
    """Say whether an account sees a board: that of a project it sees, or one whose filter it may use."""
    if board.project_id is not None:
        return permissions.sees(site, account, site.store.projects[board.project_id])
    return _uses_filter(site, account, site.store.filters[board.filter_id])


def _uses_filter(site: Site, account: Person | None, found: Filter) -> bool:
    if account is not None and account.id == found.owner_id:
        return True
    return any(_is_shared(site, account, str(row.get("type")), row.get("id")) for row in found.shares)


def _is_shared(site: Site, account: Person | None, kind: str, id: object) -> bool:
    if kind == "global" or account is None:
        return kind == "global"
    if kind == "group":
        return any(group.id == id and account.id in group.members for group in site.store.groups)
    if kind == "project":
        project = site.store.projects.get(int(str(id)))
        return project is not None and permissions.sees(site, account, project)
    return account.id == id if kind == "user" else kind in {"authenticated", "loggedin"}


def board_ids(site: Site, account: Person | None, board: Board, *, jql: str = "", working: bool = True) -> list[int]:
    """
    Return the ids of the issues that a board holds and an account sees, in the order of its filter or of `jql`.

    Args:
        site: Where the board is.
        account: Who looks.
        board: Its filter is a query like any other.
        jql: What is asked besides.
        working: Whether the query counts that a kanban board has beyond its filter.

    Raises:
        JqlError: A query cannot be parsed.
    """
    query = site.store.filters[board.filter_id].jql
    held = _found(site, account, query if parse(query).order_by else f"{query} ORDER BY Rank ASC")
    queries = [jql] if jql.strip() else []
    if working and board.kind == "kanban" and board.sub_query:
        queries.append(board.sub_query)
    for asked in queries:
        kept = _found(site, account, asked)
        ordered = asked == jql and bool(parse(jql).order_by)
        held = _common(kept, held) if ordered else _common(held, kept)
    return held


def _found(site: Site, account: Person | None, jql: str) -> list[int]:
    return site.index.find(jql, site.index.meaning(jql, account), account)


def _common(first: list[int], second: list[int]) -> list[int]:
    kept = set(second)
    return [id for id in first if id in kept]


def held_by(site: Site, board: Board, ids: Iterable[int], *, backlog: bool = False) -> list[int]:
    """Return those issues that are on a board by their status and type, or else only what is in its backlog."""
    papers = site.index.papers()
    found = [id for id in ids if id in papers and _is_on(board, papers[id])]
    return [id for id in found if _is_waiting(site, board, papers[id])] if backlog else found


def _is_on(board: Board, paper: Paper) -> bool:
    if not any(_status(paper) in ids for ids in board.columns.values()):
        return False
    return board.kind != "scrum" or paper.values["hierarchyLevel"][0] in {-1, 0}


def _status(paper: Paper) -> int:
    return int(paper.values["status"][0])


def _is_waiting(site: Site, board: Board, paper: Paper) -> bool:
    """Say whether an issue is in the backlog: by its status on a kanban board, open and in no open sprint on others."""
    if board.kind == "kanban":
        return _status(paper) in backlog_statuses(board)
    mapped = [ids for ids in board.columns.values() if ids]
    if mapped and _status(paper) in mapped[-1]:
        return False
    held = site.store.sprints.get_many(sprint_ids(site, paper.id))
    return all(sprint.state == "closed" for sprint in held)


def sprint_ids(site: Site, id: int) -> list[int]:
    """Return the sprints of an issue, as search knows them."""
    field, paper = site.field_of(_SPRINT), site.index.papers().get(id)
    return [int(key) for key in paper.values.get(field.key, ())] if field and paper else []


def epic_id(site: Site, id: int) -> int | None:
    """Return the epic of an issue, as search knows it."""
    papers = site.index.papers()
    field = None if site.cloud else site.field_of(_EPIC_LINK)
    above = papers[id].values.get(field.key if field else "parent", ())
    paper = papers.get(int(above[0])) if above else None
    return None if paper is None or paper.values["hierarchyLevel"][0] != 1 else paper.id


def backlog_statuses(board: Board) -> list[int]:
    """Return the statuses of the backlog of a kanban board, none if it has no backlog."""
    first = next(iter(board.columns), "")
    return board.columns[first] if first == _BACKLOG else []


def projects_of(site: Site, account: Person | None, board: Board) -> list[Project]:
    """Return the projects that issues of a board are of, and its own, by name."""
    ids = board_ids(site, account, board, working=False)
    papers = site.index.papers()
    wanted = {int(papers[id].values["project"][0]) for id in ids if id in papers} | {board.project_id}
    found = [project for project in permissions.visible_projects(site, account) if project.id in wanted]
    return sorted(found, key=lambda project: project.name)


def create_board(edit: Edit, asked: Mapping[str, Any]) -> Board:
    """Make the board that a POST asks for; its columns are those of the workflow of the projects it is about."""
    site = edit.site
    name, kind = str(asked.get("name") or "").strip(), asked.get("type")
    if not name or len(name) >= 255:
        raise Refused(400, errors={"name": "The board name must have between 1 and 254 characters."})
    if kind not in _KINDS:
        raise Refused(400, errors={"type": "The type of a board must be 'scrum' or 'kanban'."})
    used = _filter(edit, asked.get("filterId"))
    project, owner = _place(edit, asked)
    points = site.store.fields.where(name=_ESTIMATION)
    made = site.store.boards.add(
        Board(
            name=name,
            kind=str(kind),
            filter_id=used.id,
            project_id=project.id if project else None,
            owner_id=owner,
            columns=_columns(site, edit.account, used),
            estimation=points[0].key if points and kind == "scrum" else None,
        )
    )
    events.tell(site, "board_created", edit.account, subject=made)
    return made


def _filter(edit: Edit, id: object) -> Filter:
    found = edit.site.store.filters.get(int(str(id))) if str(id).isdigit() else None
    if found is None or not _uses_filter(edit.site, edit.account, found):
        raise Refused(400, errors={"savedFilterId": "The selected filter does not exist or you cannot see it."})
    return found


def _place(edit: Edit, asked: Mapping[str, Any]) -> tuple[Project | None, int | None]:
    """Return the project or the account that a board is located at; Data Center knows neither."""
    location = as_object(asked.get("location"))
    owner = edit.account.id if edit.account else None
    if not edit.site.cloud or location.get("type") != "project":
        return None, owner
    wanted = str(location.get("projectKeyOrId"))
    for project in permissions.visible_projects(edit.site, edit.account):
        if wanted in {str(project.id), project.key}:
            return project, None
    raise Refused(400, errors={"location": f"No project could be found with key or id '{wanted}'."})


def _columns(site: Site, account: Person | None, used: Filter) -> dict[str, list[int]]:
    """Return a column for each category, with the statuses that the projects of a filter have."""
    try:
        ids = _found(site, account, used.jql)
    except JqlError as exc:
        raise Refused(400, *exc.messages) from None
    papers = site.index.papers()
    projects = site.store.projects.get_many({int(papers[id].values["project"][0]) for id in ids if id in papers})
    projects = projects or permissions.visible_projects(site, account)
    workflows = site.store.workflows.get_many({id for project in projects for id in project.workflows.values()})
    names = {2: "To Do", 4: "In Progress", 3: "Done"}
    columns: dict[str, list[int]] = {name: [] for name in names.values()}
    for id in sorted({id for workflow in workflows for id in workflow.status_ids}):
        columns[names[site.store.statuses[id].category]].append(id)
    return columns


def delete_board(edit: Edit, board: Board) -> None:
    """Delete a board; its filter stays, and so do sprints, which then have no board to be seen on."""
    edit.site.store.boards.remove(board.id)
    edit.site.store.properties.remove_where(entity="board", entity_id=board.id)
    events.tell(edit.site, "board_deleted", edit.account, subject=board)
