"""The operations that move tickets through their workflow, and the forms."""

from __future__ import annotations

from typing import Any

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.drafts import TicketPatch
from anyticket.model.form import Form
from anyticket.model.mapping import Mapping
from anyticket.model.project import Project
from anyticket.model.sparse import loaded
from anyticket.model.status import Status, StatusCategory
from anyticket.model.ticket import Ticket, reference
from anyticket.model.ticket_type import TicketType
from anyticket.model.transition import Transition
from anyticket.provider import planner
from anyticket.request import Request

from . import render, values, wire
from .connected import Connected
from .tickets import PATCH
from .wire import each, needed, optional
from .words import status


class Transitions(Connected):
    """See and take the ways that are open to a ticket."""

    def list_transitions(self, ticket: str | Ticket, /) -> Flow[tuple[Transition, ...]]:
        _, transitions = yield from self._ways(ticket)
        return transitions

    @accepts(*PATCH)
    def transition_ticket(
        self,
        ticket: str | Ticket,
        to: str | Status | StatusCategory | Transition,
        change: TicketPatch | None = None,
        /,
    ) -> Flow[Ticket]:
        here, transitions = yield from self._ways(ticket)
        if planner.is_there(here.status, to):
            return here if change is None else (yield from self.update_ticket(here, change))
        transition = planner.way(transitions, to)
        body: dict[str, Any] = {"transition": transition.id}
        if change is not None:
            fields = yield from self.named_fields(getattr(change, "fields", {}))
            change = change if not fields else change.model_copy(update={"fields": fields})
            body["change"] = render.ticket(change, fields, self.dialect)
        planner.check_required(transition, change)
        response = yield Request.post("/tickets/{}/transitions", here.id, json=body)
        return self.translator.ticket(response.json())

    def get_create_form(self, project: str | Project, type: str | TicketType, /) -> Flow[Form]:
        kind = TicketType.of(type)
        wanted = (("type", next(iter(render.named(kind).values()), "")),)
        response = yield Request.get("/projects/{}/form", project_segment(project), query=wanted)
        return values.form(response.json(), Project.of(project), kind)

    def get_transition_form(self, ticket: str | Ticket, transition: str | Transition, /) -> Flow[Form]:
        _, transitions = yield from self._ways(ticket)
        by_id = [known for known in transitions if known.id == transition]
        found = by_id[0] if by_id else planner.way(transitions, transition)
        return loaded(Form, found.raw, fields={field.id: field for field in found.required})

    def _ways(self, ticket: str | Ticket) -> Flow[tuple[Ticket, tuple[Transition, ...]]]:
        """Ask where a ticket is, and where it can go."""
        response = yield Request.get("/tickets/{}/transitions", reference(ticket))
        content = wire.content(response)
        here = needed(content, "ticket", self.translator.ticket)
        mapping = self.connection.mapping.for_project(here.key.rpartition("-")[0])
        return here, needed(content, "transitions", each(lambda raw: _transition(raw, mapping)))


def _transition(raw: Any, mapping: Mapping) -> Transition:
    return loaded(
        Transition,
        raw,
        id=needed(raw, "id", optional(wire.text)),
        name=needed(raw, "name", wire.text),
        target=needed(raw, "target", lambda target: status(target, mapping)),
        required=needed(raw, "required", each(values.form_field)),
    )


def project_segment(project: str | Project) -> str:
    """Return what addresses a project: its id, else its key."""
    if isinstance(project, str):
        return project
    return str(getattr(project, "id", None) or project.key)
