"""
The OAuth 2 of Atlassian: of its cloud, and of a Data Center from 8.22 on.

https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/
https://confluence.atlassian.com/adminjiraserver0911/jira-oauth-2-0-provider-api-1318889918.html
"""

from __future__ import annotations

from typing import Any, Final

from anyticket.errors import ConfigError
from anyticket.model.connection import origin
from anyticket.provider.authorization import AuthorizationServer, GrantedSite
from anyticket.request import Response

from .wire import every, is_table, need, table, text

_CLOUD: Final = "https://auth.atlassian.com"
_WRONG_SCOPE: Final = "scope does not match"


def cloud_authorization(url: str | None) -> AuthorizationServer:
    """Return where people consent and tokens are given. The interface of `https://auth.…` is at `https://api.…`."""
    base = (url or _CLOUD).rstrip("/")
    api = base.replace("://auth.", "://api.", 1)
    return AuthorizationServer(
        authorize_url=f"{base}/authorize",
        token_url=f"{base}/oauth/token",
        origins=frozenset({origin(api)}),
        parameters=(("audience", "api.atlassian.com"), ("prompt", "consent")),
        takes_json=True,
        sites_url=f"{api}/oauth/token/accessible-resources",
        read_sites=lambda response: _sites(response, api),
        account_url=f"{api}/me",
        read_account=lambda response: need(table(response.json()), "account_id", text),
    )


def server_authorization(url: str | None) -> AuthorizationServer:
    """Return where the OAuth of the server at `url` is, its context path included."""
    if url is None:
        raise ConfigError(
            "the app of a server needs the `url` of the server, which is its authorization server", key="url"
        )
    base = f"{url.rstrip('/')}/rest/oauth2/latest"
    return AuthorizationServer(
        authorize_url=f"{base}/authorize",
        token_url=f"{base}/token",
        origins=frozenset({origin(url)}),
        takes_proof=True,
        wants_redirect_always=True,
        account_url=f"{url.rstrip('/')}/rest/api/2/myself",
        read_account=lambda response: need(table(response.json()), "key", text),
    )


def lacks_scope(response: Response) -> bool:
    """Tell whether a refusal of Cloud is about a scope that the token does not have."""
    if response.status not in {401, 403}:
        return False
    try:
        told = response.json()
    except ValueError:
        return False
    return is_table(told) and _WRONG_SCOPE in str(told.get("message"))


def _sites(response: Response, api: str) -> tuple[GrantedSite, ...]:
    """Return the sites that have Jira: the list has an entry for each family of products."""
    found: dict[str, GrantedSite] = {}
    for site in every(response.json(), lambda raw: _site(table(raw), api)):
        if any("jira" in scope for scope in site.scopes):
            found.setdefault(site.id, site)
    return tuple(found.values())


def _site(raw: dict[str, Any], api: str) -> GrantedSite:
    id = need(raw, "id", text)
    scopes = tuple(need(raw, "scopes", lambda value: every(value, text)))
    return GrantedSite(id, need(raw, "name", text), need(raw, "url", text), f"{api}/ex/jira/{id}", scopes)
