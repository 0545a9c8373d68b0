"""The operations on watchers and votes."""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.model.person import Person
from anyticket.model.query import Special
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Request

from . import wire
from .connected import Connected, listing
from .people_json import person as read_person


class Watchers(Connected):
    """See and change who follows a ticket, and who wants it."""

    def list_watchers(self, ticket: str | Ticket, /) -> Flow[tuple[Person, ...]]:
        response = yield Request.get("/tickets/{}/watchers", reference(ticket))
        return listing(response, read_person)

    def add_watcher(self, ticket: str | Ticket, person: str | Person | Special, /) -> Flow[None]:
        name = yield from self._name(person)
        yield Request.put("/tickets/{}/watchers/{}", reference(ticket), name)

    def remove_watcher(self, ticket: str | Ticket, person: str | Person | Special, /) -> Flow[None]:
        name = yield from self._name(person)
        yield Request.delete("/tickets/{}/watchers/{}", reference(ticket), name, repeatable=True)

    def list_voters(self, ticket: str | Ticket, /) -> Flow[tuple[Person, ...]]:
        response = yield Request.get("/tickets/{}/votes", reference(ticket))
        return listing(response, read_person)

    def add_vote(self, ticket: str | Ticket, /) -> Flow[None]:
        yield Request.put("/tickets/{}/votes/me", reference(ticket))

    def remove_vote(self, ticket: str | Ticket, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/votes/me", reference(ticket), repeatable=True)

    def _name(self, person: str | Person | Special) -> Flow[str]:
        """Return what addresses a person; the tracker is asked who `ME` is."""
        if not isinstance(person, Special):
            return person_segment(person)
        response = yield Request.get("/me")
        return wire.needed(response.json(), "id", wire.text)


def person_segment(person: str | Person) -> str:
    """Return what addresses a person: the id, else the username, else the e-mail address."""
    if isinstance(person, str):
        return person
    return str(getattr(person, "id", None) or getattr(person, "username", None) or person.email)
