"""
Check: answers that mean an error become one.

The provider is asked about every answer, for trackers put errors into good answers too.
An answer that should be JSON and is not never gets past here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from ..errors import Malformed, ProviderError, Unavailable, redacted_request, redacted_response
from ..flow import Layer, Send, Steps, call
from ..provider.answers import unreadable
from ..request import Expects, Request, Response

ReadError: TypeAlias = Callable[[Request, Response], ProviderError | None]

#: Where trackers, and what stands before them, put the id under which their logs know a request.
_REQUEST_IDS: Final = ("x-request-id", "x-arequestid", "atl-traceid", "x-correlation-id")


def check(read_error: ReadError) -> Layer:
    """Make the layer. `read_error` returns what an answer says went wrong, or None."""

    def layer(send: Send) -> Send:
        def checking(request: Request) -> Steps[Response]:
            response = yield from send(request)
            error = read_error(request, response)
            if error is None and request.expects is Expects.JSON and 200 <= response.status < 300:
                error = unreadable(request, response)
            if error is None:
                return response
            if response.stream is not None:
                yield from call(response.stream.close)
            raise completed(error, request, response)

        return checking

    return layer


def completed(error: ProviderError, request: Request, response: Response) -> ProviderError:
    """Add to an error what only the exchange knows."""
    if error.request is None:
        error.request = redacted_request(request)
    if error.response is None:
        error.response = redacted_response(response)
    if error.request_id is None:
        error.request_id = request_id(response)
    unknown = isinstance(error, Unavailable) or (isinstance(error, Malformed) and 200 <= response.status < 300)
    if unknown and error.sent and not request.harmless:
        error.may_have_happened = True
    return error.located(operation=request.context.operation or None, connection_key=request.context.connection_key)


def request_id(response: Response) -> str | None:
    """Return the id by which the tracker's people find a request in their logs."""
    return next((response.headers[name] for name in _REQUEST_IDS if name in response.headers), None)
