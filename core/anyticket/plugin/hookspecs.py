"""The hooks that plugins may implement. They are synchronous and off the request path."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

import pluggy

from . import PROJECT

if TYPE_CHECKING:
    import typer

    from ..auth.tokens import TokenStore
    from ..layers.slots import SlottedLayer
    from ..model.connection import Connection
    from ..model.secret import Secret
    from ..provider import Provider

_hookspec: Final = pluggy.HookspecMarker(PROJECT)


class Hooks(Protocol):
    """Every hook, as a plugin writes it. A plugin is a module or an object; it implements those that it needs."""

    @_hookspec
    def anyticket_providers(self) -> Sequence[type[Provider]]:
        """Return the classes of the providers that this plugin brings."""
        ...

    @_hookspec
    def anyticket_layers(self, connection: Connection) -> Sequence[SlottedLayer]:
        """Return layers for the requests or operations of a connection, outermost first."""
        ...

    @_hookspec(firstresult=True)
    def anyticket_secret(self, reference: str) -> Secret | None:
        """Return what a reference leads to; None for others' schemes. Raises ConfigError if nothing is there."""
        ...

    @_hookspec(firstresult=True)
    def anyticket_token_store(self, connection: Connection) -> TokenStore | None:
        """Return the store that keeps the tokens of a connection, or None to leave it to others."""
        ...

    @_hookspec
    def anyticket_commands(self) -> Sequence[typer.Typer]:
        """Return command groups for the `anyticket` command, each with a name and a help of its own."""
        ...
