"""PluginManager: the plugins of one runtime, and typed ways to ask their hooks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING, Any, Final

import pluggy
from pydantic import SecretStr, ValidationError

from ..auth.tokens import TokenStore
from ..errors import ConfigError, PluginError
from ..layers.slots import SlottedLayer
from ..model.connection import Auth, Connection
from ..model.secret import Secret, SecretRef
from ..provider import API, Provider
from . import PROJECT
from .builtin import Builtin
from .hookspecs import Hooks
from .installed import Installed, PluginInfo, PluginState, installed, reason
from .secrets import SCHEMES

if TYPE_CHECKING:
    import typer

_BUILTIN: Final = "builtin"


class PluginManager:
    """
    Installed plugins, of which `enabled` names those that may load (None: all), and objects that the host gives.

    Objects answer before installed plugins, and those before what is built in.
    """

    def __init__(self, plugins: Sequence[object] = (), enabled: Collection[str] | None = None) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)
        self._infos: dict[str, PluginInfo] = {}
        self._providers: Mapping[str, type[Provider]] | None = None
        self._manager.register(Builtin(), _BUILTIN)
        for found in installed(enabled):
            self._add(found)
        for index, plugin in enumerate(plugins):
            self._add(_given(index, plugin))
        self._check_hooks()

    def providers(self) -> Mapping[str, type[Provider]]:
        """Return the providers by name. Raises PluginError for a name that two plugins claim."""
        if self._providers is None:
            self._providers = MappingProxyType(self._collected_providers())
        return self._providers

    def provider(self, name: str) -> type[Provider]:
        """Return a provider. Raises ConfigError, or PluginError if the plugin that should bring it is broken."""
        providers = self.providers()
        if name in providers:
            return providers[name]
        raise self.problem_with(name) or _unknown_provider(name, tuple(providers), tuple(self._infos.values()))

    def problem_with(self, provider: str) -> ConfigError | PluginError | None:
        """Return the error if a plugin, by its name, would bring this provider but is broken or not enabled."""
        for info in self._infos.values():
            if info.state is not PluginState.ENABLED and f"{provider}-".startswith(f"{info.name}-"):
                return _unusable(provider, info)
        return None

    def layers(self, connection: Connection) -> tuple[SlottedLayer, ...]:
        """Return the layers that plugins add for a connection."""
        answers: list[Sequence[SlottedLayer]] = self._manager.hook.anyticket_layers(connection=connection)
        return tuple(layer for layers in answers for layer in layers)

    def find_secret(self, reference: str) -> Secret | None:
        """Return what a reference leads to, or None if its scheme is nobody's. Raises ConfigError if nothing is there."""
        found: Secret | None = self._manager.hook.anyticket_secret(reference=reference)
        return found

    def secret(self, reference: str) -> Secret:
        """Return what a reference leads to. Raises ConfigError if nothing is there, or nobody knows the scheme."""
        found = self.find_secret(reference)
        if found is None:  # the message does not repeat what may be half of a literal secret
            near = next(iter(get_close_matches(reference.partition(":")[0], SCHEMES, n=1)), None)
            hint = f"the nearest is {near}:" if near else f"built in are {', '.join(f'{name}:' for name in SCHEMES)}"
            raise ConfigError(f"no plugin knows this kind of reference; {hint}", nearest=near)
        return found

    def resolved(self, connection: Connection) -> Connection:
        """Return the connection with its references looked up. Raises ConfigError that says which one leads nowhere."""
        changed: dict[str, Any] = {}
        if isinstance(connection.webhook_secret, SecretRef):
            changed["webhook_secret"] = self._looked_up(connection, "webhook_secret", connection.webhook_secret)
        if connection.auth is not None:
            found = {
                name: self._looked_up(connection, f"auth.{name}", value)
                for name, value in connection.auth
                if isinstance(value, SecretRef)
            }
            if found:
                changed["auth"] = _checked_again(connection, connection.auth, found)
        return connection.model_copy(update=changed) if changed else connection

    def _looked_up(self, connection: Connection, name: str, reference: SecretRef) -> SecretStr:
        try:
            return self.secret(reference.reference).value
        except ConfigError as exc:
            raise _misled(connection, name, str(exc)) from exc

    def token_store(self, connection: Connection) -> TokenStore:
        """Return the store that keeps the tokens of a connection."""
        store: TokenStore = self._manager.hook.anyticket_token_store(connection=connection)
        return store

    def commands(self) -> tuple[typer.Typer, ...]:
        """Return the command groups that plugins add."""
        return tuple(group for _, groups in self._asked("anyticket_commands") for group in groups)

    def listing(self) -> tuple[PluginInfo, ...]:
        """Return what is known of every plugin but the built-in one, which never fails."""
        brought: dict[str, list[str]] = {}
        for key, classes in self._asked("anyticket_providers"):
            brought[key] = [str(getattr(provider, "name", provider)) for provider in classes]
        return tuple(replace(info, providers=tuple(brought.get(key, ()))) for key, info in self._infos.items())

    def _add(self, found: Installed) -> None:
        key = f"{found.info.distribution or 'host'}:{found.info.name}"
        self._infos[key] = found.info
        if found.plugin is not None:
            self._checked(found.info, lambda: self._manager.register(found.plugin, key))

    def _checked(self, info: PluginInfo, step: Callable[[], Any]) -> None:
        try:
            step()
        except (pluggy.PluginValidationError, ValueError) as exc:
            raise PluginError(f"{info.origin}: {reason(exc)}", distribution=info.distribution) from exc

    def _check_hooks(self) -> None:
        """Refuse hooks that do not exist: whoever misspelt one would wait for ever to be called."""
        known = [name for name in vars(Hooks) if name.startswith(f"{PROJECT}_")]
        for key, info in self._infos.items():
            plugin = self._manager.get_plugin(key)
            for name in dir(plugin) if plugin is not None else ():
                if self._manager.parse_hookimpl_opts(plugin, name) is not None and name not in known:
                    near = next(iter(get_close_matches(name, known, n=1)), None)
                    hint = f"; did you mean {near}?" if near else f"; there are {', '.join(known)}"
                    raise PluginError(
                        f"{info.origin} implements {name!r}, which is no hook{hint}", distribution=info.distribution
                    )
        self._manager.check_pending()

    def _asked(self, hook: str) -> Iterator[tuple[str, Sequence[Any]]]:
        """Ask plugins one at a time; one that raises is broken from then on and spoils no answer of the others."""
        plugins = dict(self._manager.list_name_plugin())
        for key, info in self._infos.items():
            if info.state is not PluginState.ENABLED:
                continue
            others = [plugin for name, plugin in plugins.items() if name != key]
            try:
                answers: list[Sequence[Any]] = self._manager.subset_hook_caller(hook, others)()
            except (Exception, SystemExit) as exc:  # noqa: BLE001 - a stranger's code may raise anything
                self._infos[key] = replace(info, state=PluginState.BROKEN, problem=reason(exc))
            else:
                yield key, [item for answer in answers for item in answer]

    def _collected_providers(self) -> dict[str, type[Provider]]:
        found: dict[str, type[Provider]] = {}
        owners: dict[str, PluginInfo] = {}
        for key, classes in self._asked("anyticket_providers"):
            info = self._infos[key]
            for provider in classes:
                _check_contract(provider, info)
                if provider.name in found:
                    both = f"{owners[provider.name].origin} and {info.origin}"
                    raise PluginError(
                        f"both {both} bring a provider called {provider.name!r}: uninstall one, or choose with [plugins] enabled",
                        distribution=info.distribution,
                    )
                found[provider.name], owners[provider.name] = provider, info
        return found


