"""Boards."""

from __future__ import annotations

from typing import Any, Final

from anyticket.model.project import Project
from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.sprint import Board, BoardKind

from ..wire import Json, given, identifier, maybe, table, text, word

_KINDS: Final = {"scrum": BoardKind.SCRUM, "kanban": BoardKind.KANBAN, "simple": BoardKind.SIMPLE}


def board(value: Any) -> Board:
    """Read a board. Servers do not say where one is; on Cloud it may be in no project, but at a person's."""
    data = table(value)
    return loaded(
        Board,
        data,
        id=given(data, "id", identifier),
        name=word(data, "name"),
        kind=given(data, "type", _kind),
        project=maybe(data, "location", _project),
    )


def _kind(value: Any) -> BoardKind:
    return _KINDS.get(text(value), BoardKind.UNKNOWN)


def _project(value: Any) -> Project | None:
    data: Json = table(value)
    id = given(data, "projectId", identifier)
    if id is ABSENT:
        return None
    return loaded(Project, data, id=id, key=word(data, "projectKey"), name=word(data, "projectName"))
