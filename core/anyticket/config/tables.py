"""The tables of plugins.toml as they are written: nothing is looked up yet."""

from __future__ import annotations

from collections.abc import Mapping as Table
from typing import Any

from pydantic import BaseModel, Field

from ..model.connection import Patience, RetryPolicy
from ..model.mapping import Mapping


class PluginTable(BaseModel, frozen=True, extra="forbid", strict=True):
    """[plugins]: which entry points may load; all, where nothing is said."""

    enabled: list[str] | None = None


class ConnectionTable(BaseModel, frozen=True, extra="forbid"):
    """[connections.NAME]. `auth` holds its mode and what the provider wants for that mode."""

    provider: str = Field(min_length=1)
    url: str = ""
    auth: dict[str, Any] | None = None
    key: str | None = None
    mapping: Mapping = Mapping()
    webhook_secret: str | None = None
    retry: RetryPolicy = RetryPolicy()
    timeout_seconds: Patience = 30
    options: dict[str, Any] = {}


class AppTable(BaseModel, frozen=True, extra="forbid"):
    """[apps.NAME]: an OAuth client."""

    provider: str = Field(min_length=1)
    url: str | None = None
    client_id: str = Field(min_length=1)
    client_secret: str | None = None
    redirect_uri: str | None = None
    scopes: list[str] = []


class Document(BaseModel, frozen=True, extra="forbid"):
    """The whole file."""

    plugins: PluginTable = PluginTable()
    connections: Table[str, ConnectionTable] = {}
    apps: Table[str, AppTable] = {}
