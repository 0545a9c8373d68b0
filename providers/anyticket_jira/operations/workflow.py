"""The ways from status to status, and the forms that Jira shows on them and for new issues."""

from __future__ import annotations

from anyticket.errors import Ambiguous
from anyticket.flow import Flow
from anyticket.model.form import Form
from anyticket.model.project import Project
from anyticket.model.ticket import Ticket, reference
from anyticket.model.ticket_type import TicketType
from anyticket.model.transition import Transition

from ..site import JiraSite, project_reference
from ..translate.catalogue import ticket_type
from ..translate.forms import form, form_entry
from ..translate.forms import transition as read_transition
from ..translate.issues import project_of
from ..wire import every, need, table
from .pages import all_pages


class WorkflowReading(JiraSite):
    """Reads workflows and forms."""

    def list_transitions(self, ticket: str | Ticket, /) -> Flow[tuple[Transition, ...]]:
        """
        Return the ways that are open to the ticket now, each with the fields that must be filled on it.

        What a workflow demands by a validator of its own Jira does not tell.
        """
        words = self.words.of(project_of(ticket.key if isinstance(ticket, Ticket) else ticket))
        query = (("expand", "transitions.fields"),)
        response = yield self.get("/issue/{}/transitions", reference(ticket), query=query)
        answer = table(response.json())
        return need(answer, "transitions", lambda ways: every(ways, lambda way: read_transition(way, words)))

    def get_transition_form(self, ticket: str | Ticket, transition: str | Transition, /) -> Flow[Form]:
        """Return what Jira asks for on the way that has this id or name."""
        ways = yield from self.list_transitions(ticket)
        wanted = transition if isinstance(transition, str) else transition.id
        fit = [way for way in ways if way.id == wanted] or [way for way in ways if way.name == wanted]
        if len(fit) > 1:
            choices = tuple(str(way.id) for way in fit)
            raise Ambiguous(f"{len(fit)} ways are called {wanted!r}: use one of their ids", choices=choices)
        if not fit:
            names = ", ".join(repr(way.name) for way in ways) or "none"
            raise ValueError(f"no way {wanted!r} is open to this ticket now; open are {names}")
        return form(fit[0].raw.get("fields") or {}, fit[0].raw)

    def get_create_form(self, project: str | Project, type: str | TicketType, /) -> Flow[Form]:
        """Return what Jira asks for when such an issue is made."""
        place = project_reference(project)
        kind = yield from self._type_called(place, type)
        route = "/issue/createmeta/{}/issuetypes/{}"
        entries = yield from all_pages(
            lambda cursor: self.counted(route, place, kind.id, reader=form_entry, page_size=50, cursor=cursor)
        )
        return form(dict(entries), {"fields": [data for _, data in entries]}, project=_place(project), type=kind)

    def _type_called(self, project: str, type: str | TicketType) -> Flow[TicketType]:
        """Return a type that issues of a project can have."""
        if isinstance(type, TicketType) and hasattr(type, "id"):
            return type
        name = type if isinstance(type, str) else type.name
        types = yield from all_pages(
            lambda cursor: self.counted(
                "/issue/createmeta/{}/issuetypes",
                project,
                reader=lambda value: ticket_type(value, self.words),
                page_size=50,
                cursor=cursor,
            )
        )
        for one in types:
            if name in {one.id, getattr(one, "name", None)}:
                return one
        known = ", ".join(repr(one.name) for one in types) or "none"
        raise ValueError(f"no issue of type {name!r} can be made there; the types are {known}")


def _place(project: str | Project) -> Project:
    """Return a project that is given by its id or its key, of which only the key begins with a letter."""
    if isinstance(project, str) and project.isascii() and project.isdecimal():
        return Project(id=project)
    return Project.of(project)
