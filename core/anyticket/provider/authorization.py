"""AuthorizationServer: where a vendor's OAuth 2 is, and how it differs from others'."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ..request import Pairs, Response


@dataclass(frozen=True, slots=True)
class GrantedSite:
    """A site that a grant reaches. `api_url` is what a connection to it has as its URL; `url` is for people."""

    id: str
    name: str
    url: str
    api_url: str
    scopes: tuple[str, ...] = ()


def _no_sites(_: Response) -> tuple[GrantedSite, ...]:
    return ()


def _no_account(_: Response) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class AuthorizationServer:
    """
    Attributes:
        authorize_url: Where a browser is sent for consent.
        token_url: Where tokens are given.
        origins: Where its access tokens may go, spelled as `model.connection.origin` does.
        parameters: What the authorization URL has beyond the standard.
        takes_json: Whether token requests are JSON; the standard has forms.
        takes_proof: Whether codes can be bound to who asked for them (PKCE, S256).
        wants_redirect_always: Whether each token request repeats the redirect URI.
        sites_url, read_sites: Where a grant's sites are listed, and what reads the list.
        account_url, read_account: Where a grant tells whose it is, and what reads that.
    """

    authorize_url: str
    token_url: str
    origins: frozenset[str]
    parameters: Pairs = ()
    takes_json: bool = False
    takes_proof: bool = False
    wants_redirect_always: bool = False
    sites_url: str | None = None
    read_sites: Callable[[Response], tuple[GrantedSite, ...]] = field(default=_no_sites)
    account_url: str | None = None
    read_account: Callable[[Response], str | None] = field(default=_no_account)
