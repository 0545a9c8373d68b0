"""
The ways into Jira: an e-mail address with an API token, a personal access token, a user name with a password; OAuth 2,
by a person's consent or with an app's own credentials.
"""

from __future__ import annotations

from base64 import b64encode
from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from anyticket.auth.basic import Basic
from anyticket.auth.bearer import Bearer
from anyticket.auth.header import refuse_unsendable, signing
from anyticket.auth.oauth2 import ClientCredentials, OAuth2
from anyticket.flow import Layer
from anyticket.model.connection import Auth

__all__ = ["ApiToken", "Basic", "ClientCredentials", "OAuth2", "Pat"]


class ApiToken(Auth, frozen=True):
    """
    The e-mail address of an Atlassian account, or of a service account, with one of its API tokens.

    Tokens with scopes work at `https://api.atlassian.com/ex/jira/{cloudId}` only.
    """

    # https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account
    mode: ClassVar[str] = "api-token"

    email: str = Field(min_length=3, pattern=r"^[^:\x00-\x20\x7f]+@[^:\x00-\x20\x7f]+$")
    token: SecretStr = Field(min_length=1)

    @model_validator(mode="after")
    def _travels(self) -> Self:
        refuse_unsendable("token", self.token)
        return self

    def layer(self) -> Layer:
        """Return the layer that signs requests."""
        pair = f"{self.email}:{self.token.get_secret_value()}"
        return signing("authorization", f"Basic {b64encode(pair.encode()).decode()}")


class Pat(Bearer, frozen=True):
    """A personal access token of a server, from Jira 8.14 on."""

    # https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
    mode: ClassVar[str] = "pat"
