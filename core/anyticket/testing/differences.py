"""Differences between the effect that a script expects and the one that came, in lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import ndiff
from functools import partial
from typing import Any, TypeAlias

import orjson

from anyticket.flow import Call, Effect, Exclusive, Sleep, Together
from anyticket.request import Body, Multipart, Pairs, Request, Upload

Expected: TypeAlias = Effect | type[Effect]


def differences(expected: Expected, came: Effect) -> list[str]:
    """Return what is different; nothing if `came` is what was expected, or of the class that was expected."""
    if isinstance(expected, type):
        return [] if isinstance(came, expected) else ["another kind of effect"]
    if type(expected) is not type(came):
        return ["another kind of effect"]
    return list(_inside(expected, came))


def told(effect: Expected) -> str:
    """Return one line about an effect."""
    match effect:
        case type():
            return f"any {effect.__name__}"
        case Request():
            query = f"?{_shown(effect.query)}" if effect.query else ""
            return f"{effect.method} {effect.path}{query}"
        case Sleep():
            return f"Sleep {effect.seconds:g} s"
        case Exclusive():
            return f"Exclusive {effect.key!r}"
        case Call():
            return f"Call {_callee(effect)[0]}"
        case Together():
            return f"Together, {len(effect.steps)} flows"


def _inside(expected: Effect, came: Effect) -> Iterator[str]:
    match expected, came:
        case Request(), Request():
            yield from _requests(expected, came)
        case Sleep(), Sleep():
            yield from _plain("seconds", expected.seconds, came.seconds)
        case Exclusive(), Exclusive():
            for name in ("key", "slots", "shielded"):
                yield from _plain(name, getattr(expected, name), getattr(came, name))
        case Call(), Call():
            yield from _plain("call", _callee(expected), _callee(came))
        case Together(), Together():
            yield from _plain("flows", len(expected.steps), len(came.steps))
            yield from _plain("at_most", expected.at_most, came.at_most)
        case _:
            yield "another kind of effect"


def _requests(expected: Request, came: Request) -> Iterator[str]:
    for name in ("method", "route", "path", "repeatable", "expects"):
        yield from _plain(name, getattr(expected, name), getattr(came, name))
    if sorted(expected.query) != sorted(came.query):
        yield from _lines("query", _pairs(expected.query), _pairs(came.query))
    for name, value in expected.headers.items():
        yield from _plain(f"header {name}", value, came.headers.get(name))
    if (wanted := _content(expected.body)) != (got := _content(came.body)):
        yield from _lines("body", _text(wanted), _text(got))


def _plain(name: str, expected: object, came: object) -> Iterator[str]:
    if expected != came:
        yield f"{name}: expected {expected!r}, came {came!r}"


def _lines(name: str, expected: list[str], came: list[str]) -> Iterator[str]:
    yield f"{name}: (- expected, + came)"
    yield from (f"  {line.rstrip()}" for line in ndiff(expected, came) if not line.startswith("?"))


def _pairs(query: Pairs) -> list[str]:
    return [f"{name}={value}" for name, value in sorted(query)]


def _shown(query: Pairs) -> str:
    return "&".join(f"{name}={value}" for name, value in query)


def _content(body: Body) -> Any:
    """Return a body in a form in which equal ones compare equal: JSON parsed, parts as tuples."""
    match body:
        case bytes():
            try:
                return orjson.loads(body)
            except orjson.JSONDecodeError:
                return body
        case Upload():
            return body.content, body.size_bytes, body.media_type
        case Multipart():
            return [(part.name, part.filename, _content(part.body)) for part in body.parts]


def _text(content: Any) -> list[str]:
    if isinstance(content, dict | list):
        written = orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS, default=repr)
        return written.decode().splitlines()
    return [repr(content)]


def _callee(effect: Call) -> tuple[Any, ...]:
    function = effect.function
    if isinstance(function, partial):
        return function.func, function.args, tuple(sorted(function.keywords.items()))
    return function, (), ()
