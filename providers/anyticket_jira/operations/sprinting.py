"""Sprints: read, planned, changed, started and deleted."""

from __future__ import annotations

from typing import Final

from anyticket.capability import accepts, support
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.model.sparse import loaded
from anyticket.model.sprint import Board, Sprint, SprintDraft, SprintPatch, SprintState
from anyticket.model.ticket import Ticket
from anyticket.request import Expects, Request

from ..translate.sprints import sprint as read_sprint
from ..wire import Json, table
from ..writing.body import refused
from ..writing.sprints import board_number, sprint_json, sprint_number
from .boards import AGILE, MOVING, BoardReading
from .lost_answers import made_or_found
from .searching import FILTERS

_ONE: Final = f"{AGILE}/sprint/{{}}"
#: What a full update has to repeat, for it clears what it does not name; servers have the last four.
_KEPT: Final = (
    *("name", "state", "goal", "startDate", "endDate", "completeDate", "originBoardId"),
    *("activatedDate", "autoStartStop", "synced", "incompleteIssuesDestinationId"),
)
_DATES: Final = {"starts_at": "startDate", "ends_at": "endDate"}


class Sprinting(BoardReading):
    """Plans sprints."""

    def list_sprints(
        self,
        board: str | Board,
        /,
        *,
        state: SprintState | None = None,
        page_size: int = 50,
        cursor: str | None = None,
    ) -> Flow[Page[Sprint]]:
        """Return the sprints of a scrum board; Jira refuses the question for any other."""
        number = board_number(board)
        if state is SprintState.UNKNOWN:
            raise refused("is future, active or closed", "state")
        chosen = () if state is None else (("state", str(state)),)
        return self.agile_page(
            "/board/{}/sprint", number, reader=read_sprint, page_size=page_size, cursor=cursor, query=chosen
        )

    def get_sprint(self, sprint: str | Sprint, /) -> Flow[Sprint]:
        """Return a sprint."""
        return read_sprint((yield from self._json_of(sprint_number(sprint))))

    @accepts(*FILTERS)
    @support(note=MOVING)
    def list_sprint_tickets(
        self, sprint: str | Sprint, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of a sprint that match, by rank, unless the query says another order."""
        number = sprint_number(sprint)
        return self.agile_tickets("/sprint/{}/issue", number, asked=query, page_size=page_size, cursor=cursor)

    @accepts(*SprintDraft.model_fields)
    def create_sprint(self, board: str | Board, draft: str | SprintDraft, /) -> Flow[Sprint]:
        """Plan a sprint on a scrum board. Cloud wants its name to be shorter than 30 characters."""
        given = sprint_json(SprintDraft.of(draft))
        body = {name: value for name, value in given.items() if value is not None}
        response = yield Request.post(f"{AGILE}/sprint", json={**body, "originBoardId": board_number(board)})
        return read_sprint(response.json())

    @accepts(*SprintPatch.model_fields)
    @support(note="of a closed sprint, Cloud changes the name and the goal only, and a server nothing")
    def update_sprint(self, sprint: str | Sprint, patch: SprintPatch, /) -> Flow[Sprint]:
        """Change a sprint. To clear a date, the sprint is read first and then written whole."""
        number, body = sprint_number(sprint), sprint_json(patch)
        if not body:
            return loaded(Sprint, {}, id=str(number))
        if None in body.values():
            # A POST leaves alone what it does not name; only a PUT, which clears all of that, can take a date away.
            # https://developer.atlassian.com/cloud/jira/software/rest/api-group-sprint/#api-rest-agile-1-0-sprint-sprintid-put
            body = {**(yield from self._json_of(number)), **body}
            whole = {name: body[name] for name in _KEPT if body.get(name) is not None}
            response = yield Request.put(_ONE, number, json=whole, expects=Expects.JSON)
        else:
            response = yield Request.post(_ONE, number, json=body)
        return read_sprint(response.json())

    @accepts(*SprintPatch.model_fields)
    def start_sprint(self, sprint: str | Sprint, patch: SprintPatch | None = None, /) -> Flow[Sprint]:
        """
        Start a sprint; `patch` gives the dates, where it has none yet. One that is active already stays so.

        Raises Invalid, before anything is changed, if either date is missing.
        """
        number = sprint_number(sprint)
        now = yield from self._json_of(number)
        if read_sprint(now).state is SprintState.ACTIVE:
            return read_sprint(now) if patch is None else (yield from self.update_sprint(sprint, patch))
        body = {} if patch is None else sprint_json(patch)
        dates = {name: body.get(name, now.get(name)) for name in _DATES.values()}
        missing = [name for attribute, id in _DATES.items() if dates[id] is None for name in (attribute, id)]
        if missing:
            raise refused("a sprint starts with both of its dates: give them in the patch", *missing)
        return (yield from self.entered(number, SprintState.ACTIVE, {**body, **dates}))

    def delete_sprint(self, sprint: str | Sprint, /) -> Flow[None]:
        """Delete a sprint; its tickets go to the backlog."""
        yield Request.delete(_ONE, sprint_number(sprint))

    def entered(self, number: int, state: SprintState, more: Json) -> Flow[Sprint]:
        """Bring a sprint into a state. If the answer is lost, the sprint itself tells whether it is there."""
        return made_or_found(
            self.connection.retry, lambda: self._found(number, state), lambda: self._enter(number, state, more)
        )

    def _enter(self, number: int, state: SprintState, more: Json) -> Flow[Sprint]:
        response = yield Request.post(_ONE, number, json={**more, "state": str(state)})
        return read_sprint(response.json())

    def _found(self, number: int, state: SprintState) -> Flow[Sprint | None]:
        found = read_sprint((yield from self._json_of(number)))
        return found if found.state is state else None

    def _json_of(self, number: int) -> Flow[Json]:
        response = yield Request.get(_ONE, number)
        return table(response.json())
