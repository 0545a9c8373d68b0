"""Oracle: which tickets a filter must find, told from the tickets themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from anyticket.client.blocking import Client
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import Ticket
from anyticket.testing.made import Made
from anyticket.testing.values import names_of, value_for

_PLURAL: Final[Mapping[str, str]] = {"assignee": "assignees", "label": "labels", "component": "components"}
#: What the varied tickets of the kit differ in, where the provider takes it.
_VARIED: Final = ("priority", "assignees", "labels", "components", "parent", "due", "reporter")
_STEMS: Final = {"created": "created_at", "updated": "updated_at", "resolved": "resolved_at", "due": "due"}


class Oracle:
    """Knows all tickets within the world's query, each as `get_ticket` shows it."""

    def __init__(self, client: Client, made: Made) -> None:
        self._client, self._made = client, made

    @cached_property
    def tickets(self) -> tuple[Ticket, ...]:
        """All tickets; among them some that differ in whatever a draft can set."""
        made = self._made
        if not made.world.known:
            common = made.several
            assert common
            for name in _VARIED:
                if self._client.supports("create_ticket", name):
                    made.new_ticket(**{name: value_for(name, made)})
            made.closed(common[-1])
        return tuple(self._client.get_ticket(found) for found in self._client.search_tickets(made.query))

    def choice(self, name: str) -> Any:
        """Return a value for a filter, taken from a ticket that has one."""
        if name == "closed":
            return False
        shown = [value for ticket in self.tickets for value in self.shown(ticket, name)]
        if not shown:
            return self._made.lacking(f"ticket with a value for {name!r}")
        if name.endswith(("_after", "_before")):
            return sorted(shown)[len(shown) // 2]
        return shown[0]

    def matching(self, name: str, value: Any) -> set[str]:
        """Return the ids of the tickets that a filter must find."""
        return {ticket.id for ticket in self.tickets if self._matches(ticket, name, value)}

    def shown(self, ticket: Ticket, name: str) -> list[Any]:
        """Return the values that a ticket shows for a filter."""
        if name in _PLURAL:
            return list(getattr(ticket, _PLURAL[name]))
        stem, _, side = name.rpartition("_")
        found: Any
        if side in {"after", "before"}:
            found = getattr(ticket, _STEMS[stem], None)
        elif name in {"status_category", "closed"}:
            found = getattr(ticket.status, name.removeprefix("status_"))
        else:
            found = getattr(ticket, name)
        return [] if found is None else [found]

    def _matches(self, ticket: Ticket, name: str, value: Any) -> bool:
        same: Callable[[Any], bool]
        if name.endswith("_after"):
            same = lambda shown: bool(shown >= value)  # noqa: E731
        elif name.endswith("_before"):
            same = lambda shown: bool(shown < value)  # noqa: E731
        elif isinstance(value, Sparse):
            same = lambda shown: not names_of(shown).isdisjoint(names_of(value))  # noqa: E731
        else:
            same = lambda shown: bool(shown == value)  # noqa: E731
        return any(same(shown) for shown in self.shown(ticket, name))
