"""
Authenticate: sign what goes to the connection's own origins, and nothing else.

To any other place a request goes as it is, whoever wrote its URL.
"""

from __future__ import annotations

from ..flow import Layer, Send, Steps
from ..model.connection import origin
from ..request import Request, Response


def authenticate(auth: Layer, origins: frozenset[str]) -> Layer:
    """Make the layer that signs by `auth` what goes to `origins`, spelled as `model.connection.origin` does."""

    def layer(send: Send) -> Send:
        signed = auth(send)

        def authenticated(request: Request) -> Steps[Response]:
            if request.foreign or origin(request.url) not in origins:
                return send(request)
            return signed(request)

        return authenticated

    return layer
