"""OAuthApp: the client that a host registered with a tracker's vendor, one for all tenants."""

from __future__ import annotations

from pydantic import BaseModel, Field, SecretStr


class OAuthApp(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """
    An OAuth client. A grant belongs to an app and an account; connections refer to it.

    `url` is the address of the authorization server, where the vendor does not have one for all: a server's own.
    """

    provider: str = Field(min_length=1)
    url: str | None = None
    client_id: str = Field(min_length=1)
    client_secret: SecretStr | None = None
    redirect_uri: str | None = None
    scopes: tuple[str, ...] = ()
