"""
Authentication: credentials really checked, and what happens to those that are wrong.

Each scheme of the `Authorization` header has authenticators, asked in order; the first one that knows the credential
says whose it is; those of `""` are asked where there is no header. To add a way in, write a file with a function
`(Call, str) -> Identity | None` and name it in `SCHEMES`. Wrong credentials are refused or taken for anonymous as each
platform does it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias
from urllib.parse import quote

from ..refusal import Refused
from ..rest.call import Call
from .basic import basic
from .connect import connect
from .forge import forge
from .identity import Identity
from .oauth1 import oauth1, refusal
from .oauth1_signature import Problem
from .oauth2 import oauth2
from .sessions import session
from .tokens import personal_token
from .xsrf import refuse_forged

__all__ = ["SCHEMES", "Authenticator", "Identity", "authenticate", "challenge"]

Authenticator: TypeAlias = Callable[[Call, str], Identity | None]

SCHEMES: Final[dict[str, list[Authenticator]]] = {
    "basic": [basic],
    "bearer": [personal_token, oauth2, forge],
    "jwt": [connect],
    "oauth": [oauth1],
    "": [session],
}


def authenticate(call: Call, *, spoilt: bool = False) -> dict[str, str]:
    """
    Find out who calls, and return the headers that tell about it.

    Args:
        call: Gets the account and what it may do.
        spoilt: Take the credential for one that is not good, or no longer.

    Raises:
        Refused: The credential is wrong, where Jira does not fall back to anonymous access.
    """
    call.account, call.scopes, call.app = None, None, None
    refuse_forged(call)
    scheme, _, credential = call.headers.get("authorization", "").partition(" ")
    if not scheme and call.text("oauth_signature"):
        scheme = "OAuth"  # the parameters may be in the url too
    if not scheme and call.text("jwt"):
        scheme, credential = "JWT", call.text("jwt")
    for authenticator in () if spoilt else SCHEMES.get(scheme.lower(), ()):
        identity = authenticator(call, credential.strip())
        if identity is not None:
            call.account, call.scopes, call.app = identity.account, identity.scopes, identity.app
            return {} if call.site.cloud else {"X-Seraph-LoginReason": "OK"}
    if not scheme:
        return {}
    return _rejected(call, scheme.lower())


def challenge(call: Call, status: int) -> dict[str, str]:
    """Return what Server adds to a 401 that says nothing else of how to log in."""
    realm = quote(call.site.settings.url, safe="")
    return {"WWW-Authenticate": f'OAuth realm="{realm}"'} if status == 401 and not call.site.cloud else {}


def _rejected(call: Call, scheme: str) -> dict[str, str]:
    """Fall back to anonymous access on Cloud's site url; everywhere else refuse."""
    failed = {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}
    if call.site.cloud:
        if scheme == "basic" and "/ex/jira/" not in call.base:
            return failed
        if scheme == "bearer" and "/ex/jira/" not in call.base:
            raise Refused(403, body={"error": "Failed to parse Connect Session Auth Token"})
        raise Refused(401, body={"code": 401, "message": "Unauthorized"})
    if scheme == "oauth":
        raise refusal(call, Problem("token_rejected"))
    if scheme == "basic":
        page = b"<html><head><title>Unauthorized (401)</title></head><body><h1>Unauthorized (401)</h1></body></html>"
        raise Refused(401, body=page, headers={**failed, "WWW-Authenticate": 'Basic realm="Jira"'})
    body = {"message": "Client must be authenticated to access this resource.", "status-code": 401}
    raise Refused(401, body=body, headers=failed)
