"""The policy of OAuth on a site: how long things live, how strict rotation is, and counts of what happened."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

__all__ = ["OAuthCounts", "OAuthPolicy"]

_DAY = 86_400.0


@dataclass(slots=True)
class OAuthCounts:
    """
    What happened since the start.

    Attributes:
        exchanges: Codes exchanged for tokens.
        refreshes: Refreshes that gave new tokens, those of reuse among them.
        reuses: Refreshes with a token that had been used, inside the leeway or after it.
        families_revoked: Families that died of a reuse.
        refused: Refreshes that were refused for any reason.
    """

    exchanges: int = 0
    refreshes: int = 0
    reuses: int = 0
    families_revoked: int = 0
    refused: int = 0


@dataclass(slots=True)
class OAuthPolicy:
    """
    What tests may set.

    Attributes:
        leeway_seconds: How long a refresh token works on after its first use; 0 is the strictest.
        inactive_seconds: How long a refresh token lives unless it is used.
        absolute_seconds: How long the refresh tokens of one consent live in all.
        service_seconds: The life of access tokens of service accounts.
        timestamp_seconds: How far the clock of who signs by OAuth 1.0a may be off.
        key: What signs sessions of browsers, forms and access tokens.
        nonces: Of OAuth 1.0a: what was used, and the second from which it may be forgotten.
    """

    access_seconds: float = 3600.0
    code_seconds: float = 300.0
    leeway_seconds: float = 600.0
    inactive_seconds: float = 90 * _DAY
    absolute_seconds: float = 365 * _DAY
    service_seconds: float = 3600.0
    oauth1_seconds: float = 1825 * _DAY
    oauth1_request_seconds: float = 600.0
    session_seconds: float = 8 * 3600.0
    timestamp_seconds: float = 300.0
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    nonces: dict[str, float] = field(default_factory=dict[str, float], repr=False)
    counts: OAuthCounts = field(default_factory=OAuthCounts)
