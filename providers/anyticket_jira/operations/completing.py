"""Completing a sprint, with a place for what is not done."""

from __future__ import annotations

from typing import Final

from anyticket.errors import NotApplied, ProviderError
from anyticket.flow import Flow
from anyticket.model.query import Query
from anyticket.model.sprint import Sprint, SprintState
from anyticket.model.ticket import Ticket

from ..writing.body import refused
from ..writing.sprints import sprint_number
from .pages import all_pages
from .ranking import Ranking
from .sprinting import Sprinting

#: Subtasks go where their parents go. What somebody has planned since the sprint was closed stays there.
_MOVABLE: Final = "issuetype NOT IN subtaskIssueTypes()"
_UNPLANNED: Final = f"{_MOVABLE} AND sprint NOT IN openSprints() AND sprint NOT IN futureSprints()"


class Completing(Sprinting, Ranking):
    """Completes sprints."""

    def complete_sprint(self, sprint: str | Sprint, /, *, move_rest_to: str | Sprint | None = None) -> Flow[Sprint]:
        """
        Complete a sprint. What is not done goes to the backlog, and from there to `move_rest_to`.

        It is closed first, as Jira's own dialog does it, so that its report shows what was not done. Whatever happens
        in between, the tickets are in the backlog: the same call again finds a closed sprint, and moves what is left.
        """
        number = sprint_number(sprint)
        target = None if move_rest_to is None else (yield from self._open(move_rest_to, number))
        now = yield from self.get_sprint(sprint)
        closed = now.state is SprintState.CLOSED
        rest = () if target is None else (yield from self._rest(number, closed=closed))
        done = now if closed else (yield from self.entered(number, SprintState.CLOSED, {}))
        if target is not None and rest:
            yield from self._move_rest(done, rest, target)
        return done

    def _open(self, target: str | Sprint, number: int) -> Flow[str]:
        """Return the id of the sprint that is to take the rest, once it is known that it can."""
        found = yield from self.get_sprint(str(sprint_number(target, "move_rest_to")))
        if found.id == str(number) or found.state is SprintState.CLOSED:
            raise refused("takes another sprint that is not closed", "move_rest_to")
        return found.id

    def _rest(self, number: int, *, closed: bool) -> Flow[tuple[Ticket, ...]]:
        asked = Query(closed=False) & Query.native(self.dialect, _UNPLANNED if closed else _MOVABLE)
        return (
            yield from all_pages(
                lambda cursor: self.list_sprint_tickets(str(number), asked, page_size=100, cursor=cursor)
            )
        )

    def _move_rest(self, sprint: Sprint, rest: tuple[Ticket, ...], target: str) -> Flow[None]:
        try:
            yield from self.move_to_sprint(rest, target)
        except ProviderError as exc:
            applied: tuple[str, ...] = exc.applied if isinstance(exc, NotApplied) else ()
            left = tuple(ticket.key for ticket in rest if ticket.id not in applied)
            message = f"sprint {sprint.id} is completed, but what was not done is in the backlog in part: {exc.message}"
            raise NotApplied(
                f"{message}; the same call again moves the rest",
                applied=("state",),
                refused=left,
                temporary=exc.temporary,
                may_have_happened=exc.may_have_happened,
            ) from exc
