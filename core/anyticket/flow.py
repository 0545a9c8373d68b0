"""
Flows: operations written as generators that do no I/O.

A provider yields a `Request` and is sent its `Response`; the other effects are asked for with `yield from`:

    response = yield Request.get("/issue/{}", key)
    yield from sleep(2.0)
    tickets = yield from together(self.get_ticket(key) for key in keys)

The helpers are plain functions that return a generator. As generator functions they would read their arguments
only when they run, and a generator expression would meet the last value of its loop.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, ParamSpec, TypeAlias, TypeVar, assert_never
from warnings import warn

from .request import Request, Response

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sleep:
    """Let time pass."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Exclusive:
    """Run `steps` while holding one of the `slots` of `key`; `shielded` steps, once begun, are not cancelled."""

    key: str
    steps: Steps[Any]
    slots: int = 1
    shielded: bool = False

    def __post_init__(self) -> None:
        if self.slots < 1:
            raise ValueError(f"{self.key!r} needs at least one slot; with {self.slots} it is never free")


@dataclass(frozen=True, slots=True)
class Call:
    """Run something that blocks, where it stalls nobody."""

    function: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Together:
    """Run all `steps` side by side, at most `at_most` of them at a time."""

    steps: tuple[Steps[Any], ...]
    at_most: int

    def __post_init__(self) -> None:
        if self.at_most < 1:
            raise ValueError(f"at_most must be at least 1, not {self.at_most}")


Effect: TypeAlias = Request | Sleep | Exclusive | Call | Together
#: What a provider writes. Its bare yields are requests, so what they answer has a type.
Flow: TypeAlias = Generator[Effect, Response, T]
#: What layers write and drivers run; the answer depends on the effect. A Flow is a Steps and a Steps is a Flow.
Steps: TypeAlias = Generator[Effect, Any, T]
Send: TypeAlias = Callable[[Request], Steps[Response]]
Layer: TypeAlias = Callable[[Send], Send]


def _ask(effect: Effect) -> Steps[Any]:
    return (yield effect)


def wire(request: Request) -> Steps[Response]:
    """Hand a request to the driver: the innermost `Send`."""
    return _ask(request)


def sleep(seconds: float) -> Steps[None]:
    """Wait."""
    return _ask(Sleep(seconds))


def exclusive(key: str, steps: Steps[T], *, slots: int = 1, shielded: bool = False) -> Steps[T]:
    """Run `steps` while nobody else of this runtime, or fewer than `slots`, hold `key`."""
    return _ask(Exclusive(key, steps, slots, shielded))


def call(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Steps[T]:
    """Run a blocking function."""
    return _ask(Call(partial(function, *args, **kwargs)))


def together(flows: Iterable[Steps[T]], *, at_most: int = 8) -> Steps[tuple[T, ...]]:
    """Run flows side by side; their results come in order, and the first error ends the others."""
    return _ask(Together(tuple(flows), at_most))


def done(value: T) -> Steps[T]:
    """Return a flow that has nothing to ask."""
    return value
    yield  # pyright: ignore[reportUnreachable]


def unstarted(steps: Steps[T]) -> Steps[T]:
    """Return `steps`, unless it has run before: a second time it would answer None in silence."""
    if getattr(steps, "gi_frame", steps) is None:
        raise RuntimeError(f"{steps!r} has already run, and a flow runs once: make it anew")
    return steps


def end(steps: Steps[Any]) -> None:
    """Close a flow; one that yields while it is closed must not hide the interrupt or cancellation that ended it."""
    try:
        steps.close()
    except RuntimeError as exc:
        warn(f"{steps!r} must not yield while it is being closed: {exc}", RuntimeWarning, stacklevel=2)


def through(flow: Steps[T], send: Send) -> Steps[T]:
    """
    Run `flow` with each request it makes, also in flows nested in it, passed through `send`.

    What the layers inside `send` yield goes on to the driver as it is, so nothing passes them twice.
    """
    try:
        effect = next(unstarted(flow))
        while True:
            try:
                answer = yield from _passed(effect, send)
            except Exception as exc:
                effect = flow.throw(exc)
            else:
                effect = flow.send(answer)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        end(flow)


def _passed(effect: Effect, send: Send) -> Steps[Any]:
    """Return the steps that answer one effect of a flow that goes through `send`."""
    match effect:
        case Request():
            return send(effect)
        case Exclusive():
            return _ask(replace(effect, steps=through(effect.steps, send)))
        case Together():
            return _ask(replace(effect, steps=tuple(through(steps, send) for steps in effect.steps)))
        case Sleep() | Call():
            return _ask(effect)
        case _:
            assert_never(effect)
