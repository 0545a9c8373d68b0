"""What an administrator sets up: filters, dashboards, schemes, webhooks, avatars, and long-running tasks."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Record

__all__ = ["Avatar", "Dashboard", "Filter", "Scheme", "Setting", "Task", "Webhook"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter(Record):
    name: str
    owner_id: int
    jql: str
    description: str = ""
    favourite_of: tuple[int, ...] = ()
    shares: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dashboard(Record):
    name: str
    owner_id: int
    description: str = ""
    shares: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Record):
    """A scheme that is only read: `permission`, `notification` or `security`; its grants as on the wire."""

    kind: str
    name: str
    description: str = ""
    entries: tuple[dict[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook(Record):
    """
    A registered webhook.

    Attributes:
        kind: `admin`, `dynamic` (of an app) or `server` (the resource of Data Center 10 and later).
        owner: The account, or for dynamic ones the app, that registered it.
        settings: What only this kind has, as on the wire.
    """

    kind: str
    url: str
    events: tuple[str, ...]
    name: str = ""
    jql: str = ""
    enabled: bool = True
    secret: str | None = None
    exclude_body: bool = False
    owner: str = ""
    person_id: int | None = None
    created: int = 0
    updated: int = 0
    expires: int | None = None
    settings: dict[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Avatar(Record):
    kind: str
    owner: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Record):
    """A long-running task: its state as on the wire."""

    kind: str
    person_id: int
    state: dict[str, object]
    created: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Record):
    """A setting of the whole site, such as how many hours a working day has."""

    name: str
    value: object
