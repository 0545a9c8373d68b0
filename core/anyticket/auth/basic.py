"""Basic: a user name and a password, or what a tracker takes in its place."""

from __future__ import annotations

from base64 import b64encode
from typing import ClassVar

from pydantic import Field, SecretStr

from ..flow import Layer
from ..model.connection import Auth
from .header import signing


class Basic(Auth, frozen=True):
    """User name and password in the Authorization header."""

    # https://www.rfc-editor.org/rfc/rfc7617.html: a user name cannot have a colon
    mode: ClassVar[str] = "basic"

    username: str = Field(min_length=1, pattern=r"^[^:\x00-\x1f\x7f]+$")
    password: SecretStr

    def layer(self) -> Layer:
        """Return the layer that signs requests."""
        pair = f"{self.username}:{self.password.get_secret_value()}"
        return signing("authorization", f"Basic {b64encode(pair.encode()).decode()}")
