"""Basic authentication: email and API token on Cloud, login and password on Server."""

from __future__ import annotations

import base64
import binascii

from ..refusal import Refused
from ..rest.call import Call
from .identity import Identity, find_credential, identity_of
from .logins import denied_headers

__all__ = ["basic"]


def basic(call: Call, credential: str) -> Identity | None:
    """
    Return whose credential it is. Scoped tokens work through the gateway alone.

    Raises:
        Refused: The platform takes no passwords, or asks for a CAPTCHA first.
    """
    try:
        name, _, secret = base64.b64decode(credential, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return _on_cloud(call, name, secret) if call.site.cloud else _on_server(call, name, secret)


def _on_cloud(call: Call, email: str, token: str) -> Identity | None:
    if find_credential(call.site, token, {"password"}) is not None:
        message = b"Basic authentication with passwords is deprecated."
        raise Refused(401, body=message, headers={"Content-Type": "text/plain"})
    kind = "scoped-api-token" if "/ex/jira/" in call.base else "api-token"
    found = find_credential(call.site, token, {kind})
    identity = identity_of(call.site, found) if found else None
    return identity if identity is not None and identity.account.email.lower() == email.lower() else None


def _on_server(call: Call, name: str, password: str) -> Identity | None:
    logins, now = call.site.logins, call.site.clock.now()
    logins.require_passwords()
    if logins.denied(name):
        page = b"<html><head><title>Forbidden (403)</title></head><body><h1>Forbidden (403)</h1></body></html>"
        raise Refused(403, body=page, headers={**denied_headers(call), "WWW-Authenticate": 'OAuth realm="Jira"'})
    found = find_credential(call.site, password, {"password"})
    identity = identity_of(call.site, found) if found else None
    if identity is not None and identity.account.name == name:
        logins.succeeded(name, now)
        return identity
    if call.site.store.people.first(name=name) is not None:
        logins.failed(name, now)
    return None
