"""Connection: one tenant's way to one tracker, and the policies that hold on it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from ..flow import Layer
from .mapping import Mapping


class Auth(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """How requests are signed. The secrets in it are SecretStr, so that no repr and no log shows them."""

    mode: ClassVar[str]

    @abstractmethod
    def layer(self) -> Layer:
        """Return the layer that signs requests."""


class RetryPolicy(BaseModel, frozen=True, extra="forbid"):
    """How often, and for how long in all, a request is tried."""

    attempts: int = Field(default=4, ge=1)
    budget_seconds: float = Field(default=60, gt=0)
    first_pause_seconds: float = Field(default=0.5, ge=0)
    longest_pause_seconds: float = Field(default=30, ge=0)


class Connection(BaseModel):
    """
    Provider, URL, credentials and options of one tenant.

    `key` is stable and unique in a host: token stores and shared budgets need it. Strings are literal here; references
    such as `env:NAME` are read in plugins.toml only, so that no tenant can type one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True)

    provider: str = Field(min_length=1)
    url: str = ""
    auth: Auth | None = None
    key: str | None = None
    mapping: Mapping = Mapping()
    webhook_secret: SecretStr | None = None
    retry: RetryPolicy = RetryPolicy()
    timeout_seconds: float = Field(default=30, gt=0)
    options: dict[str, Any] = {}

    @property
    def origin(self) -> str:
        """The scheme, host and port of the URL."""
        return origin(self.url)

    def __hash__(self) -> int:
        return hash((self.provider, self.url, self.key))


def origin(url: str) -> str:
    """Return the origin of a URL, with the port spelled out."""
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"
