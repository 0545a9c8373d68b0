"""Required fields: whether a ticket has a value for one, and what to call it if not."""

from __future__ import annotations

from .attributes import ATTRIBUTES
from .database import Transaction
from .field_values import custom_field
from .words import JSON


def is_empty(ticket: JSON, field: str) -> bool:
    """Tell whether a ticket lacks a value."""
    value = ticket["fields"][field]["value"] if field in ticket["fields"] else ticket.get(field)
    return value in (None, "", [])


def field_name(rows: Transaction, id: str) -> str:
    """Return the name of a field, custom or not."""
    field = custom_field(rows, id)
    return str(field["name"]) if field is not None else ATTRIBUTES[id].name
