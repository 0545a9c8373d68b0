"""Basic authentication: email and API token on Cloud, login and password on Server."""

from __future__ import annotations

import base64
import binascii

from ..rest.call import Call
from .identity import Identity, find_credential, identity_of

__all__ = ["basic"]


def basic(call: Call, credential: str) -> Identity | None:
    """Return whose credential it is. Scoped tokens work through the gateway alone; Data Center 11 takes none."""
    try:
        name, _, secret = base64.b64decode(credential, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    site = call.site
    if not site.cloud and site.settings.numbers >= (11,):
        return None
    through_gateway = "/ex/jira/" in call.base
    kinds = {"scoped-api-token"} if through_gateway else {"api-token"}
    found = find_credential(site, secret, kinds if site.cloud else {"password"})
    if found is None:
        return None
    identity = identity_of(site, found)
    if identity is None:
        return None
    account = identity.account
    called = account.email.lower() if site.cloud else account.name
    return identity if (name.lower() if site.cloud else name) == called else None
