"""Translate: the tracker's JSON as models. Pure; the larger ones read their attributes when they are asked for."""

from __future__ import annotations

from typing import Any

from anyticket.model.attachment import Attachment
from anyticket.model.catalogue import Resolution
from anyticket.model.change import Change, FieldChange
from anyticket.model.comment import Comment
from anyticket.model.label import Label
from anyticket.model.link import LinkType, RemoteLink
from anyticket.model.mapping import Mapping
from anyticket.model.project import Component, Project
from anyticket.model.sparse import ABSENT, Readers, lazily, loaded
from anyticket.model.ticket import Link, Ticket, TimeTracking

from . import wire
from .people_json import person
from .values import fields, rich_text, version
from .wire import at, each, needed, optional
from .words import priority, status, ticket_type


def project(raw: Any) -> Project:
    """Read a project."""
    return loaded(
        Project,
        raw,
        id=needed(raw, "id", wire.text),
        key=needed(raw, "key", wire.text),
        name=at("name", wire.text)(raw),
        description=at("description", optional(wire.text))(raw),
        url=at("url", wire.text)(raw),
        lead=at("lead", optional(person))(raw),
        archived=at("archived", wire.flag)(raw),
    )


def component(raw: Any) -> Component:
    """Read a component."""
    return loaded(
        Component,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        description=at("description", optional(wire.text))(raw),
        lead=at("lead", optional(person))(raw),
    )


def label(raw: Any) -> Label:
    """Read a label."""
    return loaded(
        Label,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        color=at("color", optional(wire.text))(raw),
        description=at("description", optional(wire.text))(raw),
    )


def resolution(raw: Any) -> Resolution:
    """Read a resolution."""
    return loaded(
        Resolution,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        description=at("description", optional(wire.text))(raw),
    )


def attachment(raw: Any) -> Attachment:
    """Read what is known of a file."""
    return loaded(
        Attachment,
        raw,
        id=needed(raw, "id", wire.text),
        filename=needed(raw, "filename", wire.text),
        media_type=at("media_type", wire.text)(raw),
        size_bytes=at("size_bytes", wire.number)(raw),
        author=at("author", optional(person))(raw),
        created_at=at("created_at", wire.moment)(raw),
    )


_COMMENT: Readers = {
    "author": at("author", optional(person)),
    "body": at("body", rich_text),
    "created_at": at("created_at", wire.moment),
    "updated_at": at("updated_at", optional(wire.moment)),
    "internal": at("internal", wire.flag),
    "parent_id": at("parent_id", optional(wire.text)),
}


def comment(raw: Any) -> Comment:
    """Read a comment."""
    return lazily(Comment, raw, _COMMENT, id=needed(raw, "id", wire.text))


def link_type(raw: Any) -> LinkType:
    """Read a link type."""
    return loaded(
        LinkType,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        outward=needed(raw, "outward", wire.text),
        inward=needed(raw, "inward", wire.text),
    )


def remote_link(raw: Any) -> RemoteLink:
    """Read a link to something outside."""
    return loaded(
        RemoteLink,
        raw,
        id=needed(raw, "id", wire.text),
        global_id=at("global_id", optional(wire.text))(raw),
        url=needed(raw, "url", wire.text),
        title=needed(raw, "title", wire.text),
        summary=at("summary", optional(wire.text))(raw),
        relationship=at("relationship", optional(wire.text))(raw),
        resolved=at("resolved", optional(wire.flag))(raw),
    )


def _field_change(raw: Any) -> FieldChange:
    return loaded(
        FieldChange,
        raw,
        field=needed(raw, "field", wire.text),
        name=needed(raw, "name", wire.text),
        before=needed(raw, "before", lambda value: value),
        after=needed(raw, "after", lambda value: value),
        before_name=needed(raw, "before_name", optional(wire.text)),
        after_name=needed(raw, "after_name", optional(wire.text)),
    )


def change(raw: Any) -> Change:
    """Read an entry of the history."""
    return loaded(
        Change,
        raw,
        id=needed(raw, "id", wire.text),
        at=needed(raw, "at", wire.moment),
        author=needed(raw, "author", optional(person)),
        fields=needed(raw, "fields", each(_field_change)),
        comment_id=needed(raw, "comment_id", optional(wire.text)),
    )


class TicketTranslator:
    """Reads tickets, whose words mean what the tenant's mapping says in their project."""

    def __init__(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._readers: Readers = {
            "url": at("url", wire.text),
            "title": at("title", wire.text),
            "description": at("description", optional(rich_text)),
            "type": self._worded("type", ticket_type),
            "status": self._worded("status", status),
            "resolution": at("resolution", optional(resolution)),
            "priority": self._worded("priority", priority),
            "project": at("project", project),
            "reporter": at("reporter", optional(person)),
            "creator": at("creator", optional(person)),
            "assignees": at("assignees", each(person)),
            "parent": at("parent", optional(self.ticket)),
            "children": at("children", each(self.ticket)),
            "links": at("links", each(self.link)),
            "labels": at("labels", each(label)),
            "components": at("components", each(component)),
            "affects_versions": at("affects_versions", each(version)),
            "fix_versions": at("fix_versions", each(version)),
            "due": at("due", optional(wire.due)),
            "created_at": at("created_at", wire.moment),
            "updated_at": at("updated_at", wire.moment),
            "resolved_at": at("resolved_at", optional(wire.moment)),
            "time": _time,
            "attachments": at("attachments", each(attachment)),
            "comments": at("comments", each(comment)),
            "history": at("history", each(change)),
            "watchers": at("watchers", each(person)),
            "watcher_count": at("watcher_count", wire.number),
            "vote_count": at("vote_count", wire.number),
            "version": at("version", wire.text),
            "fields": self._fields,
        }

    def ticket(self, raw: Any) -> Ticket:
        """Read a ticket, as far as it was sent."""
        return lazily(Ticket, raw, self._readers, id=needed(raw, "id", wire.text), key=needed(raw, "key", wire.text))

    def link(self, raw: Any) -> Link:
        """Read a link as its ticket sees it."""
        return loaded(
            Link,
            raw,
            id=needed(raw, "id", wire.text),
            type=needed(raw, "type", link_type),
            outward=needed(raw, "outward", wire.flag),
            ticket=needed(raw, "ticket", self.ticket),
        )

    def _fields(self, raw: Any) -> Any:
        """Read the custom fields, which the tenant may call otherwise in the ticket's project."""
        own = self._mapping_of(raw).fields
        return at("fields", lambda value: fields(value, own))(raw)

    def _mapping_of(self, raw: Any) -> Mapping:
        return self._mapping.for_project(needed(raw, "key", wire.text).rpartition("-")[0])

    def _worded(self, key: str, read: Any) -> Any:
        """Make the reader of a word, in the sense of the ticket's project, which its key begins with."""

        def read_word(raw: Any) -> Any:
            mapping = self._mapping_of(raw)
            return at(key, optional(lambda value: read(value, mapping)))(raw)

        return read_word


def _time(raw: Any) -> TimeTracking:
    if "estimate_seconds" not in raw:
        absent: TimeTracking = ABSENT
        return absent
    return loaded(
        TimeTracking,
        raw,
        estimate_seconds=needed(raw, "estimate_seconds", optional(wire.number)),
        remaining_seconds=needed(raw, "remaining_seconds", optional(wire.number)),
    )
