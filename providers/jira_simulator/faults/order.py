"""An order: a fault, the requests that it is for, and how often it happened."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from ..journal import path_pattern

if TYPE_CHECKING:
    from ..rest.call import Call
    from .effects import Effect

__all__ = ["Match", "Order"]


@dataclass(frozen=True, slots=True)
class Match:
    """Which requests are meant; None matches any."""

    method: str | None = None
    path: str | None = None
    query: str | None = None
    body: str | None = None
    account: str | None = None

    def covers(self, call: Call) -> bool:
        path, _, query = call.url.partition("?")
        return (
            (self.method is None or self.method.upper() == call.method)
            and (self.path is None or path_pattern(self.path).fullmatch(path) is not None)
            and (self.query is None or self.query in query)
            and (self.body is None or self._is_in_body(call, self.body))
            and (self.account is None or self._is_of(call))
        )

    @staticmethod
    def _is_in_body(call: Call, text: str) -> bool:
        files = call.upload.parts if call.upload is not None else []
        return text.encode() in call.content or any(text in (part.filename or "") for part in files)

    def _is_of(self, call: Call) -> bool:
        found = call.account
        return found is not None and self.account in {found.name, found.account_id, found.email}


class Order:
    """
    One order.

    Attributes:
        number: What it is called when it is taken back.
        matched: How many requests it was for, whether it happened to them or not.
        fired: How often it happened.
    """

    def __init__(
        self,
        number: int,
        effect: Effect,
        match: Match,
        *,
        times: int | None = 1,
        skip: int = 0,
        probability: float = 1.0,
        seed: int = 0,
    ) -> None:
        self.number = number
        self.effect = effect
        self.match = match
        self.times = times
        self.skip = skip
        self.probability = probability
        self.matched = 0
        self.fired = 0
        self._random = Random(seed)

    def happens(self) -> bool:
        """Say whether it happens to a request that it is for, and count."""
        if self.times is not None and self.fired >= self.times:
            return False
        self.matched += 1
        if self.matched <= self.skip or self._random.random() >= self.probability:
            return False
        self.fired += 1
        return True
