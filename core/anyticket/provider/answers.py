"""What an answer says went wrong, as far as its status tells."""

from __future__ import annotations

from ..errors import ProviderError
from ..request import Request, Response


def error_by_status(request: Request, response: Response) -> ProviderError | None:
    """Return the error that the status of an answer means, or None."""
    return ProviderError(f"{request.method} {request.route}: {response.status}", request=request, response=response) if response.status >= 400 else None
