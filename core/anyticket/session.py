"""
Session: what a runtime keeps for one connection, and how an operation is performed on it.

The provider settles once, before the first operation: which variant, which version, which base URL. The way that
requests take is built of the settled provider, so that its URL, its origins and its reading of errors hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

from .errors import Error
from .flow import Send, Steps, done, exclusive, through
from .layers.slots import Invocation, OperationLayer, Perform
from .model.connection import Connection
from .model.page import BulkResult
from .provider import Provider
from .request import Context

T = TypeVar("T")


class Session:
    """One connection in one runtime. `build` makes the way that requests of a provider take."""

    __slots__ = ("__weakref__", "_build", "_built", "_layers", "_settled", "connection", "provider")

    def __init__(
        self,
        connection: Connection,
        provider: Provider,
        build: Callable[[Provider], Send],
        layers: Sequence[OperationLayer] = (),
    ) -> None:
        self.connection, self.provider = connection, provider
        self._build, self._layers = build, tuple(layers)
        self._built: tuple[Provider, Send] | None = None
        self._settled = type(provider).settle is Provider.settle

    def perform(self, context: Context, arguments: Mapping[str, Any], make: Callable[[Provider], Steps[T]]) -> Steps[T]:
        """Perform an operation: `make` makes its flow, once the provider has settled."""
        if not self._layers:
            return self._perform(context, make)
        perform: Perform = lambda _: self._perform(context, make)  # noqa: E731 (a layer wants a Perform)
        for layer in reversed(self._layers):
            perform = layer(perform)
        name, key = self.provider.name, self.connection.key
        return perform(Invocation(context.operation, arguments, name, key))

    def _perform(self, context: Context, make: Callable[[Provider], Steps[T]]) -> Steps[T]:
        try:
            provider = yield from self.settle(context)
            result = yield from through(make(provider), self._sending(context))
        except Error as exc:
            self._locate(exc, context)
            raise
        self._locate_failures(result, context)
        return result

    def _locate_failures(self, result: object, context: Context) -> None:
        """Tell the errors that stand in the place of results for whom they failed."""
        if isinstance(result, BulkResult):
            for error in cast("BulkResult[object]", result).failed.values():
                self._locate(error, context)

    def _locate(self, error: Error, context: Context) -> None:
        operation = context.operation or None
        error.located(provider=self.provider.name, operation=operation, connection_key=self.connection.key)

    def settle(self, context: Context) -> Steps[Provider]:
        """Return the provider to work with. The first caller settles it, and the others wait for that."""
        if self._settled:
            return done(self.provider)
        return exclusive(f"settle {id(self)}", self._settle(context))

    def _settle(self, context: Context) -> Steps[Provider]:
        if not self._settled:
            settled = yield from through(self.provider.settle(), self._sending(context))
            settled.memory = self.provider.memory
            self.provider = settled
            self._settled = True
        return self.provider

    def _sending(self, context: Context) -> Send:
        """Return the way that requests take which are made for `context`."""
        provider, built = self.provider, self._built
        if built is None or built[0] is not provider:  # before it has settled it is another one
            built = self._built = provider, self._build(provider)
        send = built[1]
        return lambda request: send(replace(request, context=context))
