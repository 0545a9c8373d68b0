"""A tracker with OAuth 2 in the memory of the test: rotates without leeway, and goes wrong when it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from pydantic import SecretStr

from anyticket.auth.apps import OAuthApp
from anyticket.auth.equipment import Equipment
from anyticket.auth.oauth2 import OAuth2, grant_key
from anyticket.auth.tokens import MemoryTokenStore, Token, TokenStore
from anyticket.layers import check, retry, stack, trace
from anyticket.layers.trace import Attempt
from anyticket.model.connection import RetryPolicy
from anyticket.provider.authorization import AuthorizationServer
from anyticket.request import Request, Response
from colours import Clock

TOKEN_URL = "https://auth.example/token"
API = "https://api.example:443"
APP = OAuthApp(provider="x", client_id="id", client_secret=SecretStr("s3cret-app"), redirect_uri="https://host/back")
AUTH = OAuth2(app="desk", account="ada")
KEY = grant_key("desk", "ada")
SERVER = AuthorizationServer("https://auth.example/authorize", TOKEN_URL, frozenset({API}), takes_proof=True)


def json_answer(status: int, told: Any) -> Response:
    return Response(status, {"content-type": "application/json"}, json.dumps(told).encode())


@dataclass
class Tracker:
    """Answers what is sent; `upset` answers, or raises, instead of the token endpoint as long as there is something."""

    clock: Clock = field(default_factory=Clock)
    life: float = 3600.0
    good_refresh: str = "s3cret-refresh-0"
    good_access: str = "s3cret-access-0"
    rotations: int = 0
    revoked: bool = False
    upset: list[Response | Exception] = field(default_factory=list[Response | Exception])
    before_answer: Callable[[], object] = lambda: None
    token_requests: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    calls: list[Request] = field(default_factory=list[Request])
    attempts: list[Attempt] = field(default_factory=list[Attempt])

    def __call__(self, request: Request) -> Response:
        if request.url != TOKEN_URL:
            self.calls.append(request)
            good = request.headers.get("authorization") == f"Bearer {self.good_access}"
            return json_answer(200, {}) if good else json_answer(401, {})
        assert isinstance(request.body, bytes)
        asked = dict(parse_qsl(request.body.decode()))
        self.token_requests.append(asked)
        if self.upset:
            answer = self.upset.pop(0)
            if isinstance(answer, Exception):
                raise copy(answer)  # retry marks what it sees
            return answer
        return self._rotated(asked)

    def _rotated(self, asked: dict[str, str]) -> Response:
        if asked["grant_type"] == "refresh_token" and (self.revoked or asked["refresh_token"] != self.good_refresh):
            self.revoked = True
            return json_answer(400, {"error": "invalid_grant", "error_description": "s3cret words"})
        self.rotations += 1
        self.good_refresh, self.good_access = f"s3cret-refresh-{self.rotations}", f"s3cret-access-{self.rotations}"
        told = {"access_token": self.good_access, "token_type": "Bearer", "expires_in": self.life, "scope": "read"}
        if asked["grant_type"] == "refresh_token":
            told["refresh_token"] = self.good_refresh
        self.before_answer()
        return json_answer(200, told)

    def equipment(self, store: TokenStore, *, app: OAuthApp = APP) -> Equipment:
        policy = RetryPolicy(attempts=3, first_pause_seconds=1, longest_pause_seconds=2)
        return Equipment(
            store=store,
            app=lambda name: app,
            server=lambda app: SERVER,
            refuses_token=lambda request, response: response.status == 401,
            exchange=lambda read_error: stack(
                retry(policy, clock=self.clock, random=lambda: 0.5),
                check(read_error),
                trace(self.attempts.append, clock=self.clock),
            ),
            now=self.clock,
        )

    def token(self, number: int = 0, *, life: float | None = 3600.0) -> Token:
        """Return the token of a rotation, that ends so many seconds from now."""
        now = datetime.fromtimestamp(self.clock(), UTC)
        return Token(
            access_token=SecretStr(f"s3cret-access-{number}"),
            refresh_token=SecretStr(f"s3cret-refresh-{number}"),
            issued_at=now,
            expires_at=None if life is None else now + timedelta(seconds=life),
            scopes=("read",),
        )


def store_of(tracker: Tracker, token: Token | None = None) -> MemoryTokenStore:
    store = MemoryTokenStore(tracker.clock, threading.Lock())
    if token is not None:
        store.save(KEY, token, None)
    return store
