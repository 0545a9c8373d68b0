"""The toy's JSON, read into models: leniently towards new fields and words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar, cast

import orjson

from anyticket.model.field import FieldKind
from anyticket.model.person import PersonKind
from anyticket.model.priority import PriorityLevel
from anyticket.model.project import Project
from anyticket.model.sparse import Sparse, loaded
from anyticket.model.status import StatusCategory
from anyticket.model.ticket import LOADS, Link, Ticket
from anyticket.model.ticket_type import TicketKind
from anyticket.request import Response

S = TypeVar("S", bound=Sparse)

_WORDS = {"category": {*StatusCategory}, "kind": {*PersonKind, *TicketKind, *FieldKind}, "level": {*PriorityLevel}}
_PARTS = {"components", "versions"}


class MemoryStream:
    """Bytes that have come, as a stream."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def chunks(self) -> Iterator[bytes]:
        """Yield them, a little at a time."""
        for start in range(0, len(self._content), 4):
            yield self._content[start : start + 4]

    def close(self) -> None:
        """Nothing is open."""


def read(model: type[S], raw: Any) -> S:
    """Return an object of the toy's JSON."""
    known = {name: value for name, value in raw.items() if model is not Project or name not in _PARTS}
    parsed = model.model_validate_json(orjson.dumps(_known(known)))
    return cast("S", loaded(cast("Any", model), raw, **vars(parsed)))


def read_ticket(raw: Any, load: Any = ()) -> Ticket:
    """Return a ticket with what is to be loaded."""
    unasked = {*LOADS, "worklogs", "remote_links", "voters", "children"} - set(load)
    ticket = read(Ticket, {name: value for name, value in raw.items() if name not in unasked})
    return loaded(Ticket, raw, **vars(ticket))


def read_link(raw: Any) -> Link:
    return read(Link, raw)


def marker_of(response: Response) -> tuple[Any, str]:
    found = response.json()
    return found["made"], found["digest"]


def _known(value: Any) -> Any:
    """Leave out new fields, and words that nobody knows."""
    if isinstance(value, list):
        return [_known(one) for one in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"kind", "value"} and value["kind"] not in _WORDS["kind"]:
        return {"kind": "raw", "value": value["value"]}
    return {
        name: _known(one)
        for name, one in value.items()
        if name != "fieldOfTomorrow" and (name not in _WORDS or one in _WORDS[name])
    }
