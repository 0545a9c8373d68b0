"""Boards, what they are made of and what they are about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ...permissions import administers_project, visible_projects
from ...refusal import Refused
from ...store.activity import Property
from ...store.agile import Board
from ...store.projects import Project, Version
from ...views.agile import board, configuration
from ...views.projects import project, project_stub, sorted_versions
from ...work.boards import create_board, delete_board, projects_of, sees_board
from ..agile_calls import admit, agile_page, board_of, searched
from ..call import Answer, Call
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_READ: Final = ["read:board-scope:jira-software"]
_READ_ADMIN: Final = ["read:board-scope.admin:jira-software"]
_WRITE: Final = ["write:board-scope:jira-software"]
_SETTING: Final = "board-setting"
_VELOCITY: Final = "refined-velocity"
_FEATURES: Final = {
    "SIMPLE_ROADMAP": "Timeline",
    "BACKLOG": "Backlog",
    "SPRINTS": "Sprints",
    "REPORTS": "Reports",
    "ESTIMATION": "Estimation",
}


@routes.get("/board", scopes=_READ)
def read_all(call: Call) -> Answer:
    """Return the boards that the account sees and the parameters choose."""
    admit(call)
    name, kinds = call.text("name").lower(), call.words("type")
    project_ids = _projects_asked(call)
    filter_id = call.text("filterId")
    found = [
        item
        for item in call.site.store.boards
        if sees_board(call.site, call.account, item)
        and name in item.name.lower()
        and (not kinds or item.kind in kinds)
        and (not filter_id or str(item.filter_id) == filter_id)
        and (project_ids is None or _is_about(call, item, project_ids))
    ]
    order = call.text("orderBy")
    if order.lstrip("+-") == "name":
        found.sort(key=lambda item: item.name.lower(), reverse=order.startswith("-"))
    return agile_page(call, found, lambda item: board(item, call.view))


def _projects_asked(call: Call) -> set[int] | None:
    """Return the project that boards must be about, None if any will do."""
    wanted = call.text("projectKeyOrId") or (call.text("projectLocation") if call.site.cloud else "")
    if not wanted:
        return None
    for found in visible_projects(call.site, call.account):
        if wanted in {str(found.id), found.key}:
            return {found.id}
    raise Refused(400, f"No project could be found with key or id '{wanted}'")


def _is_about(call: Call, found: Board, project_ids: set[int]) -> bool:
    if found.project_id in project_ids:
        return True
    if call.text("projectLocation"):
        return False
    return any(item.id in project_ids for item in projects_of(call.site, call.account, found))


@routes.post("/board", scopes=_WRITE)
def create(call: Call) -> Answer:
    """Make a board."""
    call.require_account()
    return Answer(board(create_board(call.edit(), call.object()), call.view), 201)


@routes.get("/board/filter/{filter}", on=[CLOUD], scopes=_READ_ADMIN)
def read_by_filter(call: Call) -> Answer:
    """Return the boards that use a filter, in short."""
    admit(call)
    wanted = call.path["filter"]
    found = call.site.store.boards.where(filter_id=int(wanted)) if wanted.isdigit() else []

    def short(item: Board) -> dict[str, Any]:
        shown = board(item, call.view)
        return {key: shown[key] for key in ("id", "self", "name")}

    return agile_page(call, found, short)


@routes.get("/board/{board}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return a board."""
    return Answer(board(board_of(call), call.view))


@routes.delete("/board/{board}", scopes=_WRITE)
def delete(call: Call) -> Answer:
    """Delete a board."""
    found = board_of(call)
    if not _administers(call, found):
        raise Refused(403, "You do not have permission to delete this board.")
    delete_board(call.edit(), found)
    return Answer(status=204)


def _administers(call: Call, found: Board) -> bool:
    account, store = call.me, call.site.store
    if account.admin or account.id in {found.owner_id, store.filters[found.filter_id].owner_id}:
        return True
    return found.project_id is not None and administers_project(call.site, account, store.projects[found.project_id])


@routes.get("/board/{board}/configuration", scopes=_READ_ADMIN)
def read_configuration(call: Call) -> Answer:
    """Return how a board is set up."""
    return Answer(configuration(board_of(call), call.view))


