"""Changing issues, assigning and deleting them."""

from __future__ import annotations

from abc import abstractmethod
from typing import Final

from anyticket.capability import accepts, support
from anyticket.errors import Conflict, NotApplied, ProviderError
from anyticket.flow import Flow, Steps
from anyticket.model.drafts import TicketPatch
from anyticket.model.input import Amend
from anyticket.model.person import Person
from anyticket.model.query import Special
from anyticket.model.sparse import loaded
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Request, Response

from ..writing.body import Body
from .audience import Audience
from .composing import Composing
from .tickets import TicketReading
from .watching import Watching

#: What a patch can hold. An issue gets to another project by a move, which is no edit.
PATCH: Final = (
    *(name for name in TicketPatch.model_fields if name != "project"),
    *(f"{name}.amend" for name in ("labels", "components", "affects_versions", "fix_versions", "watchers")),
    *(f"comment.{name}" for name in ("body", "internal", "restricted_to")),
)


class Changing(Composing, TicketReading, Watching, Audience):
    """Changes issues."""

    @abstractmethod
    def edit(self, ticket: str | Ticket, body: Body, *, repeatable: bool) -> Request:
        """Return the request that changes an issue."""

    @abstractmethod
    def edited(self, ticket: str | Ticket, response: Response) -> Ticket:
        """Return what that request answers."""

    @accepts(*PATCH)
    @support(note="if_version is compared before the change is sent: an edit in between goes unnoticed")
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        """Change what the patch holds, in one request; watchers, who are no part of an issue, follow."""
        body = yield from self.patched(ticket, patch)
        if not patch.names():
            return as_given(ticket, self.site)
        if if_version is not None:
            yield from self._must_be(ticket, if_version)
        changed = as_given(ticket, self.site)
        if body:
            # A second comment, or a version that one has changed oneself, is why these are not sent again.
            request = self.edit(ticket, body, repeatable=if_version is None and not hasattr(patch, "comment"))
            changed = self.edited(ticket, (yield from self.explained(request)))
            self.recent.wrote(changed)
        if hasattr(patch, "watchers"):
            yield from self._change_watchers(changed, patch.watchers)
        return changed

    def patched(self, ticket: str | Ticket, patch: TicketPatch) -> Flow[Body]:
        """Return what Jira is to be told of a change. A comment in it says whom it is for, where customers read."""
        if hasattr(patch, "comment"):
            yield from self.check_audience(ticket, patch.comment)
        return (yield from self.composed(patch))

    def _must_be(self, ticket: str | Ticket, version: str) -> Flow[None]:
        current = yield from self.get_ticket(ticket)
        if current.version != version:
            message = f"{current.key} has been changed since it was read: read it again and decide anew"
            raise Conflict(message, current=current, sent=False)

    def _change_watchers(self, ticket: Ticket, change: tuple[Person, ...] | Amend[Person]) -> Flow[None]:
        if isinstance(change, Amend):
            added, removed = change.add, change.remove
        else:
            added = change
            removed = yield from self._watchers_beside(ticket, change)
        steps: list[Steps[None]] = [self.add_watcher(ticket, person) for person in added]
        steps += [self.remove_watcher(ticket, person) for person in removed]
        for step in steps:
            try:
                yield from step
            except ProviderError as exc:
                message = f"{ticket.key} was changed, but its watchers only in part: {exc.message}"
                raise NotApplied(message, refused=("watchers",), ticket=ticket) from exc

    def _watchers_beside(self, ticket: Ticket, kept: tuple[Person, ...]) -> Flow[tuple[Person, ...]]:
        identities: set[str] = set()
        for person in kept:
            identities.add((yield from self.identity(person)))
        watching = yield from self.list_watchers(ticket)
        return tuple(person for person in watching if getattr(person, self.identity_attribute) not in identities)

    def delete_ticket(self, ticket: str | Ticket, /) -> Flow[None]:
        """Delete a ticket with its subtasks."""
        yield Request.delete(self.rest + "/issue/{}", reference(ticket), query=(("deleteSubtasks", "true"),))
        self.recent.deleted(ticket)

    def assign_ticket(self, ticket: str | Ticket, to: str | Person | Special | None, /) -> Flow[Ticket]:
        """Make somebody the assignee."""
        body = (yield from self.person_json(to)) or {self.identity_key: None}
        yield Request.put(self.rest + "/issue/{}/assignee", reference(ticket), json=body)
        self.recent.wrote(ticket)
        return as_given(ticket, self.site)


def as_given(ticket: str | Ticket, site: str) -> Ticket:
    """Return what is known of a ticket that the answer says nothing about."""
    if isinstance(ticket, Ticket):
        return loaded(Ticket, {}, id=ticket.id, key=ticket.key, url=f"{site}/browse/{ticket.key}")
    return loaded(Ticket, {}, id=ticket, key=ticket, url=f"{site}/browse/{ticket}")
