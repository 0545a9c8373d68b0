"""Watchers and votes."""

from __future__ import annotations

from typing import ClassVar

from anyticket.flow import Flow
from anyticket.model.person import Person
from anyticket.model.query import Special
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Expects, Request

from .identities import Identities


class Watching(Identities):
    """Lets people watch issues, and vote for them. All but taking a vote back can be said twice without harm."""

    watcher_parameter: ClassVar[str]
    """What names the person who no longer watches."""

    def add_watcher(self, ticket: str | Ticket, person: str | Person | Special, /) -> Flow[None]:
        """Let a person watch a ticket."""
        who = yield from self.identity(person)
        route = self.rest + "/issue/{}/watchers"
        yield Request.post(route, reference(ticket), json=who, repeatable=True, expects=Expects.NOTHING)

    def remove_watcher(self, ticket: str | Ticket, person: str | Person | Special, /) -> Flow[None]:
        """Let a person no longer watch a ticket."""
        who = ((self.watcher_parameter, (yield from self.identity(person))),)
        yield Request.delete(self.rest + "/issue/{}/watchers", reference(ticket), query=who, repeatable=True)

    def add_vote(self, ticket: str | Ticket, /) -> Flow[None]:
        """Vote for a ticket. Jira does not let people vote for what they reported."""
        route = self.rest + "/issue/{}/votes"
        yield Request.post(route, reference(ticket), repeatable=True, expects=Expects.NOTHING)

    def remove_vote(self, ticket: str | Ticket, /) -> Flow[None]:
        """Take the vote back."""
        yield Request.delete(self.rest + "/issue/{}/votes", reference(ticket))