def _checked_again(connection: Connection, auth: Auth, found: Mapping[str, SecretStr]) -> Auth:
    """Return credentials with what was found, which is checked as a literal would have been."""
    try:
        return type(auth)(**{**dict(auth), **found})
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        raise _misled(connection, "auth", first["msg"].removeprefix("Value error, ")) from None


def _misled(connection: Connection, name: str, problem: str) -> ConfigError:
    whose = f"connection {connection.key!r}" if connection.key else f"a connection of {connection.provider!r}"
    return ConfigError(f"{name} of {whose}: {problem}", key=name, connection_key=connection.key)


def _given(index: int, plugin: object) -> Installed:
    name = plugin.__name__ if isinstance(plugin, ModuleType) else type(plugin).__name__
    return Installed(PluginInfo(f"{name}#{index + 1}", None, None, PluginState.ENABLED), plugin)


def _check_contract(provider: Any, info: PluginInfo) -> None:
    if not (isinstance(provider, type) and issubclass(provider, Provider)):
        raise PluginError(f"{info.origin} brings {provider!r}, which is no Provider", distribution=info.distribution)
    if provider.api != API:
        raise PluginError(
            f"{provider.name!r} of {info.origin} follows version {provider.api} of the provider contract, not {API}: "
            f"install a release of it for this anyticket",
            distribution=info.distribution,
        )


def _unusable(name: str, info: PluginInfo) -> ConfigError | PluginError:
    if info.state is PluginState.BROKEN:
        return PluginError(
            f"provider {name!r} needs plugin {info.name!r} of {info.origin}, which is broken: {info.problem}",
            distribution=info.distribution,
        )
    return ConfigError(f"provider {name!r} needs plugin {info.name!r}: add it to [plugins] enabled", key="provider")


def _unknown_provider(name: str, known: Sequence[str], infos: Sequence[PluginInfo]) -> ConfigError:
    near = next(iter(get_close_matches(name, known, n=1)), None)
    hint = f"the nearest is {near!r}" if near else f"there is {', '.join(sorted(known)) or 'none'}"
    broken = [f"{info.name!r} of {info.origin} ({info.problem})" for info in infos if info.problem is not None]
    rest = f"; broken plugins that could have brought it: {', '.join(broken)}" if broken else ""
    return ConfigError(f"no plugin brings a provider {name!r}; {hint}{rest}", key="provider", nearest=near)