@routes.get("/board/{board}/project", scopes=_READ_ADMIN)
def read_projects(call: Call) -> Answer:
    """Return the projects that a board is about."""
    return agile_page(call, _about(call), lambda item: project_stub(item, call.view))


@routes.get("/board/{board}/project/full", on=[CLOUD], scopes=_READ_ADMIN)
def read_full_projects(call: Call) -> Answer:
    """Return the projects that a board is about, with everything."""
    return agile_page(call, _about(call), lambda item: project(item, call.view))


def _about(call: Call) -> list[Project]:
    found = board_of(call)
    held: list[Project] = []

    def find() -> list[int]:
        held.extend(projects_of(call.site, call.account, found))
        return []

    searched(call, find)
    return held


@routes.get("/board/{board}/version", scopes=_READ)
def read_versions(call: Call) -> Answer:
    """Return the versions of the projects that a board is about; `released` chooses."""
    released = call.text("released").lower()
    found = [
        item
        for about in _about(call)
        for item in sorted_versions(about, call.view)
        if not released or str(item.released).lower() == released
    ]
    return agile_page(call, found, lambda item: _version(item, call), total=False)


def _version(found: Version, call: Call) -> dict[str, Any]:
    """Return a version as boards have it: its id a number, its dates instants."""
    answer: dict[str, Any] = {
        "self": call.view.url(f"/version/{found.id}"),
        "id": found.id,
        "projectId": found.project_id,
        "name": found.name,
        "description": found.description,
        "archived": found.archived,
        "released": found.released,
    }
    for name, day in (("startDate", found.start_date), ("releaseDate", found.release_date)):
        answer |= {name: f"{day}T00:00:00.000Z"} if day else {}
    return answer


@routes.get("/board/{board}/features", on=[CLOUD], scopes=_READ_ADMIN)
def read_features(call: Call) -> Answer:
    """Return what a board of a team-managed project can be switched to; other boards have no such list."""
    found = board_of(call)
    features = [
        {
            "boardId": found.id,
            "boardFeature": name,
            "featureId": name.lower(),
            "featureType": "ESTIMATION" if name == "ESTIMATION" else "BASIC",
            "localisedName": shown,
            "state": "DISABLED" if name == "SPRINTS" else "ENABLED",
            "toggleLocked": False,
        }
        for name, shown in _FEATURES.items()
    ]
    return Answer({"features": features if found.kind == "simple" else []})


@routes.get("/board/{board}/quickfilter", on=[CLOUD], scopes=_READ_ADMIN)
def read_quick_filters(call: Call) -> Answer:
    """Return the quick filters of a board: nothing here makes any."""
    board_of(call)
    nothing: list[object] = []
    return agile_page(call, nothing, lambda item: item)


@routes.get("/board/{board}/quickfilter/{filter}", on=[CLOUD], scopes=_READ_ADMIN)
def read_quick_filter(call: Call) -> Answer:
    """Refuse: there is no quick filter."""
    board_of(call)
    raise Refused(404, "The requested quick filter does not exist.")


@routes.get("/board/{board}/reports", on=[CLOUD], scopes=_READ)
def read_reports(call: Call) -> Answer:
    """Return the reports of a board."""
    board_of(call)
    return Answer({"reports": []})


@routes.get("/board/{board}/settings/refined-velocity", on=[SERVER], since=(9,))
def read_velocity(call: Call) -> Answer:
    """Return whether the velocity chart of a board is the refined one."""
    held = _velocity(call)
    return Answer({"value": held is not None and held.value is True})


@routes.put("/board/{board}/settings/refined-velocity", on=[SERVER], since=(9,))
def write_velocity(call: Call) -> Answer:
    """Say whether the velocity chart of a board is the refined one."""
    found, held = board_of(call), _velocity(call)
    if not _administers(call, found):
        raise Refused(403, "You do not have permission to change this board.")
    value = call.object().get("value")
    if not isinstance(value, bool):
        raise Refused(400, "The value must be true or false.")
    properties = call.site.store.properties
    if held is not None:
        properties.save(replace(held, value=value))
        return Answer()
    properties.add(Property(entity=_SETTING, entity_id=found.id, key=_VELOCITY, value=value))
    return Answer(status=201)


def _velocity(call: Call) -> Property | None:
    rows = call.site.store.properties.where(entity_id=board_of(call).id, key=_VELOCITY)
    return next((row for row in rows if row.entity == _SETTING), None)
