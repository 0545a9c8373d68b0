"""Orders in JSON: an object with the name of the fault, what it takes, and the requests it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any, Final, cast

from ..limits.answers import REASONS
from ..refusal import Refused
from . import effects as _effects
from .effects import Effect, When
from .order import Order

__all__ = ["EFFECTS", "read_effect", "read_options", "told"]

EFFECTS: Final[dict[str, type[Any]]] = {
    found.name: found
    for found in (getattr(_effects, name) for name in _effects.__all__)
    if isinstance(getattr(found, "name", None), str)
}


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0


def _is_count(value: object) -> bool:
    return isinstance(value, int) and _is_number(value)


def _is_texts(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    found = cast("dict[object, object]", value)
    return all(isinstance(text, str) for pair in found.items() for text in pair)


_CHECKS: Final[Mapping[str, tuple[str, Callable[[object], bool]]]] = {
    "status": ("a status from 200 to 599", lambda value: _is_count(value) and 200 <= cast("int", value) <= 599),
    "headers": ("an object of texts", _is_texts),
    "media_type": ("a text", lambda value: isinstance(value, str)),
    "when": ("`before` or `after`", lambda value: value in {"before", "after"}),
    "seconds": ("a number from 0", _is_number),
    "bytes": ("a whole number from 0, or null", lambda value: value is None or _is_count(value)),
    "retry_after": ("a whole number from 0, or null", lambda value: value is None or _is_count(value)),
    "limit": ("a whole number from 0", _is_count),
    "reason": (f"one of {', '.join(REASONS)}", lambda value: value in REASONS),
    "reset": ("true or false", lambda value: isinstance(value, bool)),
    "chunked": ("true or false", lambda value: isinstance(value, bool)),
    "hold": ("true or false", lambda value: isinstance(value, bool)),
    "answer": ("JSON", lambda _: True),
}
_OPTIONS: Final[Mapping[str, tuple[str, Callable[[object], bool]]]] = {
    **dict.fromkeys(
        ("method", "path", "query", "body", "account"),
        ("a text, or null", lambda value: value is None or isinstance(value, str)),
    ),
    "times": (
        "a whole number from 1, or null for always",
        lambda value: value is None or (_is_count(value) and bool(value)),
    ),
    "skip": ("a whole number from 0", _is_count),
    "probability": ("a number from 0 to 1", lambda value: _is_number(value) and cast("float", value) <= 1),
    "seed": ("a whole number from 0", _is_count),
}


def read_effect(asked: Mapping[str, Any]) -> Effect:
    """
    Return the effect that an object names by `fault`.

    Raises:
        Refused: There is none of this name, or it does not take what is given.
    """
    kind = EFFECTS.get(str(asked.get("fault")))
    if kind is None:
        raise Refused(400, f"Say in `fault` what shall go wrong: one of {', '.join(sorted(EFFECTS))}.")
    taken = {found.name for found in fields(kind)}
    given = {name: value for name, value in asked.items() if name != "fault" and name not in _OPTIONS}
    errors = {name: f"{kind.name} takes no {name!r}." for name in given if name not in taken}
    errors |= _wrong({name: value for name, value in given.items() if name in taken}, _CHECKS)
    if errors:
        raise Refused(400, errors=errors)
    if "when" in given:
        given["when"] = When(given["when"])
    return cast("Effect", kind(**given))


def read_options(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return which requests an order is for, as arguments of `Faults.order`."""
    given = {name: asked[name] for name in _OPTIONS if name in asked}
    errors = _wrong(given, _OPTIONS)
    if errors:
        raise Refused(400, errors=errors)
    return given


def _wrong(given: Mapping[str, Any], checks: Mapping[str, tuple[str, Callable[[object], bool]]]) -> dict[str, str]:
    return {name: f"Give {checks[name][0]}." for name, value in given.items() if not checks[name][1](value)}


def told(order: Order) -> dict[str, Any]:
    """Return an order as JSON, with how often it happened."""
    counted = {name: getattr(order, name) for name in ("times", "skip", "probability", "matched", "fired")}
    effect = asdict(cast("Any", order.effect))
    return {"id": order.number, "fault": order.effect.name, **effect, **asdict(order.match), **counted}
