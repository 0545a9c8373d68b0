"""Named: what has an id and a native name, and the rules by which a native name gets a common meaning."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from .sparse import ABSENT, Sparse


class Named(Sparse, frozen=True):
    """Something with an id and a native name. A bare string is the name."""

    shorthand: ClassVar[str | None] = "name"

    id: str = ABSENT
    name: str = ABSENT


class Rule(StrEnum):
    """What decided the common meaning of a native value; the tenant's mapping wins over all others."""

    MAPPING = "mapping"
    KEY = "key"
    ID = "id"
    NAME = "name"
    ORDER = "order"
    NONE = "none"
