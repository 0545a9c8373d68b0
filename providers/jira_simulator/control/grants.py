"""
`/__simulator/grants`: what people granted to apps, counts of what happened, and the policy of OAuth.

Taken back or expired is what the next request with a token finds; the tokens themselves are shown nowhere.
"""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, Final

from ..auth.oauth2_tokens import expire_access, revoke_family, revoke_grant
from ..oauth_policy import OAuthCounts
from ..refusal import Refused, not_found
from ..rest.call import Answer, Call
from ..rest.routing import Routes
from ..site import Site
from ..store.grants import Grant

routes = Routes()

_SETTABLE: Final = (
    "access_seconds",
    "code_seconds",
    "leeway_seconds",
    "inactive_seconds",
    "absolute_seconds",
    "service_seconds",
    "oauth1_seconds",
    "oauth1_request_seconds",
    "session_seconds",
    "timestamp_seconds",
)


@routes.get("/grants")
def read(call: Call) -> Answer:
    """Return the policy, the counts, and all grants with how many tokens of each are good now."""
    site = call.site.family[0]
    policy = {name: getattr(site.oauth, name) for name in _SETTABLE}
    grants = [_told(site, grant) for grant in site.store.grants]
    return Answer({"policy": policy, "counts": asdict(site.oauth.counts), "grants": grants})


def _told(site: Site, grant: Grant) -> dict[str, Any]:
    person, app = site.store.people[grant.person_id], site.store.apps[grant.app_id]
    now = site.clock.now()
    good = [token for token in site.store.tokens.where(grant_id=grant.id) if not token.revoked and token.expires > now]
    return {
        "id": grant.id,
        "client_id": app.client_id,
        "account": person.account_id if site.cloud else person.name,
        "scopes": list(grant.scopes),
        "sites": list(grant.sites),
        "revoked": grant.revoked,
        "access_tokens": sum(token.kind in {"access", "oauth1"} for token in good),
        "refresh_tokens": sum(token.kind == "refresh" and token.used is None for token in good),
        "families": sorted({token.family for token in good if token.family}),
    }


@routes.post("/grants/policy")
def set_policy(call: Call) -> Answer:
    """Set lives and the leeway, in seconds: any of what `policy` shows. What exists keeps its life."""
    asked, policy = call.object(), call.site.family[0].oauth
    for name, value in asked.items():
        if name not in _SETTABLE or isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            raise Refused(400, f"Give seconds from 0 for any of {', '.join(_SETTABLE)}; {name!r} is not so.")
    for name, value in asked.items():
        setattr(policy, name, float(value))
    return read(call)


@routes.delete("/grants/counts")
def reset_counts(call: Call) -> Answer:
    """Count from nothing again."""
    counts = call.site.family[0].oauth.counts
    for one in fields(OAuthCounts):
        setattr(counts, one.name, 0)
    return Answer(status=204)


@routes.post("/grants/expire")
def expire_all(call: Call) -> Answer:
    """Let every access token expire now."""
    return Answer({"expired": expire_access(call.site.family[0])})


@routes.post("/grants/{grant}/expire")
def expire(call: Call) -> Answer:
    """Let the access tokens of one grant expire now."""
    return Answer({"expired": expire_access(call.site.family[0], _grant(call))})


@routes.delete("/grants/{grant}")
def revoke(call: Call) -> Answer:
    """Take a grant back, as its account would: all its tokens are refused, and only consent gives new ones."""
    revoke_grant(call.site.family[0], _grant(call))
    return Answer(status=204)


@routes.delete("/grants/{grant}/families/{family}")
def revoke_one_family(call: Call) -> Answer:
    """Take back what descends from one code, as a reuse does."""
    site, grant = call.site.family[0], _grant(call)
    found = [token for token in site.store.tokens.where(grant_id=grant.id) if str(token.family) == call.path["family"]]
    if not found:
        raise not_found(f"Grant {grant.id} has no family {call.path['family']!r}; it shows those that it has.")
    revoke_family(site, found[0].family)
    return Answer(status=204)


def _grant(call: Call) -> Grant:
    site, given = call.site.family[0], call.path["grant"]
    found = site.store.grants.get(int(given)) if given.isascii() and given.isdigit() and len(given) < 19 else None
    if found is None:
        raise not_found(f"There is no grant {given!r}; GET /__simulator/grants shows those that there are.")
    return found
