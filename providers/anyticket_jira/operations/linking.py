"""Links between issues, and to things outside of Jira."""

from __future__ import annotations

from collections.abc import Sequence

from anyticket.capability import accepts
from anyticket.errors import Ambiguous, NotFound
from anyticket.flow import Flow, exclusive
from anyticket.model.link import LinkType, RemoteLink, RemoteLinkDraft
from anyticket.model.ticket import Link, Ticket, reference
from anyticket.provider.once import Marker, marker
from anyticket.request import Expects, Request

from ..translate.links import link_type as read_link_type
from ..translate.links import remote_link as read_remote_link
from ..wire import Json, every, identifier, need, table
from ..writing.body import refused
from .composing import address
from .intents import Intent, Intents
from .markers import PROPERTY
from .tickets import TicketReading


class Linking(TicketReading, Intents):
    """Links issues. The same link again changes nothing, so that a lost answer does no harm."""

    def link_tickets(
        self,
        ticket: str | Ticket,
        phrase: str | LinkType,
        other: str | Ticket,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Flow[Link]:
        """Link two tickets as people read it. Jira answers nothing, so the link is looked up afterwards."""
        kind, outward = yield from self._kind(phrase)
        if idempotency_key is None:
            return (yield from self._link(ticket, kind, other, outward=outward))
        mark = marker(idempotency_key, kind.id, outward, (yield from self._id_of(other)))
        flow = self._link_noted(ticket, kind, other, outward=outward, mark=mark)
        return (yield from exclusive(f"once {id(self.memory)} {mark.key}", flow))

    def _id_of(self, ticket: str | Ticket) -> Flow[str]:
        """Return the id of an issue, so that a key means the same however the other one is named."""
        if isinstance(ticket, Ticket):
            return ticket.id
        response = yield self.get("/issue/{}", ticket, query=(("fields", "created"),))
        return need(table(response.json()), "id", identifier)

    def _link_noted(
        self, ticket: str | Ticket, kind: LinkType, other: str | Ticket, *, outward: bool, mark: Marker
    ) -> Flow[Link]:
        issue = reference(ticket)
        if (yield from self.intent_of(issue, mark)) is None:
            yield from self.note_intent(issue, mark, Intent(mark.draft))
        return (yield from self._link(ticket, kind, other, outward=outward))

    def _link(self, ticket: str | Ticket, kind: LinkType, other: str | Ticket, *, outward: bool) -> Flow[Link]:
        # The issue that the POST calls inward is the one that does it: "A blocks B" has A there.
        # https://developer.atlassian.com/cloud/jira/platform/issue-linking-model/
        source, target = (ticket, other) if outward else (other, ticket)
        body = {"type": {"id": kind.id}, "inwardIssue": address(source), "outwardIssue": address(target)}
        yield Request.post(f"{self.rest}/issueLink", json=body, repeatable=True, expects=Expects.NOTHING)
        holder = yield from self._with_links(ticket)
        alike = [link for link in holder.links if link.type.id == kind.id and link.outward is outward]
        found = _to(reference(other), alike) or _to((yield from self._id_of(other)), alike)
        if found is not None:
            return found
        message = "Jira took the link and does not show it: linking may be switched off, or the other issue has moved"
        raise NotFound(message, may_have_happened=True)

    def _with_links(self, ticket: str | Ticket) -> Flow[Ticket]:
        response = yield self.get("/issue/{}", reference(ticket), query=(("fields", "issuelinks"),))
        return self.brief(table(response.json()))

    def _kind(self, phrase: str | LinkType) -> Flow[tuple[LinkType, bool]]:
        """Return the type that a phrase belongs to, and whether it is its outward one, as a type's name is."""
        if isinstance(phrase, LinkType) and hasattr(phrase, "id"):
            return phrase, True
        wanted = (phrase if isinstance(phrase, str) else phrase.name).casefold()
        answer = yield from self.remembered("/issueLinkType")
        types = need(table(answer), "issueLinkTypes", lambda value: every(value, read_link_type))
        for attribute, outward in (("outward", True), ("inward", False), ("name", True)):
            fit = [kind for kind in types if str(getattr(kind, attribute, "")).casefold() == wanted]
            if len(fit) > 1:
                choices = tuple(kind.name for kind in fit)
                raise Ambiguous(f"{len(fit)} kinds of links say {wanted!r}: give one of them", choices=choices)
            if fit:
                return fit[0], outward
        known = ", ".join(repr(kind.outward) for kind in types) or "none"
        raise refused(f"no kind of link says {wanted!r}; there are {known}", "phrase")

    def unlink_tickets(self, ticket: str | Ticket, link: str | Link, /) -> Flow[None]:  # noqa: ARG002 (the id suffices)
        """Remove a link, on both sides."""
        yield Request.delete(self.rest + "/issueLink/{}", link if isinstance(link, str) else link.id)

    @accepts(*RemoteLinkDraft.model_fields)
    def add_remote_link(
        self, ticket: str | Ticket, link: RemoteLinkDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[RemoteLink]:
        """Add a link, or change the one with the same global id; with a key and no global id, the key makes one."""
        issue, body = reference(ticket), remote_link_json(link)
        if idempotency_key is None:
            return (yield from self._write_remote_link(issue, body))
        mark = marker(idempotency_key, link)
        body.setdefault("globalId", f"{PROPERTY}:{mark.key}")
        return (yield from exclusive(f"once {id(self.memory)} {mark.key}", self._remote_link_noted(issue, body, mark)))

    def _remote_link_noted(self, issue: str, body: Json, mark: Marker) -> Flow[RemoteLink]:
        if (yield from self.intent_of(issue, mark)) is None:
            yield from self.note_intent(issue, mark, Intent(mark.draft))
        return (yield from self._write_remote_link(issue, body))

    def _write_remote_link(self, issue: str, body: Json) -> Flow[RemoteLink]:
        """Write a link; with a global id it can be written twice without harm."""
        route, repeatable = self.rest + "/issue/{}/remotelink", "globalId" in body
        response = yield Request.post(route, issue, json=body, repeatable=repeatable)
        made = need(table(response.json()), "id", identifier)
        return read_remote_link({**body, "id": made})

    def delete_remote_link(self, ticket: str | Ticket, link: str | RemoteLink, /) -> Flow[None]:
        """Remove a link to something outside of Jira."""
        id = link if isinstance(link, str) else link.id
        yield Request.delete(self.rest + "/issue/{}/remotelink/{}", reference(ticket), id)


def _to(other: str, links: Sequence[Link]) -> Link | None:
    """Return the link to an issue, by id or key; a former key is none that links know."""
    return next((link for link in links if other in {link.ticket.id, link.ticket.key}), None)


def remote_link_json(link: RemoteLinkDraft) -> Json:
    """Write a link to something outside of Jira."""
    target: Json = {"url": link.url, "title": link.title}
    if getattr(link, "summary", None) is not None:
        target["summary"] = link.summary
    if getattr(link, "resolved", None) is not None:
        target["status"] = {"resolved": link.resolved}
    written: Json = {"object": target}
    if hasattr(link, "global_id"):
        written["globalId"] = link.global_id
    if getattr(link, "relationship", None) is not None:
        written["relationship"] = link.relationship
    return written
