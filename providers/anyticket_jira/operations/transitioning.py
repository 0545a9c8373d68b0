"""Moving issues through their workflow."""

from __future__ import annotations

from typing import Final

from anyticket.capability import accepts
from anyticket.errors import Error, ProviderError
from anyticket.flow import Flow
from anyticket.model.drafts import TicketPatch
from anyticket.model.status import Status, StatusCategory
from anyticket.model.ticket import Ticket, reference
from anyticket.model.transition import Transition
from anyticket.provider import planner
from anyticket.request import Expects, Request

from ..translate.forms import transition as read_transition
from ..translate.issues import project_of
from ..wire import every, need, table
from ..writing.body import Body, refused
from .changing import PATCH, Changing, as_given

_HERE: Final = (("fields", "status"), ("expand", "transitions,transitions.fields"))


class Transitioning(Changing):
    """Takes the ways that are open."""

    @accepts(*(name for name in PATCH if not name.startswith("watchers")))
    def transition_ticket(
        self,
        ticket: str | Ticket,
        to: str | Status | StatusCategory | Transition,
        change: TicketPatch | None = None,
        /,
    ) -> Flow[Ticket]:
        """
        Move a ticket to a status, together with a change of what the way's screen shows, and a comment.

        What a workflow demands by a validator of its own Jira does not tell before it refuses.
        """
        here, ways = yield from self._ways(ticket)
        if planner.is_there(here.status, to):
            return here if change is None else (yield from self.update_ticket(here, change))
        way = planner.way(ways, to)
        body = Body() if change is None else (yield from self.patched(here, change))
        planner.check_required(way, change)
        _check_shown(way, body)
        more = {"transition": {"id": way.id}}
        route = self.rest + "/issue/{}/transitions"
        request = Request.post(route, here.id, json=body.json(**more), expects=Expects.NOTHING)
        try:
            yield from self.explained(request)
        except ProviderError as exc:
            if not exc.may_have_happened or not (yield from self._arrived(here, way)):
                raise
        self.recent.wrote(here)
        return as_given(here, self.site)

    def _ways(self, ticket: str | Ticket) -> Flow[tuple[Ticket, tuple[Transition, ...]]]:
        """Return a ticket with its status, and the ways that are open to it."""
        response = yield self.get("/issue/{}", reference(ticket), query=_HERE)
        raw = table(response.json())
        here = self.brief(raw)
        words = self.words.of(project_of(here.key))
        return here, need(raw, "transitions", lambda ways: every(ways, lambda way: read_transition(way, words)))

    def _arrived(self, here: Ticket, way: Transition) -> Flow[bool]:
        """Tell whether a ticket is where a way leads to whose answer was lost."""
        try:
            response = yield self.get("/issue/{}", here.id, query=(("fields", "status"),))
        except Error:
            return False
        return planner.is_there(self.brief(table(response.json())).status, way)


def _check_shown(way: Transition, body: Body) -> None:
    """Raise Invalid for fields that the way's screen does not show: Jira would refuse all of it."""
    raw = table(way.raw)
    if "fields" not in raw:
        return
    shown = {*(raw["fields"] or ()), "comment"}
    for id in {**body.fields, **body.update}:
        if id not in shown:
            raise refused(f"is not on the screen of the way {way.name!r}: change it with update_ticket", id)
