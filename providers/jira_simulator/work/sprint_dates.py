"""Dates of sprints, in the forms that clients send them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from ..refusal import Refused

__all__ = ["sprint_date"]

_SPACED: Final = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")


def sprint_date(given: object, name: str) -> int | None:
    """
    Return milliseconds since the epoch for an ISO date, with or without a time, fractions and an offset; None for none.

    Raises:
        Refused: It is no such date.
    """
    if given is None or given == "":
        return None
    text = _SPACED.sub(r"\1T\2", str(given).strip())
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(
            400, errors={name: f"'{given}' is not a valid date of the form yyyy-MM-ddTHH:mm:ss.SSSZ."}
        ) from None
    return round((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp() * 1000)
