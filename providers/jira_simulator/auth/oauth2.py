"""Bearer tokens of OAuth 2.0: of people and service accounts, on Cloud through the gateway alone."""

from __future__ import annotations

from ..refusal import Refused
from ..rest.call import Call
from .identity import Identity
from .oauth2_tokens import find_token, grant_of, identity_of_token

__all__ = ["oauth2"]

_NOT_GRANTED = {"code": 403, "message": "The app is not installed on this instance"}


def oauth2(call: Call, credential: str) -> Identity | None:
    """
    Return who an access token is from.

    Raises:
        Refused: The token is good, but not for this site.
    """
    site, first = call.site, call.site.family[0]
    token = find_token(first, credential, "access")
    if token is None or (site.cloud and "/ex/jira/" not in call.base):
        return None
    grant = grant_of(first, token)
    if grant is None:
        return None
    if site.cloud and site.settings.cloud_id not in grant.sites:
        raise Refused(403, body=_NOT_GRANTED)
    if not site.cloud and first.store.apps[token.app_id].kind == "service" and not call.url.startswith("/rest/api/"):
        return None  # service accounts of Data Center reach the platform API alone
    return identity_of_token(site, token)
