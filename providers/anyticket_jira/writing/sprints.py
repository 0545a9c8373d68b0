"""Boards and sprints as requests have them: by number, with moments in the form of the agile interface."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from anyticket.model.sprint import Board, Sprint, SprintDraft, SprintPatch

from ..wire import Json
from . import plain
from .body import refused

#: What requests call the attributes of a sprint.
NAMES: Final = {"name": "name", "goal": "goal", "starts_at": "startDate", "ends_at": "endDate"}


def board_number(board: str | Board) -> int:
    """Write a board, which Jira knows by its number alone."""
    id = getattr(board, "id", "") if isinstance(board, Board) else board
    if not (id.isascii() and id.isdecimal()):
        raise refused("takes a board with its id: list_boards has it", "board", "originBoardId")
    return int(id)


def sprint_number(sprint: str | Sprint, name: str = "sprint") -> int:
    """Write a sprint, which Jira knows by its number alone."""
    try:
        return plain.sprint(sprint)
    except ValueError as exc:
        raise refused(str(exc), name) from exc


def sprint_json(given: SprintDraft | SprintPatch) -> Json:
    """Write what was given of a sprint; a date that is cleared is None."""
    written: Json = {}
    for name, value in given.__dict__.items():
        written[NAMES[name]] = _value(name, value)
    return written


def _value(name: str, value: Any) -> Any:
    if name == "goal":
        return value or ""
    return _moment(value) if isinstance(value, datetime) else value


def _moment(moment: datetime) -> str:
    # https://developer.atlassian.com/cloud/jira/software/rest/api-group-sprint/
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
