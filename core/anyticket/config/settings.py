"""Settings: what plugins.toml says, and how its connections and apps are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from ..auth.apps import OAuthApp
from ..errors import ConfigError, PluginError
from ..model.connection import Auth, Connection
from ..plugin.manager import PluginManager
from ..provider import Provider
from ..transport.addresses import check_url
from .credentials import credentials, literal_or_found, refuse_tokens, secret
from .places import Place, nearest_of
from .tables import AppTable, ConnectionTable

_NO_FILE: Final = "no plugins.toml was found, neither in this folder nor through ANYTICKET_CONFIG"


def _none() -> Mapping[str, ConnectionTable]:
    return MappingProxyType({})


def _no_apps() -> Mapping[str, AppTable]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Settings:
    """What is configured. `enabled` is None where every installed plugin may load."""

    file: str | None = None
    enabled: frozenset[str] | None = None
    connections: Mapping[str, ConnectionTable] = field(default_factory=_none)
    apps: Mapping[str, AppTable] = field(default_factory=_no_apps)

    def connection(self, name: str, manager: PluginManager) -> Connection:
        """
        Return a connection with its references looked up.

        A provider that needs no account, and so has a default URL, is a connection of its own name.
        """
        if name in self.connections:
            return self._made(name, self.connections[name], manager)
        provider = manager.providers().get(name)
        if provider is not None and provider.default_url is not None:
            return Connection(provider=name, url=provider.default_url, key=name)
        raise self._unknown(name, provider, manager)

    def app(self, name: str, manager: PluginManager) -> OAuthApp:
        """Return an OAuth app with its references looked up."""
        table = self.apps.get(name)
        if table is None:
            hint, near = nearest_of(name, self.apps)
            raise Place(self.file, "apps").error(f"there is no app {name!r}; {hint}", near)
        place = Place(self.file, f"apps.{name}")
        self._provider(table.provider, place, manager)
        client_secret = table.client_secret
        return OAuthApp(
            provider=table.provider,
            url=table.url,
            client_id=literal_or_found(table.client_id, place.at("client_id"), manager),
            client_secret=None if client_secret is None else secret(client_secret, place.at("client_secret"), manager),
            redirect_uri=table.redirect_uri,
            scopes=tuple(table.scopes),
        )

    def _made(self, name: str, table: ConnectionTable, manager: PluginManager) -> Connection:
        place = Place(self.file, f"connections.{name}")
        provider = self._provider(table.provider, place, manager)
        refuse_tokens(table.options, Place(self.file, f"connections.{name}.options"))
        url = _url(table.url, provider, place.at("url"), manager)
        auth = _auth(table, provider, place, manager)
        webhook_secret = _webhook_secret(table.webhook_secret, place.at("webhook_secret"), manager)
        try:
            return Connection(
                provider=table.provider,
                url=url,
                auth=auth,
                key=table.key or name,
                mapping=table.mapping,
                webhook_secret=webhook_secret,
                retry=table.retry,
                timeout_seconds=table.timeout_seconds,
                options=table.options,
            )
        except ValidationError as exc:
            first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
            raise place.at(".".join(map(str, first["loc"]))).error(first["msg"]) from None

    def _provider(self, name: str, place: Place, manager: PluginManager) -> type[Provider]:
        try:
            return manager.provider(name)
        except ConfigError as exc:
            raise place.at("provider").error(str(exc), exc.nearest) from None

    def _unknown(self, name: str, provider: type[Provider] | None, manager: PluginManager) -> ConfigError | PluginError:
        if provider is not None:
            here = Place(self.file, "connections")
            return here.error(f"{name!r} is a provider and needs a connection: add [connections.{name}] with its url")
        if problem := manager.problem_with(name):
            return problem
        own_names = [key for key, known in manager.providers().items() if known.default_url is not None]
        hint, near = nearest_of(name, [*self.connections, *own_names])
        where = "" if self.file else f" ({_NO_FILE})"
        return Place(self.file, "connections").error(f"there is no connection {name!r}; {hint}{where}", near)


def _url(written: str, provider: type[Provider], place: Place, manager: PluginManager) -> str:
    url = literal_or_found(written, place, manager) or provider.default_url
    if not url:
        raise place.error(f"provider {provider.name!r} needs the URL of its tracker")
    at_home = provider.default_url is not None and urlsplit(url).scheme not in {"http", "https"}
    if not at_home:  # a tracker within this process has addresses of its own
        try:
            check_url(url, network="open")
        except ConfigError as exc:
            raise place.error(str(exc)) from None
    return url


def _auth(table: ConnectionTable, provider: type[Provider], place: Place, manager: PluginManager) -> Auth | None:
    if table.auth is None:
        return None
    mode = table.auth.get("mode")
    kind = provider.auth_modes.get(mode) if isinstance(mode, str) else None
    inside = Place(place.file, f"{place.table}.auth")
    if kind is None:
        known = ", ".join(map(repr, provider.auth_modes)) or "none at all"
        near = nearest_of(mode, provider.auth_modes)[1] if isinstance(mode, str) else None
        given = f"{mode!r} is no auth mode" if isinstance(mode, str) else "the auth table needs a mode"
        raise inside.at("mode").error(f"{given}; provider {provider.name!r} has {known}", near)
    given_values = {name: value for name, value in table.auth.items() if name != "mode"}
    return credentials(kind, given_values, inside, manager)


def _webhook_secret(written: str | None, place: Place, manager: PluginManager) -> SecretStr | None:
    return None if written is None else secret(written, place, manager)
