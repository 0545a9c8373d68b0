"""Personal access tokens of Data Center 8.14 and later."""

from __future__ import annotations

from ..rest.call import Call
from .identity import Identity, find_credential, identity_of

__all__ = ["personal_token"]


def personal_token(call: Call, credential: str) -> Identity | None:
    """Return whose token it is."""
    if call.site.cloud or call.site.settings.numbers < (8, 14):
        return None
    found = find_credential(call.site, credential, {"pat"})
    return None if found is None else identity_of(call.site, found)
