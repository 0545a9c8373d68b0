"""
A delivery: what is sent to one url for one event, and how often it was tried.

Cloud tries again up to five times, each after a random 5 to 15 minutes of the site's clock, what was not answered or
answered by 408, 409, 425, 429 or 5xx. Data Center tries once.
https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ..store.administration import Webhook
from .consequences import PRIMARY
from .orders import Order

__all__ = ["Attempt", "Delivery", "State"]

_MOST_RETRIES: Final = 5
_PAUSE_MINUTES: Final = (5.0, 15.0)
_AGAIN: Final = frozenset({408, 409, 425, 429})


class State(StrEnum):
    """What has become of a delivery."""

    WAITING = "waiting"
    HELD = "held"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when, what was sent, and the status of the answer or what went wrong instead, for good if `final`."""

    at: int
    headers: dict[str, str]
    status: int | None = None
    error: str = ""
    final: bool = False

    @property
    def succeeded(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def worth_another(self) -> bool:
        if self.status is None:
            return not self.final
        return self.status in _AGAIN or self.status >= 500


@dataclass(slots=True)
class Delivery:
    """
    One delivery.

    Attributes:
        number: Its place in the order in which things happened.
        identifier: The same for all its attempts.
        webhook: As it was registered when the event happened.
        webhook_ids: All webhooks of an app that the event matched; else the one.
        account_id: Who did it, as the tokens of apps say it.
        due: When it is to be sent next, by the site's clock.
        place: Where it stands among those that are due.
        order: What a test had go wrong with it.
        transaction: The one in which it was noted; what is rolled back is not sent.
    """

    number: int
    identifier: str
    event: str
    webhook: Webhook
    webhook_ids: tuple[int, ...]
    url: str
    body: bytes
    noted: int
    transaction: int
    account_id: str = ""
    flow: str = PRIMARY
    due: int = 0
    place: int = 0
    order: Order | None = None
    state: State = State.WAITING
    ended: int | None = None
    attempts: list[Attempt] = field(default_factory=list[Attempt])

    @property
    def retries(self) -> int:
        return len(self.attempts)

    def tried(self, attempt: Attempt, *, cloud: bool) -> None:
        """Note an attempt and decide what becomes of the delivery."""
        self.attempts.append(attempt)
        if attempt.succeeded:
            self.state, self.ended = State.DELIVERED, attempt.at
        elif cloud and attempt.worth_another and len(self.attempts) <= _MOST_RETRIES:
            self.due = attempt.at + self._pause()
        else:
            self.state, self.ended = State.FAILED, attempt.at

    def _pause(self) -> int:
        """Return the milliseconds until the next attempt: random, but the same for the same delivery."""
        minutes = random.Random(f"{self.identifier}:{len(self.attempts)}").uniform(*_PAUSE_MINUTES)
        return int(minutes * 60_000)
