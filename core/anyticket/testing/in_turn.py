"""
In turn: the layer with which what an operation does side by side is done one after the other, in the order given.

Requests that are made side by side reach a tracker in any order. A recording needs the same one each time.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final, TypeVar

from anyticket.flow import Effect, Exclusive, Steps, Together, end
from anyticket.layers.slots import Perform, Slot, SlottedLayer

T = TypeVar("T")


def in_turn(steps: Steps[T]) -> Steps[T]:
    """Run `steps`, and whatever it lets run side by side one after the other."""
    try:
        effect = next(steps)
        while True:
            try:
                answer = yield from _answered(effect)
            except Exception as exc:  # noqa: BLE001 (whatever it is, it is thrown on into the flow)
                effect = steps.throw(exc)
            else:
                effect = steps.send(answer)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        end(steps)


def _answered(effect: Effect) -> Steps[Any]:
    match effect:
        case Together():
            return (yield from _one_by_one(effect.steps))
        case Exclusive():
            return (yield replace(effect, steps=in_turn(effect.steps)))
        case _:
            return (yield effect)


def _one_by_one(flows: tuple[Steps[Any], ...]) -> Steps[tuple[Any, ...]]:
    results: list[Any] = []
    try:
        for flow in flows:
            results.append((yield from in_turn(flow)))  # noqa: PERF401 (a comprehension cannot yield)
    finally:
        for flow in flows[len(results) :]:
            end(flow)
    return tuple(results)


def _layer(perform: Perform) -> Perform:
    return lambda invocation: in_turn(perform(invocation))


IN_TURN: Final[SlottedLayer] = (Slot.OPERATION, _layer)
