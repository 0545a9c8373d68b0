"""
Provider: what a plugin implements. Overriding an operation declares it; `accepts` declares its inputs.

An operation takes at most one input object, whose fields are the names: `@accepts("title", "labels.amend")`.
What a variant of a tracker cannot do is not overridden, and so it is Unsupported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from ..capability import Limits, Support, accepted, supported
from ..errors import ConfigError, PluginError, ProviderError
from ..flow import Flow, Send, wire
from ..model.connection import Auth, Connection, origin
from ..model.ticket import LOADS, Load, Ticket
from ..request import Request, Response
from .agile import AgileOperations
from .answers import error_by_status
from .attachments import AttachmentOperations
from .authorization import AuthorizationServer
from .catalogue import CatalogueOperations
from .checks import CheckOperations
from .comments import CommentOperations
from .links import LinkOperations
from .memory import Memory
from .operations import OPERATIONS, entry_of, input_names
from .people import PeopleOperations
from .projects import ProjectOperations
from .tickets import TicketOperations
from .watchers import WatcherOperations
from .webhooks import WebhookOperations
from .worklogs import WorklogOperations

API: Final = 1


class Provider(
    TicketOperations,
    CommentOperations,
    AttachmentOperations,
    LinkOperations,
    WorklogOperations,
    WatcherOperations,
    PeopleOperations,
    ProjectOperations,
    CatalogueOperations,
    AgileOperations,
    WebhookOperations,
    CheckOperations,
):
    """The translation to one tracker, for one connection."""

    name: ClassVar[str]
    """What connections call it: `jira-cloud`."""
    api: ClassVar[int] = API
    """The version of this contract. It changes with a signature or a meaning, never with an addition."""
    dialect: ClassVar[str] = ""
    """The name of the tracker's own terms, in `Query.native` and `draft.extra`."""
    reads: ClassVar[frozenset[str]] = frozenset()
    """The attributes of Ticket that the tracker has. Those that `load=` can name are loaded on demand."""
    limits: ClassVar[Limits] = Limits()
    auth_modes: ClassVar[Mapping[str, type[Auth]]] = {}
    """The ways in, by the `mode` of plugins.toml."""
    default_url: ClassVar[str | None] = None
    """The URL of a connection that nobody configured, for a tracker that needs no account."""
    variants: ClassVar[tuple[type[Provider], ...]] = ()
    """What `settle` may answer, where it answers another class."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.memory = Memory()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name, function in vars(cls).items():
            if unknown := accepted(function) - (input_names(name) if name in OPERATIONS else frozenset()):
                wrong = ", ".join(map(repr, sorted(unknown)))
                raise PluginError(f"{cls.__name__}.{name} accepts {wrong}, which its input does not have")
        if unknown := cls.reads - Ticket.model_fields.keys():
            raise PluginError(f"{cls.__name__}.reads names {sorted(unknown)}, which Ticket does not have")

    def settle(self) -> Flow[Provider]:
        """Return the provider to work with, once per connection before its first operation."""
        return self
        yield  # pyright: ignore[reportUnreachable]

    def wire(self) -> Send:
        """Return the innermost send: the driver's, unless the tracker lives in this process."""
        return wire

    def base_url(self) -> str:
        """Return the URL that paths are relative to."""
        return self.connection.url.rstrip("/")

    def origins(self) -> frozenset[str]:
        """Return the origins that requests may be signed for."""
        return frozenset({origin(self.base_url()), self.connection.origin})

    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        """Return what an answer says went wrong, or None. Called for every answer, whatever its status."""
        return error_by_status(request, response)

    def refuses_token(self, request: Request, response: Response) -> bool:
        """Tell whether an answer refuses the access token itself, so that a renewed one may help."""
        return response.status == 401

    @classmethod
    def authorization_server(cls, url: str | None) -> AuthorizationServer:
        """Return where the tracker's OAuth 2 is, at `url` if an app says so. Raises ConfigError if there is none."""
        at = f" at {url}" if url else ""
        raise ConfigError(f"provider {cls.name!r} has no OAuth 2{at}: use one of its auth modes", key="auth")

    @classmethod
    def supports(cls, operation: str, *names: str) -> bool:
        """Tell whether the tracker has the operation and can be told these fields of its input."""
        facts = entry_of(operation).facts
        if cls.variants:
            return any(variant.supports(operation, *names) for variant in cls.variants)
        if facts.derived_from is not None and not cls._overrides(operation):
            return cls.supports(facts.derived_from, *names)
        return cls._overrides(operation) and accepted(cls.method(operation)) >= set(names)

    @classmethod
    def loadable(cls) -> frozenset[Load]:
        """Return what `load=` can bring."""
        if cls.variants:
            return frozenset[Load]().union(*(variant.loadable() for variant in cls.variants))
        return frozenset(load for load in LOADS if load in cls.reads)

    @classmethod
    def support(cls, operation: str) -> Support:
        """Return how well an operation is supported."""
        return supported(cls.method(operation))

    @classmethod
    def method(cls, operation: str) -> Callable[..., Any]:
        """Return this provider's function for an operation of core."""
        function: Callable[..., Any] = getattr(cls, operation, entry_of(operation).function)
        return function

    @classmethod
    def _overrides(cls, operation: str) -> bool:
        return cls.method(operation) is not entry_of(operation).function
