"""
Traffic: the layer by which the kit counts requests and lets them fail.

It sits in the REQUEST slot: below retry and check, so it sees every attempt, and its answers are checked as a
tracker's are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import orjson

from anyticket.flow import Send, Steps
from anyticket.layers.slots import Slot, SlottedLayer
from anyticket.request import Request, Response

from .faults import MAY_HAVE_ARRIVED, Fault, interruption

_GET: Final = "GET"


@dataclass(slots=True)
class Failing:
    """A fault that is on, for all requests or for one of those that are no GET. `hits` is how many it has hit."""

    fault: Fault
    answer: Callable[[Fault], Response]
    strange: Callable[[object], object]
    only: int | None
    seen: int = 0
    hits: int = 0

    def strikes(self, request: Request) -> bool:
        """Tell whether a request fails."""
        if self.only is not None:
            self.seen += request.method != _GET
            if request.method == _GET or self.seen != self.only + 1:
                return False
        self.hits += 1
        return True


class Traffic:
    """The requests that were made since `clear`, each attempt of them."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._failing: Failing | None = None

    @property
    def slotted(self) -> SlottedLayer:
        """The layer, for `Runtime(layers=[...])`."""
        return Slot.REQUEST, self._layer

    @property
    def writes(self) -> list[Request]:
        """The requests that may change something."""
        return [request for request in self.requests if not (request.harmless or request.repeatable)]

    @property
    def last_write(self) -> int:
        """
        The position, among the requests that are no GET, of the one that makes what an operation makes.

        It is the last that cannot be repeated, or else the last that changes something. What is read with a GET
        before it may be known the next time.
        """
        sent = [request for request in self.requests if request.method != _GET]
        changing = [position for position, request in enumerate(sent) if not request.harmless]
        return max((position for position in changing if not sent[position].repeatable), default=max(changing))

    def clear(self) -> None:
        """Forget what was asked, and let nothing fail."""
        self.requests.clear()
        self._failing = None

    @contextmanager
    def failing(
        self,
        fault: Fault,
        answer: Callable[[Fault], Response],
        *,
        strange: Callable[[object], object] = lambda payload: payload,
        only: int | None = None,
    ) -> Generator[Failing]:
        """Let requests fail inside the block: all, or only one of those that are no GET, counted from 0."""
        self._failing = Failing(fault, answer, strange, only)
        try:
            yield self._failing
        finally:
            self._failing = None

    def repeated_writes(self, fault: Fault) -> list[str]:
        """Return what was sent again although it may have arrived and does harm twice."""
        if fault not in MAY_HAVE_ARRIVED:
            return []
        sent = Counter((request.method, request.path, repr(request.body)) for request in self.writes)
        return [f"{method} {path}" for (method, path, _), times in sent.items() if times > 1]

    def _layer(self, send: Send) -> Send:
        return lambda request: self._pass(request, send)

    def _pass(self, request: Request, send: Send) -> Steps[Response]:
        self.requests.append(request)
        failing = self._failing
        if failing is None or not failing.strikes(request):
            return (yield from send(request))
        match failing.fault:
            case Fault.TIMEOUT | Fault.NOT_SENT:
                raise interruption(failing.fault, request)
            case Fault.LOST_ANSWER:
                response = yield from send(request)
                if response.stream is not None:
                    response.stream.close()
                raise interruption(failing.fault, request)
            case Fault.UNKNOWN_WORDS:
                return _changed((yield from send(request)), failing.strange)
            case _:
                return failing.answer(failing.fault)


def _changed(response: Response, strange: Callable[[object], object]) -> Response:
    if not response.media_type.endswith("json") or not response.body:
        return response
    return replace(response, body=orjson.dumps(strange(response.json())))
