"""Signed requests of OAuth 1.0a to Data Center: whose token it is, and how problems are reported."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from ..refusal import Refused
from ..rest.call import Answer, Call
from ..store.grants import Token
from .identity import Identity
from .oauth1_signature import Problem, Signed, signed
from .oauth2_tokens import find_token, identity_of_token

__all__ = ["live_token", "oauth1", "refusal", "report"]


def oauth1(call: Call, _: str) -> Identity | None:
    """
    Return who a request is signed for.

    Raises:
        Refused: It has a problem; Jira never takes it for anonymous.
    """
    if call.site.cloud:
        return None
    try:
        found = signed(call)
        identity = identity_of_token(call.site, live_token(call, found, "oauth1"))
        if identity is None:
            raise Problem("permission_denied")
    except Problem as problem:
        raise refusal(call, problem) from None
    return identity


def live_token(call: Call, found: Signed, kind: str) -> Token:
    """
    Return the token that a request names.

    Raises:
        Problem: There is none, or it is of another consumer, spent, expired or taken back.
    """
    token = find_token(call.site, found.parameters.get("oauth_token"), kind)
    if token is None or token.app_id != found.consumer.id or token.revoked or token.used is not None:
        raise Problem("token_rejected")
    if token.expires <= call.site.clock.now():
        raise Problem("token_expired")
    grant = call.site.store.grants.get(token.grant_id) if token.grant_id is not None else None
    if grant is not None and grant.revoked:
        raise Problem("token_rejected")
    return token


def refusal(call: Call, problem: Problem) -> Refused:
    """Return a problem as the refusal of a request to the API."""
    answer = report(call, problem)
    return Refused(answer.status, body=answer.body, headers=answer.headers)


def report(call: Call, problem: Problem) -> Answer:
    """Return the answer that tells of a problem, in its header and as a form."""
    told = {"oauth_problem": problem.name, **problem.more}
    challenge = ", ".join(f'{name}="{quote(value)}"' for name, value in {"realm": call.base, **told}.items())
    headers = {"WWW-Authenticate": f"OAuth {challenge}", "Content-Type": "application/x-www-form-urlencoded"}
    return Answer(urlencode(told).encode(), problem.status, headers)
