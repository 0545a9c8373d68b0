"""Apps: what is registered to ask for grants, and whether it is who it says."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

from ..site import Site
from ..store.grants import App
from .identity import digest

__all__ = ["app_of", "consumer", "is_secret_of", "register_app"]

_KINDS: Final = {True: ("3lo", "service"), False: ("server", "service", "oauth1")}


def register_app(
    site: Site,
    kind: str,
    *,
    client_id: str | None = None,
    secret: str | None = None,
    name: str = "Test application",
    redirect_uri: str = "",
    scopes: tuple[str, ...] = (),
    person_id: int | None = None,
    public_key: str = "",
) -> tuple[App, str]:
    """
    Register an app; return it with its secret, which is kept nowhere.

    Args:
        site: The first one of its origin.
        kind: `3lo` and `service` on Cloud, `server`, `service` and `oauth1` on Data Center.
        client_id: For `oauth1` the consumer key; made up if None.
        secret: Made up if None.
        name: What the consent page calls it.
        redirect_uri: Absolute, with http or https.
        scopes: The most that it may be granted.
        person_id: The account that a `service` acts as.
        public_key: PEM, of an `oauth1` consumer; empty lets `consumer` make a pair.

    Raises:
        ValueError: Something of this cannot be, the text says what.
    """
    if kind not in _KINDS[site.cloud]:
        raise ValueError(
            f"Apps of kind {kind!r} are not of this platform; take one of {', '.join(_KINDS[site.cloud])}."
        )
    address = urlsplit(redirect_uri)
    if redirect_uri and (address.scheme not in {"http", "https"} or not address.hostname or address.fragment):
        raise ValueError(f"The redirect URI {redirect_uri!r} must be absolute, with http or https and no fragment.")
    if public_key:
        load_pem_public_key(public_key.encode())
    client_id, secret = client_id or secrets.token_urlsafe(24), secret or secrets.token_urlsafe(48)
    if site.store.apps.first(client_id=client_id) is not None:
        raise ValueError(f"There is an app {client_id!r} already; choose another client id.")
    app = App(
        kind=kind,
        client_id=client_id,
        name=name,
        digest=digest(secret),
        secret=secret if kind == "3lo" else "",
        redirect_uri=redirect_uri,
        scopes=scopes,
        person_id=person_id,
        public_key=public_key,
    )
    return site.store.apps.add(app), secret


def app_of(site: Site, client_id: object, *kinds: str) -> App | None:
    """Return the registered app with this id, if it is of one of these kinds."""
    found = site.store.apps.first(client_id=client_id) if isinstance(client_id, str) else None
    return found if found is not None and found.kind in kinds else None


def is_secret_of(app: App, secret: object) -> bool:
    return isinstance(secret, str) and hmac.compare_digest(digest(secret), app.digest)


def consumer(site: Site, client_id: str) -> App:
    """Return a consumer of OAuth 1.0a, with a pair of keys made for it if it was registered without one."""
    found = app_of(site, client_id, "oauth1")
    if found is None:
        raise ValueError(f"There is no consumer {client_id!r}; register it first.")
    if found.public_key:
        return found
    private_key, public_key = _key_pair()
    return site.store.apps.save(replace(found, private_key=private_key, public_key=public_key))


@cache
def _key_pair() -> tuple[str, str]:
    """Return one pair for all sites of a process, for making one takes a while."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()
