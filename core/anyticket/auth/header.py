"""Header: a secret in a header of its own, for trackers that want theirs nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from ..flow import Layer, Send, Steps
from ..model.connection import Auth
from ..model.secret import SecretRef
from ..request import Request, Response


class Header(Auth, frozen=True):
    """One header with a secret value: `Header(name="X-Redmine-API-Key", value=...)`."""

    mode: ClassVar[str] = "header"

    name: str = Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")
    value: SecretStr = Field(min_length=1)

    @model_validator(mode="after")
    def _travels(self) -> Self:
        refuse_unsendable("value", self.value)
        return self

    def layer(self) -> Layer:
        """Return the layer that signs requests."""
        return signing(self.name, self.value.get_secret_value())


def signing(name: str, value: str) -> Layer:
    """Return a layer that sets one header, whatever the request has there."""
    name = name.lower()

    def layer(send: Send) -> Send:
        def signed(request: Request) -> Steps[Response]:
            others = {given: kept for given, kept in request.headers.items() if given.lower() != name}
            return send(replace(request, headers={**others, name: value}))

        return signed

    return layer


def refuse_unsendable(what: str, secret: SecretStr) -> None:
    """Raise ValueError, without showing it, if a secret cannot be in a header: most often a line end was copied."""
    if isinstance(secret, SecretRef):  # what it leads to is looked at when it has been looked up
        return
    value = secret.get_secret_value()
    if not value.isprintable() or value != value.strip():
        raise ValueError(f"the {what} has spaces or line ends around it, or control characters in it: copy it again")
