"""Tickets on the screen: one as a page, many as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten
from typing import Any, Final

from ..model.change import Change, FieldChange
from ..model.person import Person
from ..model.ticket import Ticket
from .screen import Screen

_COLUMNS: Final = ("key", "type", "status", "priority", "assignees", "title")
_FACTS: Final = (
    *("type", "status", "resolution", "priority", "project", "reporter", "assignees", "parent", "labels"),
    *("components", "fix_versions", "sprint", "due", "created_at", "updated_at", "url"),
)


def table_of(screen: Screen, tickets: Iterable[Ticket], *, title: str | None = None) -> None:
    """Show tickets as a table."""
    rows = [[ticket.key, *(words(getattr(ticket, name, None)) for name in _COLUMNS[1:])] for ticket in tickets]
    screen.table(_COLUMNS, rows, title=title)


def show_ticket(screen: Screen, ticket: Ticket) -> None:
    """Show a ticket with all that was loaded."""
    screen.line(f"{ticket.key}  {words(getattr(ticket, 'title', None))}", style="bold")
    for name in _FACTS:
        if text := words(getattr(ticket, name, None)):
            screen.line(f"  {name.replace('_', ' '):<14} {text}")
    description = getattr(ticket, "description", None)
    if description is not None:
        screen.line()
        screen.text(description.markdown)
    _show_loaded(screen, ticket)


def words(value: Any) -> str:
    """Return what people call a value: its name, its key, its text; nothing where there is none."""
    match value:
        case None:
            return ""
        case str():
            return value
        case tuple() | list():
            return ", ".join(words(item) for item in value)  # pyright: ignore[reportUnknownVariableType]
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case Person():
            named = [getattr(value, attribute, None) for attribute in ("name", "username", "email", "id")]
            return next((name for name in named if name), "")
        case Ticket():
            return f"{value.key} {getattr(value, 'title', '')}".strip()
        case _:
            return str(getattr(value, "key", getattr(value, "name", getattr(value, "id", value))))


def _show_loaded(screen: Screen, ticket: Ticket) -> None:
    for link in getattr(ticket, "links", ()):
        screen.line(f"  {link.phrase} {words(link.ticket)}")
    for child in getattr(ticket, "children", ()):
        screen.line(f"  child {words(child)}")
    for attachment in getattr(ticket, "attachments", ()):
        size = getattr(attachment, "size_bytes", None)
        screen.line(f"  file {getattr(attachment, 'filename', attachment.id)}" + (f" ({size} bytes)" if size else ""))
    for comment in getattr(ticket, "comments", ()):
        screen.line()
        internal = " (internal)" if getattr(comment, "internal", False) else ""
        screen.line(
            f"{words(getattr(comment, 'author', None))} on {words(getattr(comment, 'created_at', None))}{internal}:"
        )
        screen.text(comment.body.markdown if hasattr(comment, "body") else "")
    for change in getattr(ticket, "history", ()):
        author = words(getattr(change, "author", None))
        screen.line(f"  {words(change.at)} {author}: {change_words(change)}")


def change_words(change: Change) -> str:
    """Say what an edit changed."""
    return "; ".join(
        f"{getattr(field, 'name', field.field)}: {_side(field, 'before')} -> {_side(field, 'after')}"
        for field in getattr(change, "fields", ())
    )


def _side(field: FieldChange, side: str) -> str:
    name = getattr(field, f"{side}_name", None)
    return shorten(words(name if name is not None else getattr(field, side, None)) or "nothing", 60, placeholder="…")
