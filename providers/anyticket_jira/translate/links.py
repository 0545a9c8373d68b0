"""Kinds of links, and links to things outside of Jira. Links between issues are read with the issues."""

from __future__ import annotations

from typing import Any

from anyticket.model.link import LinkType, RemoteLink
from anyticket.model.sparse import ABSENT, loaded

from ..wire import flag, given, identifier, identity, maybe, need, table, text, word


def link_type(value: Any) -> LinkType:
    """Read a kind of link."""
    data = table(value)
    return loaded(
        LinkType,
        data,
        id=identity(data),
        name=word(data, "name"),
        outward=word(data, "outward"),
        inward=word(data, "inward"),
    )


def remote_link(value: Any) -> RemoteLink:
    """Read a link to something outside; what it leads to is in its `object`."""
    data = table(value)
    target = need(data, "object", table)
    status = given(target, "status", table)
    return loaded(
        RemoteLink,
        data,
        id=need(data, "id", identifier),
        global_id=maybe(data, "globalId", text),
        url=need(target, "url", text),
        title=word(target, "title"),
        summary=maybe(target, "summary", text),
        relationship=maybe(data, "relationship", text),
        resolved=None if status is ABSENT else maybe(status, "resolved", flag),
    )
