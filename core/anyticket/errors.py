"""
The errors: one sentence each, with keyword-only attributes that survive pickle and copy.

    Error                     .provider .operation .connection_key .request_id
    |- ConfigError            names file, table, key, and the nearest known key
    |- PluginError            names the distribution
    |- NotLoaded              also an AttributeError
    |- Unsupported            nothing was sent
    |- Ambiguous              more than one thing has that name
    `- ProviderError          the tracker, or the way to it, failed
       |- TransportError      Timeout, ConnectError
       |- Unauthenticated     ReconnectNeeded
       |- Forbidden, NotFound, Gone, Conflict, Invalid, TooLarge, NotApplied
       `- RateLimited, Unavailable, Malformed

A subclass lists its attributes as a dataclass does, all with defaults; its constructor is made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final, Self, TypeVar, dataclass_transform

from .request import Request, Response

E = TypeVar("E", bound="Error")


def _again(kind: type[E], args: tuple[Any, ...], attributes: dict[str, Any]) -> E:
    """Make an error from its parts: pickle would call the constructor without its keywords."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(attributes)
    return error


@dataclass_transform(kw_only_default=True, eq_default=False, field_specifiers=(field,))
@dataclass(eq=False, repr=False)
class Error(Exception):
    """Whatever anyticket raises on purpose."""

    message: str = field(kw_only=False)
    provider: str | None = field(default=None, kw_only=True)
    operation: str | None = field(default=None, kw_only=True)
    connection_key: str | None = field(default=None, kw_only=True)
    request_id: str | None = field(default=None, kw_only=True)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        dataclass(eq=False, repr=False, kw_only=True)(cls)

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, self.__dict__)

    def located(
        self, *, provider: str | None = None, operation: str | None = None, connection_key: str | None = None
    ) -> Self:
        """Fill in, where it is not yet known, for whom this failed."""
        self.provider = self.provider or provider
        self.operation = self.operation or operation
        self.connection_key = self.connection_key or connection_key
        return self


class ConfigError(Error):
    """The configuration is wrong: in which file, table and key, and which known key is nearest."""

    file: str | None = None
    table: str | None = None
    key: str | None = None
    nearest: str | None = None


class PluginError(Error):
    """A plugin breaks the contract."""

    distribution: str | None = None


class NotLoaded(Error, AttributeError):
    """An attribute was read that nobody asked the tracker for; to `hasattr` it is absent."""

    attribute: str = ""
    load: str | None = None


class Unsupported(Error):
    """The tracker cannot be told this. Nothing was sent."""

    arguments: frozenset[str] = frozenset()


class Ambiguous(Error):
    """More than one thing has that name, or more than one way leads there."""

    choices: tuple[str, ...] = ()


class ProviderError(Error):
    """
    The tracker, or the way to it, failed.

    temporary: the same call may work later. exhausted: retries were made and used up.
    sent: the request left. may_have_happened: the tracker may have done it although the answer says nothing.
    """

    request: Request | None = None
    response: Response | None = None
    temporary: bool = False
    exhausted: bool = False
    sent: bool = True
    may_have_happened: bool = False

    always_temporary: ClassVar[bool] = False

    def __post_init__(self) -> None:
        self.request = self.request and redacted_request(self.request)
        self.response = self.response and redacted_response(self.response)
        self.temporary = self.temporary or self.always_temporary


class TransportError(ProviderError):
    """The way to the tracker failed, before or after it got the request."""

    always_temporary = True


class Timeout(TransportError):
    """No answer in time, or no time left."""


class ConnectError(TransportError):
    """No connection was made, so nothing was sent."""

    sent: bool = False


class Unauthenticated(ProviderError):
    """The tracker does not accept the credentials."""


class ReconnectNeeded(Unauthenticated):
    """The grant is gone: the user must consent again. An outage is never read as this."""


class Forbidden(ProviderError):
    """The account may not do this. `missing` names the scopes or permissions, where the tracker tells."""

    missing: tuple[str, ...] = ()


class NotFound(ProviderError):
    """It does not exist, or this account may not see it."""


class Gone(ProviderError):
    """It existed and does no more."""


class Conflict(ProviderError):
    """Somebody else was faster. `current` is what is there now, where that is known."""

    current: Any = None


class Invalid(ProviderError):
    """The tracker refuses values. `fields` maps each field, by id and by name, to what is wrong with it."""

    fields: Mapping[str, str] = field(default_factory=dict[str, str])


class TooLarge(ProviderError):
    """More than the tracker takes; `limit_bytes` where it is known."""

    limit_bytes: int | None = None


class NotApplied(ProviderError):
    """The tracker took the request and dropped a part of it in silence."""

    applied: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    ticket: Any = None


class RateLimited(ProviderError):
    """Too many requests. Nothing was done; `retry_after` is in seconds."""

    always_temporary = True

    retry_after: float | None = None
    reason: str | None = None


class Unavailable(ProviderError):
    """The tracker, or something in front of it, is down for now."""

    always_temporary = True

    retry_after: float | None = None


class Malformed(ProviderError):
    """The answer is not what the tracker's interface promises. `path` says where, as far as that is known."""

    path: str | None = None


#: Response headers that say nothing about anybody.
_SAFE_HEADERS: Final = frozenset({"content-type", "content-length", "retry-after", "date", "server", "allow"})
_SAFE_PREFIXES: Final = ("x-ratelimit-", "ratelimit", "x-request", "x-arequestid", "atl-traceid")


def redacted_request(request: Request) -> Request:
    """Return what may be kept of a request: its method, route, path and context."""
    return replace(request, query=(), headers={}, body=b"", url="")


def redacted_response(response: Response) -> Response:
    """Return what may be kept of an answer: its status, harmless headers, and its body, which no repr shows."""
    kept = {name: value for name, value in response.headers.items() if _harmless(name)}
    return Response(response.status, kept, response.body[:_LONGEST_KEPT_BODY])


_LONGEST_KEPT_BODY: Final = 16_384


def _harmless(header: str) -> bool:
    return header in _SAFE_HEADERS or header.startswith(_SAFE_PREFIXES)
