"""Bearer: a token that stands for its owner, such as a personal access token."""

from __future__ import annotations

from typing import ClassVar, Self

from pydantic import Field, SecretStr, model_validator

from ..flow import Layer
from ..model.connection import Auth
from .header import refuse_unsendable, signing


class Bearer(Auth, frozen=True):
    """A token in the Authorization header."""

    mode: ClassVar[str] = "bearer"

    token: SecretStr = Field(min_length=1)

    @model_validator(mode="after")
    def _travels(self) -> Self:
        refuse_unsendable("token", self.token)
        return self

    def layer(self) -> Layer:
        """Return the layer that signs requests."""
        return signing("authorization", f"Bearer {self.token.get_secret_value()}")
