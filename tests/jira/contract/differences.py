"""What both suites say of Jira where it honestly differs from other trackers."""

from __future__ import annotations

import os
from typing import ClassVar, Final

from anyticket.errors import Invalid, ProviderError
from anyticket.testing import Fault, ProviderContract
from anyticket.testing.colours import Colour

from .kit_site import Variant

#: Operations that name a person, whom a server knows by a user name that is looked up first.
_OF_PEOPLE: Final = frozenset({"add_watcher", "assign_ticket", "remove_watcher"})


def colours(usual: Colour) -> tuple[Colour, ...]:
    """Return the colours to run in: all of them with ANYTICKET_EVERY_COLOUR=1, which takes minutes."""
    return tuple(Colour) if os.environ.get("ANYTICKET_EVERY_COLOUR") else (usual,)


class JiraContract(ProviderContract):
    """The contract, as Jira keeps it."""

    variant: ClassVar[Variant]

    def expected(self, operation: str, fault: Fault) -> type[ProviderError] | None:
        """Return what an operation raises: a person whom nobody knows is a wrong argument."""
        if fault is Fault.NOT_FOUND and operation in _OF_PEOPLE and self.variant == "server":
            return Invalid
        return super().expected(operation, fault)
