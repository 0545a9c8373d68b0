"""
The headers of a delivery, and what they are signed with.

Webhooks of administrators that have a secret carry an HMAC of the raw body (Cloud, and Data Center 10 and later); those
of apps a token: `Bearer` with the client secret of OAuth 2.0, `JWT` with the shared secret of Connect.
https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from joserfc import jwt
from joserfc.jwk import OctKey

from ..auth.qsh import query_string_hash
from ..site import Site
from ..wire import as_object
from .apps import AppKey, app_key
from .delivery import Delivery
from .orders import Mischief

__all__ = ["headers_of"]

_LIFE_SECONDS: Final = 180
_BY_ORDER: Final = frozenset({Mischief.WRONG_SIGNATURE, Mischief.OTHER_SECRET, Mischief.UNSIGNED})


def headers_of(delivery: Delivery, site: Site) -> dict[str, str]:
    """Return the headers of the next attempt."""
    headers = {"User-Agent": _user_agent(site)}
    if delivery.body:
        headers["Content-Type"] = "application/json; charset=UTF-8"
    if site.cloud:
        headers["X-Atlassian-Webhook-Identifier"] = delivery.identifier
        headers["X-Atlassian-Webhook-Flow"] = delivery.flow
        if delivery.retries:
            headers["X-Atlassian-Webhook-Retry"] = str(delivery.retries)
    return headers | _credentials(delivery, site)


def _user_agent(site: Site) -> str:
    if site.cloud:
        return "Atlassian Webhook HTTP Client"
    major, minor, patch = (*site.settings.numbers, 0, 0, 0)[:3]
    build = major * 100_000 + minor * 1_000 + patch
    return f"Atlassian HttpClient 4.2.0 / JIRA-{site.settings.version} ({build}) / Default"


def _credentials(delivery: Delivery, site: Site) -> dict[str, str]:
    order = delivery.order
    kind = order.kind if order is not None and order.kind in _BY_ORDER else None
    if kind is Mischief.UNSIGNED:
        return {}
    webhook = delivery.webhook
    app = app_key(site, webhook.owner) if webhook.kind == "dynamic" else None
    secret = app.secret if app is not None else webhook.secret
    if order is not None and kind is Mischief.OTHER_SECRET:
        secret = order.secret
    found = _basic(webhook.settings)
    if not secret:
        return found
    if app is not None:
        return {"Authorization": _token(app, secret, delivery, site, wrong=kind is Mischief.WRONG_SIGNATURE)}
    signed = delivery.body + (b"\n" if kind is Mischief.WRONG_SIGNATURE else b"")
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return {**found, "X-Hub-Signature": f"sha256={digest}"}


def _basic(settings: Mapping[str, object] | None) -> dict[str, str]:
    """Return the credentials that a webhook of Data Center 10 may have."""
    given = as_object((settings or {}).get("credentials"))
    if not given.get("username"):
        return {}
    pair = f"{given['username']}:{given.get('password') or ''}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _token(app: AppKey, secret: str, delivery: Delivery, site: Site, *, wrong: bool) -> str:
    now = site.clock.now() // 1000
    claims: dict[str, object] = {
        "iss": app.issuer,
        "iat": now,
        "exp": now + _LIFE_SECONDS,
        "sub": delivery.account_id,
        "qsh": query_string_hash("POST", delivery.url, app.base_url),
        "context": {},
    }
    token = _encoded(claims, secret)
    if wrong:
        token = f"{token.rpartition('.')[0]}.{_encoded({**claims, 'sub': 'somebody else'}, secret).rpartition('.')[2]}"
    return f"{'JWT' if app.connect else 'Bearer'} {token}"


def _encoded(claims: dict[str, object], secret: str) -> str:
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(secret))
