"""Issues as the agile API has them, and their estimates."""

from __future__ import annotations

from typing import Any, Final

from ...fieldtypes.quantities import parse_duration
from ...permissions import works_in
from ...refusal import Refused
from ...store.fields import FieldRecord
from ...store.issues import Issue
from ...views.agile import agile_issue
from ...views.issues import names_and_schema
from ...work.editing import commit
from ..agile_calls import board_of, fields_of, one_issue
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()

_READ: Final = ["read:issue:jira-software"]
_NO_BOARD: Final = "The boardId must be given."
_NO_ESTIMATION: Final = "The board does not have an estimation field."


@routes.get("/issue/{issue}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return an issue."""
    found = one_issue(call, call.path["issue"])
    choice, own = fields_of(call)
    expand = call.expand()
    shown = agile_issue(found, call.view, choice, own, expand - {"names", "schema"})
    return Answer(shown | names_and_schema(choice, expand))


def _estimated(call: Call) -> tuple[Issue, FieldRecord]:
    """Return an issue and the field in which a board estimates it."""
    found = one_issue(call, call.path["issue"])
    if not call.text("boardId"):
        raise Refused(400, _NO_BOARD)
    board = board_of(call, call.text("boardId"))
    field = call.site.field(board.estimation) if board.estimation else None
    if field is None:
        raise Refused(400, _NO_ESTIMATION)
    return found, field


@routes.get("/issue/{issue}/estimation", scopes=_READ)
def read_estimation(call: Call) -> Answer:
    """Return the estimate of an issue on a board."""
    found, field = _estimated(call)
    return Answer(_estimation(found, field))


def _estimation(found: Issue, field: FieldRecord) -> dict[str, Any]:
    """Return an estimate as text, left out if there is none."""
    held = found.values.get(field.key)
    return {"fieldId": field.key} | ({} if held is None else {"value": str(held)})


@routes.put("/issue/{issue}/estimation", scopes=["write:issue:jira-software"])
def estimate(call: Call) -> Answer:
    """Estimate an issue, whether or not the field is on a screen."""
    call.require_account()
    found, field = _estimated(call)
    if not works_in(call.site, call.me, call.site.store.projects[found.project_id]):
        raise Refused(403, "You do not have permission to edit this issue.")
    value = _value(field, call.object().get("value"))
    return Answer(_estimation(commit(call.edit(), found, {field.key: value}), field))


def _value(field: FieldRecord, given: object) -> float | int | None:
    """Return what to store: seconds for a duration, which as a bare number is minutes; a number for the rest."""
    if given is None or given == "":
        return None
    text = str(given)
    try:
        number = float(text)
    except ValueError:
        seconds = parse_duration(text) if field.kind == "duration" else None
        if seconds is None:
            raise Refused(400, f"The value '{text}' is not a valid estimate.") from None
        return seconds
    return round(number * 60) if field.kind == "duration" else number
