"""Connection: one tenant's way to one tracker, and the policies that hold on it."""

from __future__ import annotations

import collections.abc as abc
from abc import abstractmethod
from typing import Annotated, Any, ClassVar, Final, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    SerializeAsAny,
    SerializerFunctionWrapHandler,
    field_serializer,
    field_validator,
    model_serializer,
)

from ..flow import Layer
from .mapping import Mapping
from .rows import Cipher, row_of, values_of

#: Longer than anybody waits, and short enough for the clocks of every system.
_DAY: Final = 86_400.0
Patience: TypeAlias = Annotated[float, Field(gt=0, le=_DAY)]
Pause: TypeAlias = Annotated[float, Field(ge=0, le=_DAY)]


class Auth(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """How requests are signed. The secrets in it are SecretStr, so that no repr and no log shows them."""

    mode: ClassVar[str]

    @abstractmethod
    def layer(self) -> Layer:
        """Return the layer that signs requests."""

    @model_serializer(mode="wrap", when_used="json")
    def _without_secrets(self, dump: SerializerFunctionWrapHandler) -> Any:
        for name, value in self:
            _refuse_to_dump(f"{type(self).__name__}.{name}", value)
        return dump(self)


def _refuse_to_dump(name: str, value: object) -> None:
    """Raise ValueError for a secret: its mask would be taken for the secret itself when it is read again."""
    if not isinstance(value, SecretStr):
        return
    raise ValueError(f"{name} is a secret and is not dumped: exclude it, and keep it encrypted elsewhere")


def _as_object(value: object) -> object:
    if value is None or isinstance(value, Auth):
        return value
    raise ValueError("credentials are given as an object, such as Bearer(token=...)")


class RetryPolicy(BaseModel, frozen=True, extra="forbid"):
    """How often, and for how long in all, a request is tried."""

    attempts: int = Field(default=4, ge=1)
    budget_seconds: float = Field(default=60, gt=0)
    first_pause_seconds: Pause = 0.5
    longest_pause_seconds: Pause = 30


class Connection(BaseModel):
    """
    Provider, URL, credentials and options of one tenant.

    `key` is stable and unique in a host: token stores and shared budgets need it. Strings are literal here; references
    such as `env:NAME` are read in plugins.toml only, so that no tenant can type one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True)

    provider: str = Field(min_length=1)
    url: str = ""
    auth: Annotated[SerializeAsAny[Auth] | None, BeforeValidator(_as_object)] = None
    key: str | None = None
    mapping: Mapping = Mapping()
    webhook_secret: SecretStr | None = None
    retry: RetryPolicy = RetryPolicy()
    timeout_seconds: Patience = 30
    options: dict[str, Any] = {}

    @property
    def origin(self) -> str:
        """The scheme, host and port of the URL."""
        return origin(self.url)

    @field_validator("url")
    @classmethod
    def _readable(cls, url: str) -> str:
        try:
            parts = urlsplit(url)
            secretive = parts.username is not None or parts.password is not None
            origin(url)
        except ValueError:
            raise ValueError("it cannot be read: its host or port is broken") from None
        if secretive:
            raise ValueError("it has user information in it, which every log would show: put credentials into `auth`")
        return url

    @field_serializer("webhook_secret", mode="wrap", when_used="json")
    def _without_secret(self, secret: SecretStr | None, dump: SerializerFunctionWrapHandler) -> Any:
        _refuse_to_dump("Connection.webhook_secret", secret)
        return dump(secret)

    def to_row(self, seal: Cipher) -> dict[str, Any]:
        """Return this as JSON for a database; `seal` encrypts each secret."""
        return row_of(self, seal)

    @classmethod
    def from_row(cls, row: abc.Mapping[str, Any], open: Cipher) -> Self:
        """Return what `to_row` was given; `open` decrypts each secret."""
        return cls(**values_of(row, open))

    def __hash__(self) -> int:
        # Thousands of tenants may share one URL and have no keys: only their secrets tell them apart.
        secrets = [value for _, value in self.auth or () if isinstance(value, SecretStr)]
        return hash((self.provider, self.url, self.key, *secrets))


def origin(url: str) -> str:
    """Return the origin of a URL, with the port spelled out."""
    parts = urlsplit(url)
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"
