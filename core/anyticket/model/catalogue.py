"""Resolution and SecurityLevel: words of a tracker's catalogue that have a name and no common meaning."""

from __future__ import annotations

from .named import Named
from .sparse import ABSENT


class Resolution(Named, frozen=True):
    """How a ticket ended."""

    description: str | None = ABSENT


class SecurityLevel(Named, frozen=True):
    """Who may see a ticket."""

    description: str | None = ABSENT
