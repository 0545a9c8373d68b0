"""Rules of limits in JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from ..refusal import Refused
from .rules import CloudRules, DataCenterRules

if TYPE_CHECKING:
    from . import Limits, Rules

__all__ = ["changed", "told"]


def changed(rules: Rules, asked: Mapping[str, Any]) -> Rules:
    """
    Return rules with what an object says of them.

    Raises:
        Refused: It says what there is no rule for.
    """
    kind = type(rules)
    values: dict[str, Any] = {found.name: getattr(rules, found.name) for found in fields(rules)}
    errors = {name: f"This platform has {', '.join(values)}." for name in asked if name not in values}
    for name in asked.keys() & values.keys():
        try:
            values[name] = _read(name, asked[name])
        except (TypeError, ValueError):
            errors[name] = "Give a whole number, an object of whole numbers, a list of logins, or null, as told by GET."
    if errors:
        raise Refused(400, errors=errors)
    return kind(**values)


def _read(name: str, value: object) -> object:
    if name in {"burst", "special"}:
        return {str(key): _count(number) for key, number in _pairs(value)}
    if name == "issue_writes":
        return {_count(int(key)): _count(number) for key, number in _pairs(value)}
    if name in {"exempt", "blocked"}:
        if not isinstance(value, list):
            raise TypeError(name)
        return frozenset(str(login) for login in cast("list[object]", value))
    if name == "points_scope":
        if value not in {"global", "tenant"}:
            raise ValueError(name)
        return value
    if value is None and name in {"points_per_hour", "size"}:
        return None
    return _count(value)


def _pairs(value: object) -> list[tuple[str, object]]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return list(cast("dict[str, object]", value).items())


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(value)
    return value


def told(limits: Limits) -> dict[str, Any]:
    """Return the rules as JSON."""
    rules: CloudRules | DataCenterRules = limits.rules
    values = {found.name: getattr(rules, found.name) for found in fields(rules)}
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, Mapping):
        return {str(key): number for key, number in cast("Mapping[object, object]", value).items()}
    return value
