"""Orders for the next deliveries: what tests have go wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Mischief", "Order"]


class Mischief(StrEnum):
    """What may happen to a delivery, besides that it is sent as it should be."""

    DUPLICATE = "duplicate"
    REORDER = "reorder"
    DROP = "drop"
    DELAY = "delay"
    UNSIGNED = "unsigned"
    WRONG_SIGNATURE = "wrong-signature"
    OTHER_SECRET = "other-secret"  # noqa: S105


@dataclass(slots=True)
class Order:
    """
    An order.

    Attributes:
        count: How many deliveries it is for; those to be reordered wait until all of them are there.
        event: Only deliveries of this event; of any if empty.
        webhook_id: Only deliveries to this webhook; to any if None.
        seconds: How long a delay is.
        secret: What `other-secret` signs with.
        held: The numbers of the deliveries that wait.
    """

    kind: Mischief
    count: int = 1
    event: str = ""
    webhook_id: int | None = None
    seconds: float = 0.0
    secret: str = "the secret of another tenant"  # noqa: S105
    id: int = 0
    taken: int = 0
    held: list[int] = field(default_factory=list[int])

    @property
    def left(self) -> int:
        return self.count - self.taken

    def is_for(self, event: str, webhook_ids: tuple[int, ...]) -> bool:
        """Say whether the next delivery falls under it."""
        if not self.left or (self.event and self.event != event):
            return False
        return self.webhook_id is None or self.webhook_id in webhook_ids
