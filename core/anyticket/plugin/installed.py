"""The plugins that are installed: found by their entry points, imported one at a time, described for people."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from importlib.metadata import EntryPoint, entry_points
from textwrap import shorten

from ..errors import ConfigError
from . import PROJECT


class PluginState(StrEnum):
    """Whether a plugin works."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """What is known of a plugin. `problem` says why it is broken; an object that a host gave has no distribution."""

    name: str
    distribution: str | None
    version: str | None
    state: PluginState
    providers: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def origin(self) -> str:
        """Whom to blame, in words."""
        return f"{self.name!r}, given by the host" if self.distribution is None else self.distribution


@dataclass(frozen=True, slots=True)
class Installed:
    """An entry point and what came of importing it."""

    info: PluginInfo
    plugin: object | None = None


def installed(enabled: Collection[str] | None) -> Iterator[Installed]:
    """Import what is enabled, None meaning all; one that raises is broken, and the next one is none the worse."""
    points = _entry_points()
    if enabled is not None:
        _check_known(enabled, {point.name for point in points})
    for point in points:
        if enabled is None or point.name in enabled:
            yield _imported(point)
        else:
            yield Installed(_info(point, PluginState.DISABLED))


def reason(exc: BaseException) -> str:
    """Say in one line what was raised."""
    text = shorten(str(exc), 200, placeholder="…")
    return f"{type(exc).__name__}: {text}" if text else type(exc).__name__


def _entry_points() -> tuple[EntryPoint, ...]:
    """Return the entry points by name; a distribution that is on the path twice counts once."""
    found = {(_distribution(point), point.name, point.value): point for point in entry_points(group=PROJECT)}
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0])))


def _imported(point: EntryPoint) -> Installed:
    try:
        return Installed(_info(point, PluginState.ENABLED), point.load())
    except (Exception, SystemExit) as exc:  # noqa: BLE001 - a stranger's module may raise anything
        return Installed(_info(point, PluginState.BROKEN, reason(exc)))


def _info(point: EntryPoint, state: PluginState, problem: str | None = None) -> PluginInfo:
    version = point.dist.version if point.dist is not None else None
    return PluginInfo(point.name, _distribution(point), version, state, problem=problem)


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.module


def _check_known(enabled: Collection[str], names: Collection[str]) -> None:
    for name in enabled:
        if name not in names:
            near = next(iter(get_close_matches(name, names, n=1)), None)
            hint = f"the nearest is {near!r}" if near else f"there is {', '.join(sorted(names)) or 'none'}"
            raise ConfigError(f"no plugin {name!r} is installed; {hint}", table="plugins", key="enabled", nearest=near)
