"""The operations on links between tickets, and to things outside of the tracker."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from anyticket.capability import accepts
from anyticket.errors import Ambiguous, Invalid
from anyticket.flow import Flow
from anyticket.model.link import LinkType, RemoteLink, RemoteLinkDraft
from anyticket.model.ticket import Link, Ticket, reference
from anyticket.request import Request

from . import render, translate
from .connected import Connected, keyed, listing


class Links(Connected):
    """Link tickets to each other and to other things."""

    def list_link_types(self) -> Flow[tuple[LinkType, ...]]:
        response = yield Request.get("/link-types")
        return listing(response, translate.link_type)

    def link_tickets(
        self,
        ticket: str | Ticket,
        phrase: str | LinkType,
        other: str | Ticket,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Flow[Link]:
        types = yield from self.list_link_types()
        type, outward = meant(types, phrase)
        body = {"type": {"id": type.id}, "outward": outward, "ticket": reference(other)}
        repeatable = idempotency_key is not None
        request = Request.post("/tickets/{}/links", reference(ticket), json=body, repeatable=repeatable)
        response = yield keyed(request, idempotency_key)
        return self.translator.link(response.json())

    def unlink_tickets(self, ticket: str | Ticket, link: str | Link, /) -> Flow[None]:
        id = link if isinstance(link, str) else link.id
        yield Request.delete("/tickets/{}/links/{}", reference(ticket), id)

    def list_remote_links(self, ticket: str | Ticket, /) -> Flow[tuple[RemoteLink, ...]]:
        response = yield Request.get("/tickets/{}/remote-links", reference(ticket))
        return listing(response, translate.remote_link)

    @accepts("url", "title", "global_id", "summary", "relationship", "resolved")
    def add_remote_link(
        self, ticket: str | Ticket, link: RemoteLinkDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[RemoteLink]:
        body, repeatable = render.remote_link(link), idempotency_key is not None
        request = Request.post("/tickets/{}/remote-links", reference(ticket), json=body, repeatable=repeatable)
        response = yield keyed(request, idempotency_key)
        return translate.remote_link(response.json())

    def delete_remote_link(self, ticket: str | Ticket, link: str | RemoteLink, /) -> Flow[None]:
        id = link if isinstance(link, str) else link.id
        yield Request.delete("/tickets/{}/remote-links/{}", reference(ticket), id)


def meant(types: Sequence[LinkType], phrase: str | LinkType) -> tuple[LinkType, bool]:
    """
    Return the link type that a phrase, a name or a type means, and whether in its outward direction.

    Raises:
        Ambiguous: Several types have this phrase.
        Invalid: None has; the message says which is nearest.
    """
    if isinstance(phrase, LinkType):
        wanted = str(getattr(phrase, "id", None) or phrase.name)
        found = [(type, True) for type in types if wanted in {type.id, type.name}]
    else:
        wanted = phrase
        found = [(type, True) for type in types if _same(phrase, type.outward)]
        found = found or [(type, False) for type in types if _same(phrase, type.inward)]
        found = found or [(type, True) for type in types if _same(phrase, type.name)]
    if len(found) > 1:
        choices = tuple(type.name for type, _ in found)
        raise Ambiguous(f"several link types have the phrase {wanted!r}: give one of them", choices=choices)
    if not found:
        known = [words for type in types for words in (type.outward, type.inward, type.name)]
        near = get_close_matches(wanted, known, n=1)
        message = f"no link type is called {wanted!r}" + (f"; the nearest is {near[0]!r}" if near else "")
        raise Invalid(message, fields={"phrase": message}, sent=False)
    return found[0]


def _same(phrase: str, known: str) -> bool:
    return phrase.casefold() == known.casefold()
