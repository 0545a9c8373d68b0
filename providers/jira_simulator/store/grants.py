"""What OAuth keeps: registered apps, what people granted them, and the tokens of each grant."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Record

__all__ = ["App", "Grant", "Token"]


@dataclass(frozen=True, slots=True, kw_only=True)
class App(Record):
    """
    A registered app.

    Attributes:
        kind: `3lo` and `service` on Cloud, `server` (an incoming link) and `oauth1` (a consumer) on Data Center.
        client_id: For `oauth1` the consumer key.
        digest: SHA-256 of the client secret in hex.
        secret: The client secret, with which Cloud signs webhooks.
        redirect_uri: The one that is registered; empty for what sends nobody anywhere.
        scopes: The most that it may be granted.
        person_id: The account that a `service` acts as; None where people grant.
        public_key: PEM, of an `oauth1` consumer.
        private_key: PEM, only if the simulator made the pair.
    """

    kind: str
    client_id: str
    name: str
    digest: str = ""
    secret: str = ""
    redirect_uri: str = ""
    scopes: tuple[str, ...] = ()
    person_id: int | None = None
    public_key: str = ""
    private_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant(Record):
    """
    What an account lets an app do; `sites` are cloud ids, and none on Data Center.

    Cloud keeps one for each app and account: further consents add to it.
    """

    app_id: int
    person_id: int
    scopes: tuple[str, ...]
    sites: tuple[str, ...] = ()
    created: int = 0
    revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Token(Record):
    """
    A secret of OAuth.

    Attributes:
        kind: `code`, `access`, `refresh`; of OAuth 1.0a `request`, `oauth1` and `handle` (of its session).
        grant_id: None for a request token that nobody has granted.
        family: The id of the code that it descends from; 0 for what has no descendants.
        used: When a code was spent, a refresh token rotated, a request token exchanged.
        details: What was asked for: `redirect_uri`, `challenge`, `method`, `verifier`.
    """

    kind: str
    digest: str
    app_id: int
    grant_id: int | None
    expires: int
    family: int = 0
    scopes: tuple[str, ...] = ()
    created: int = 0
    used: int | None = None
    revoked: bool = False
    details: dict[str, str] | None = None
