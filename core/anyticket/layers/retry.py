"""
Retry: send a request again where that can help and cannot hurt.

Outermost, so it sees errors and never statuses. A request is repeated only if the error is temporary and either the
request is repeatable, or it provably did nothing: it never left, or it was refused for coming too often.
A body that cannot be read a second time is sent once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ..errors import ProviderError, RateLimited, Timeout, Unavailable
from ..flow import Layer, Send, Steps, sleep
from ..model.connection import RetryPolicy
from ..provider.answers import retry_after
from ..request import Context, Request, Response

_LEAST_JITTER: Final = 0.7
_JITTER: Final = 0.6


def retry(
    policy: RetryPolicy,
    *,
    clock: Callable[[], float],
    random: Callable[[], float],
    now: Callable[[], float] | None = None,
) -> Layer:
    """
    Make the layer.

    Args:
        policy: How often, how long, with what pauses.
        clock: What deadlines are moments of.
        random: A number from 0 up to 1, for jitter: those who failed together should not come back together.
        now: Seconds since the epoch, to read an HTTP date from a tracker that does not tell its own time.
    """

    def layer(send: Send) -> Send:
        def retrying(request: Request) -> Steps[Response]:
            context = request.context
            attempts = policy.attempts if context.attempts is None else context.attempts
            began, paused, attempt = clock(), 0.0, 1
            while True:
                try:
                    return (yield from send(_attempt(request, attempt)))
                except ProviderError as exc:
                    if exc.exhausted or not worth_repeating(request, exc):  # a token request has retries of its own
                        raise
                    pause = pause_after(policy, attempt, exc, random(), now)
                    ends = clock() + pause
                    late = ends - began > policy.budget_seconds or _too_late(context, ends, paused + pause)
                    if attempt >= attempts or late:
                        exc.exhausted = True
                        raise
                    yield from _pause(pause, exc)
                    paused += pause
                    attempt += 1

        return retrying

    return layer


def worth_repeating(request: Request, error: ProviderError) -> bool:
    """Tell whether to try again; if that is out of the question because it may have happened, say so in the error."""
    if not error.temporary:
        return False
    if request.repeatable or _did_nothing(error):
        return request.rewindable
    error.may_have_happened = True
    return False


def pause_after(
    policy: RetryPolicy,
    attempt: int,
    error: ProviderError,
    chance: float,
    now: Callable[[], float] | None = None,
) -> float:
    """
    Return the seconds to wait before the next attempt.

    The tracker's Retry-After wins over the exponential backoff; neither is longer than `longest_pause_seconds`.

    Args:
        policy: The pauses that are allowed.
        attempt: Attempts already made, from 1.
        error: How the last one ended.
        chance: From 0 up to 1, for jitter.
        now: Seconds since the epoch.
    """
    told = error.retry_after if isinstance(error, RateLimited | Unavailable) else None
    if told is None and error.response is not None:
        told = retry_after(error.response, now() if now else None)
    if told is not None and told > 0:
        return min(told, policy.longest_pause_seconds)
    backoff = policy.first_pause_seconds * 2.0 ** min(attempt - 1, 32)
    return min(backoff * (_LEAST_JITTER + _JITTER * chance), policy.longest_pause_seconds)


def _did_nothing(error: ProviderError) -> bool:
    return not error.may_have_happened and (not error.sent or isinstance(error, RateLimited))


def _attempt(request: Request, attempt: int) -> Request:
    if request.context.attempt == attempt:
        return request
    return replace(request, context=replace(request.context, attempt=attempt))


def _too_late(context: Context, ends: float, paused: float) -> bool:
    """Tell whether a pause would end after the deadline, or make all pauses longer than the caller puts up with."""
    if context.deadline is not None and ends >= context.deadline:
        return True
    return context.max_wait_seconds is not None and paused > context.max_wait_seconds


def _pause(seconds: float, error: ProviderError) -> Steps[None]:
    """Wait; if the run has not that much time, what failed says more than that."""
    try:
        yield from sleep(seconds)
    except Timeout:
        error.exhausted = True
        raise error from None
