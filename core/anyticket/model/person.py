"""Person and Team: who does things."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar

from .named import Named
from .sparse import ABSENT, Sparse


class PersonKind(StrEnum):
    """What stands behind an account."""

    PERSON = "person"
    APP = "app"
    CUSTOMER = "customer"
    GROUP = "group"
    UNKNOWN = "unknown"


class Person(Sparse, frozen=True):
    """
    An account. Id or username is there; everything else may be missing, and nothing is fetched to fill it.

    A bare string is an id, or an e-mail address if it has an @.
    """

    shorthand: ClassVar[str | None] = "id"

    id: str = ABSENT
    username: str = ABSENT
    name: str = ABSENT
    email: str | None = ABSENT
    active: bool = ABSENT
    kind: PersonKind = ABSENT
    avatar_url: str | None = ABSENT

    @classmethod
    def from_shorthand(cls, text: str) -> dict[str, Any]:
        """Return the attribute that a bare string stands for."""
        return {"email": text} if "@" in text.strip("@") else {"id": text}


class Team(Named, frozen=True):
    """A team that a ticket can belong to."""

    description: str | None = ABSENT
