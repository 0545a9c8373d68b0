"""Apps: who may register webhooks of their own, and what signs what is sent to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..auth.connect import client_key
from ..refusal import Refused
from ..rest.call import Call
from ..site import Site

__all__ = ["AppKey", "app_key", "calling_app"]

_NOT_AN_APP: Final = "The caller is not an app. Only Connect and OAuth 2.0 apps can use this operation."
_OF_OAUTH: Final = 5
_OF_CONNECT: Final = 100


@dataclass(frozen=True, slots=True)
class AppKey:
    """
    An app as webhooks see it.

    Attributes:
        name: The client id, or the key of a Connect app.
        issuer: `iss` of what it is sent: the client id, or the client key of the installation.
        most: How many webhooks it may have; an OAuth 2.0 app for each account.
        base_url: Where the urls of a Connect app begin, which is kept as its redirect URI; empty for others.
    """

    name: str
    connect: bool
    secret: str
    issuer: str
    most: int
    base_url: str = ""


def app_key(site: Site, name: str) -> AppKey | None:
    """Return the app with this client id or key, if it is one of Cloud."""
    found = site.family[0].store.apps.first(client_id=name) or site.store.apps.first(client_id=name)
    if found is None or found.kind not in {"3lo", "connect"}:
        return None
    if found.kind == "3lo":
        return AppKey(name, connect=False, secret=found.secret, issuer=name, most=_OF_OAUTH)
    return AppKey(name, True, found.secret, client_key(site), _OF_CONNECT, found.redirect_uri)


def calling_app(call: Call) -> AppKey:
    """
    Return the app that calls.

    Raises:
        Refused: People call, or nobody.
    """
    call.require_account()
    found = app_key(call.site, call.app) if call.app is not None else None
    if found is None:
        raise Refused(403, _NOT_AN_APP)
    return found
