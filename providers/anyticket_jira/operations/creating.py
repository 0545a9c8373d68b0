"""Making issues, once each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anyticket.capability import accepts
from anyticket.errors import NotApplied, ProviderError
from anyticket.flow import Flow, exclusive
from anyticket.model.drafts import TicketDraft
from anyticket.model.person import Person
from anyticket.model.project import Project
from anyticket.model.ticket import Ticket
from anyticket.provider.once import Marker, marker
from anyticket.request import Request

from ..wire import Json, identifier, need, table, text
from ..writing.body import Body, refused
from .composing import Composing
from .lost_answers import made_once
from .markers import Made, Markers, property_of
from .watching import Watching

#: What a draft can hold.
DRAFT: Final = tuple(TicketDraft.model_fields)


class Creating(Composing, Markers, Watching):
    """Makes issues."""

    @accepts(*DRAFT)
    def create_ticket(self, draft: TicketDraft, /, *, idempotency_key: str | None = None) -> Flow[Ticket]:
        """
        Make a ticket.

        With a key, it is known again by a property that is made with it, among the newest issues of this account in
        the project: those of a week, at most a thousand on Cloud and a hundred on a server. A lasting `cache` of the
        runtime, with a connection that has a key, knows all of a week. While an answer is lost and nothing is found,
        the same runtime refuses the key for two minutes, in which a slow server may still make the issue.
        """
        body = yield from self.composed(draft)
        if idempotency_key is None:
            made = yield from self._make(body)
        else:
            mark = marker(idempotency_key, draft)
            flow = self._make_once(body, place_of(draft), mark)
            made = yield from exclusive(f"once {id(self.memory)} {mark.key}", flow)
        ticket = self.made_ticket(made)
        yield from self._let_watch(ticket, getattr(draft, "watchers", ()))
        return ticket

    def _make(self, body: Body, mark: Marker | None = None) -> Flow[Made]:
        more = {} if mark is None else {"properties": [property_of(mark)]}
        response = yield from self.explained(Request.post(f"{self.rest}/issue", json=body.json(**more)))
        answer = table(response.json())
        return made_of(answer, mark)

    def _make_once(self, body: Body, project: Project, mark: Marker) -> Flow[Made]:
        made = yield from made_once(
            self.connection.retry, lambda: self._made_with(project, mark), lambda: self._make_marked(body, mark)
        )
        yield from self.remember(mark.key, made)
        return made

    def _make_marked(self, body: Body, mark: Marker) -> Flow[Made]:
        """Make an issue, unless one that was to be made with this key may still come."""
        yield from self.settled(mark)
        try:
            return (yield from self._make(body, mark))
        except ProviderError as exc:
            if exc.may_have_happened:
                yield from self.doubt(mark)
            raise

    def _made_with(self, project: Project, mark: Marker) -> Flow[Made | None]:
        found = (yield from self.already_made(project, [mark.key])).get(mark.key)
        if found is not None:
            mark.verify(found.draft, found.key)
        return found

    def _let_watch(self, ticket: Ticket, people: Sequence[Person]) -> Flow[None]:
        """Add the watchers of a draft, who are no part of an issue. Whoever is refused leaves the issue made."""
        refused: list[str] = []
        for person in people:
            try:
                yield from self.add_watcher(ticket, person)
            except ProviderError as exc:
                who = getattr(person, "id", None) or getattr(person, "email", None)
                refused.append(f"{who}: {exc.message}")
        if refused:
            message = f"{ticket.key} was made, but is not watched by {'; '.join(refused)}"
            raise NotApplied(message, refused=("watchers",), ticket=ticket)


def made_of(answer: Json, mark: Marker | None) -> Made:
    """Read what a create answers."""
    draft = "" if mark is None else mark.draft
    return Made(draft, need(answer, "id", identifier), need(answer, "key", text))


def place_of(draft: TicketDraft) -> Project:
    """Return the project of a draft, in which what a key has made is looked for."""
    project: Project | None = getattr(draft, "project", None)
    if project is None:
        raise refused("an issue needs a project", "project")
    return project
