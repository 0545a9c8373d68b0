"""The seeded consumer of OAuth 1.0a, which signs with authlib: an independent signer."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import httpx
from authlib.oauth1 import ClientAuth

from jira_simulator import access

from .consenting import Origin, path_of, query_of

__all__ = ["CALLBACK", "SERVLET", "Consumer", "form_of"]

SERVLET = "/plugins/servlet/oauth"
CALLBACK = "http://127.0.0.1:8976/callback"


class Consumer:
    """The seeded consumer, which signs with its private key, at the time of the site unless told otherwise."""

    def __init__(self, origin: Origin, **changes: Any) -> None:
        told = access(origin.site)["oauth1"]
        self.origin = origin
        self.given = {"client_id": told["consumerKey"], "rsa_key": told["privateKey"], **changes}
        self.given.setdefault("signature_method", "RSA-SHA1")
        self.count = 0

    def sign(
        self,
        method: str,
        url: str,
        *,
        nonce: str | None = None,
        ahead: int = 0,
        handle: str | None = None,
        **token: Any,
    ) -> httpx.Request:
        self.count += 1
        seconds = self.origin.site.clock.now() // 1000 + ahead
        auth = ClientAuth(**{**self.given, **token})
        auth.get_oauth_params = _with(auth, nonce or f"nonce-{self.count}", str(seconds), handle)
        address, headers, _ = auth.sign(method, url, {}, b"")
        return httpx.Request(method, address, headers=headers)

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Sign and send a request; `path` is below the site's url."""
        request = self.sign(method, self.origin.site.settings.url + path, **options)
        return self.origin.send(method, str(request.url), headers=request.headers)

    def request_token(self, callback: str | None = CALLBACK, **options: Any) -> dict[str, str]:
        return form_of(self.send("POST", f"{SERVLET}/request-token", redirect_uri=callback, **options))

    def access_token(self, token: str, verifier: str | None = None) -> httpx.Response:
        return self.send("POST", f"{SERVLET}/access-token", token=token, verifier=verifier)

    def granted(self, who: str = "admin") -> dict[str, str]:
        """Go through all three legs."""
        token = self.request_token()["oauth_token"]
        path = path_of(f"{SERVLET}/authorize", {"oauth_token": token})
        self.origin.log_in(path, who)
        verifier = query_of(self.origin.decide(path))["oauth_verifier"]
        return form_of(self.access_token(token, verifier))


def _with(auth: ClientAuth, nonce: str, timestamp: str, handle: str | None) -> Any:
    original = auth.get_oauth_params
    more = [("oauth_session_handle", handle)] if handle else []
    return lambda *_: [*original(nonce, timestamp), *more]


def form_of(answer: httpx.Response) -> dict[str, str]:
    return dict(parse_qsl(answer.text, keep_blank_values=True))
