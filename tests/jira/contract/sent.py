"""What the suites sent: collected by a layer below the kit's own, by operation and variant."""

from __future__ import annotations

from collections import Counter
from typing import Final

from anyticket.flow import Send, Steps
from anyticket.layers.slots import Slot, SlottedLayer
from anyticket.request import Request, Response

from .kit_site import Variant


class Sent:
    """Every request of a variant, each kind of it once, and how many each operation made."""

    def __init__(self) -> None:
        self.requests: dict[tuple[object, ...], Request] = {}
        self.counts: Counter[str] = Counter()
        self.by_operation: dict[str, dict[tuple[str, str], Request]] = {}

    @property
    def slotted(self) -> SlottedLayer:
        """The layer."""
        return Slot.REQUEST, self._layer

    def _layer(self, send: Send) -> Send:
        return lambda request: self._seen(request, send)

    def _seen(self, request: Request, send: Send) -> Steps[Response]:
        operation = request.context.operation
        self.counts[operation] += 1
        self.by_operation.setdefault(operation, {}).setdefault((request.method, request.route), request)
        body = request.body if isinstance(request.body, bytes) else type(request.body)
        self.requests.setdefault((request.method, request.path, request.query, body), request)
        return (yield from send(request))


SENT: Final[dict[Variant, Sent]] = {"cloud": Sent(), "server": Sent()}
