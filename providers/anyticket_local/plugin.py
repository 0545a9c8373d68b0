"""The plugin: the provider `local` and the commands `anyticket local …`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anyticket.plugin import hookimpl

if TYPE_CHECKING:
    import typer

    from anyticket.provider import Provider


@hookimpl
def anyticket_providers() -> Sequence[type[Provider]]:
    """Return the provider."""
    from .provider import Local

    return [Local]


@hookimpl
def anyticket_commands() -> Sequence[typer.Typer]:
    """Return the commands that look after files of this tracker."""
    from .commands import commands

    return [commands]
