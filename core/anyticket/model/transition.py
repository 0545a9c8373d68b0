"""Transition: a way from one status to another."""

from __future__ import annotations

from .form import FormField
from .named import Named
from .sparse import ABSENT
from .status import Status


class Transition(Named, frozen=True):
    """A way that is open now. `id` is None where a tracker has no ways, only statuses. `required` must be filled."""

    id: str | None = ABSENT  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleVariableOverride]
    target: Status = ABSENT
    required: tuple[FormField, ...] = ABSENT
