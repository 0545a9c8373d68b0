"""
Script: a driver for tests that performs nothing. It is a list of (expected effect, reply) pairs.

    script = Script(
        (Request.get("/issue/{}", "A-1"), {"id": "1", "key": "A-1"}),
        (Sleep(2.0), None),
        (Exclusive, None),                                      # any lock; what it guards is played next
        (Request.post("/issue", json={"title": "x"}), Timeout("no answer")),
    )
    ticket = script.run(provider.get_ticket("A-1"), checked_by=provider)

A class stands for any effect of its kind. A request is replied to with a Response, with JSON, or with None for an empty
answer; a Call with its value or with PERFORM, which really calls; an exception is thrown into the flow. What a lock
guards, and what runs side by side, is played in order after its own entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeAlias, TypeVar, assert_never

import orjson

from anyticket.flow import Call, Effect, Exclusive, Sleep, Steps, Together, end, unstarted
from anyticket.provider import Provider
from anyticket.request import JSON_TYPE, Request, Response

from .differences import differences, told

T = TypeVar("T")

Expected: TypeAlias = Effect | type[Effect]
Pair: TypeAlias = tuple[Expected, Any]


class _Perform:
    def __repr__(self) -> str:
        return "PERFORM"


#: The reply to a Call that lets it happen.
PERFORM: Final = _Perform()


class ScriptError(AssertionError):
    """A flow did not keep to its script. It is never thrown into the flow, which might handle it."""


class Script:
    """Plays the pairs in order. `asked` has the effects that came."""

    def __init__(self, *pairs: Pair) -> None:
        self._pairs: Sequence[Pair] = pairs
        self.asked: list[Effect] = []

    def run(self, steps: Steps[T], *, checked_by: Provider | None = None) -> T:
        """
        Run a flow by the script and return its result.

        With `checked_by`, an answer that this provider reads as an error is thrown, as it is behind the `check` layer.
        Raises ScriptError if the flow asks for something else, or ends before the script does.
        """
        try:
            result = self._run(steps, checked_by)
        except ScriptError:
            raise
        except BaseException as exc:
            if missing := self._unplayed():
                exc.add_note(missing)
            raise
        if missing := self._unplayed():
            raise ScriptError(missing)
        return result

    def _run(self, steps: Steps[T], checked_by: Provider | None) -> T:
        try:
            effect = next(unstarted(steps))
            while True:
                try:
                    answer = self._perform(effect, checked_by)
                except ScriptError:
                    raise
                except Exception as exc:  # noqa: BLE001 (the flow decides what it can handle)
                    effect = steps.throw(exc)
                else:
                    effect = steps.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            end(steps)

    def _perform(self, effect: Effect, checked_by: Provider | None) -> Any:
        reply = self._reply_to(effect)
        if isinstance(reply, Exception):
            raise reply
        match effect:
            case Request():
                return _checked(effect, _response(reply), checked_by)
            case Call():
                return effect.function() if reply is PERFORM else reply
            case Exclusive():
                return self._run(effect.steps, checked_by)
            case Together():
                return tuple([self._run(steps, checked_by) for steps in effect.steps])
            case Sleep():
                return None
            case _:
                assert_never(effect)

    def _reply_to(self, effect: Effect) -> Any:
        self.asked.append(effect)
        number, total = len(self.asked), len(self._pairs)
        if number > total:
            raise ScriptError(f"the script has {total} steps, and then came\n  {told(effect)}")
        expected, reply = self._pairs[number - 1]
        if wrong := differences(expected, effect):
            lines = "\n  ".join([f"expected  {told(expected)}", f"came      {told(effect)}", *wrong])
            raise ScriptError(f"step {number} of {total} is not what the script expects\n  {lines}")
        return reply

    def _unplayed(self) -> str:
        missing = self._pairs[len(self.asked) :]
        lines = "\n  ".join(told(expected) for expected, _ in missing)
        return f"{len(missing)} of {len(self._pairs)} steps were never asked for:\n  {lines}" if missing else ""


def _response(reply: Any) -> Response:
    if isinstance(reply, Response):
        return reply
    if reply is None:
        return Response(204)
    return Response(200, {"content-type": JSON_TYPE}, orjson.dumps(reply))


def _checked(request: Request, response: Response, provider: Provider | None) -> Response:
    if provider is not None and (error := provider.read_error(request, response)) is not None:
        raise error
    return response
