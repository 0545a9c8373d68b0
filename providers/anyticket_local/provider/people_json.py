"""People, read from JSON."""

from __future__ import annotations

from typing import Any

from anyticket.model.person import Person, PersonKind
from anyticket.model.sparse import lazily

from . import wire
from .wire import at, needed, optional

_READERS = {
    "username": at("username", wire.text),
    "name": at("name", wire.text),
    "email": at("email", optional(wire.text)),
    "active": at("active", wire.flag),
    "kind": at("kind", wire.word(PersonKind, PersonKind.UNKNOWN)),
    "avatar_url": at("avatar_url", optional(wire.text)),
}


def person(raw: Any) -> Person:
    """Read a person."""
    return lazily(Person, raw, _READERS, id=needed(raw, "id", wire.text))
