"""
Dates: literals, periods and the functions that give a moment, all in the time zone of the account that asks.

A number without quotes is milliseconds since the epoch; a period counts back or forth from now in whole minutes,
hours of sixty of them, days of twenty-four hours; the functions cut at the midnight of the account.
https://support.atlassian.com/jira-software-cloud/docs/jql-functions/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from .errors import JqlError
from .tree import Call, Literal
from .world import Asker

__all__ = ["DATE_FUNCTIONS", "day", "instant", "moment", "whole_day"]

_DATE: Final = re.compile(r"(\d{4})([/-])(\d{1,2})\2(\d{1,2})(?: (\d{1,2}):(\d{2}))?")
_PERIOD: Final = re.compile(r"([+-]?)((?:\d+[wdhm] ?)+|\d+)", re.IGNORECASE)
_STEP: Final = re.compile(r"([+-]?)(\d+)([yMwdhm]?)")
_MINUTES: Final = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}
_UNIT_OF: Final = {"Day": "d", "Week": "w", "Month": "M", "Year": "y"}


def instant(literal: Literal, asker: Asker, field: str) -> int:
    """
    Return the milliseconds that a literal means.

    Raises:
        JqlError: The text is no date.
    """
    if literal.number is not None:
        return literal.number
    text = literal.text.strip()
    if found := _DATE.fullmatch(text):
        year, _, month, day_, hour, minute = found.groups()
        try:
            local = datetime(int(year), int(month), int(day_), int(hour or 0), int(minute or 0), tzinfo=asker.zone)
        except ValueError:
            raise _invalid(literal, field) from None
        return _milliseconds(local)
    if found := _PERIOD.fullmatch(text):
        return _shifted(asker.now, found[1], found[2], literal, field)
    raise _invalid(literal, field)


def _shifted(now: int, sign: str, amounts: str, literal: Literal, field: str) -> int:
    parts = re.findall(r"(\d+)([wdhm]?)", amounts.lower())
    minutes = sum(int(amount) * _MINUTES[unit or "m"] for amount, unit in parts)
    if minutes > 10**9:
        raise _invalid(literal, field)
    return now + (-minutes if sign == "-" else minutes) * 60_000


def whole_day(literal: Literal) -> bool:
    """Say whether a literal names a day rather than a minute of it."""
    found = _DATE.fullmatch(literal.text.strip())
    return literal.number is None and found is not None and found[5] is None


def day(milliseconds: int, asker: Asker) -> str:
    """Return the account's calendar day at an instant, in ISO form."""
    return moment(milliseconds, asker).date().isoformat()


def moment(milliseconds: int, asker: Asker) -> datetime:
    """Return an instant on the account's clock; the ends of the calendar stand for what lies beyond them."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, asker.zone)
    except (OverflowError, ValueError, OSError):
        return datetime(9999, 12, 31, tzinfo=asker.zone) if milliseconds > 0 else datetime(1, 1, 2, tzinfo=asker.zone)


def _milliseconds(local: datetime) -> int:
    try:
        return int(local.timestamp() * 1000)
    except (OverflowError, ValueError):
        return int((local.replace(tzinfo=None) - datetime(1970, 1, 1)) / timedelta(milliseconds=1))  # noqa: DTZ001


def _invalid(literal: Literal, field: str) -> JqlError:
    return JqlError(
        f"Date value '{literal.text}' for field '{field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
        "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."
    )


def _now(call: Call, asker: Asker) -> int:
    if call.arguments:
        raise JqlError(f"Function '{call.name}' expected '0' arguments but received '{len(call.arguments)}'.")
    return asker.now


def _edge(unit: str, *, end: bool) -> Callable[[Call, Asker], int]:
    """Return the function that gives the first or the last moment of a day, week, month or year."""

    def edge(call: Call, asker: Asker) -> int:
        local = _step(call, asker, _UNIT_OF[unit])
        try:
            start = _start(local.replace(hour=0, minute=0, second=0, microsecond=0), unit)
            if not end:
                return _milliseconds(start)
            return _milliseconds(_after(start, unit)) - 1
        except (OverflowError, ValueError):
            raise JqlError(f"Duration for function '{call.name}' is too large.") from None

    return edge


def _start(midnight: datetime, unit: str) -> datetime:
    match unit:
        case "Week":  # Sunday opens the week in the locale en_US, Jira's default
            return midnight - timedelta(days=midnight.isoweekday() % 7)
        case "Month":
            return midnight.replace(day=1)
        case "Year":
            return midnight.replace(month=1, day=1)
        case _:
            return midnight


def _after(start: datetime, unit: str) -> datetime:
    match unit:
        case "Week":
            return start + timedelta(days=7)
        case "Month":
            return (start + timedelta(days=31)).replace(day=1)
        case "Year":
            return start.replace(year=start.year + 1)
        case _:
            return start + timedelta(days=1)


def _step(call: Call, asker: Asker, unit: str) -> datetime:
    """Return now, moved by the argument of a function; its own unit where the argument has none."""
    local = moment(asker.now, asker)
    if not call.arguments:
        return local
    argument, *more = call.arguments
    if more:
        raise JqlError(f"Function '{call.name}' expected between '0' and '1' arguments but received "
                       f"'{len(call.arguments)}'.")  # fmt: skip
    found = _STEP.fullmatch(argument.strip())
    if found is None or len(found[2]) > 6:
        raise JqlError(
            f"Duration for function '{call.name}' should have the format (+/-)n(yMwdhm), e.g -1M for 1 month earlier."
        )
    amount = int(found[1] + found[2])
    match found[3] or unit:
        case "y":
            return _months(local, 12 * amount, call)
        case "M":
            return _months(local, amount, call)
        case small:
            return moment(asker.now + amount * _MINUTES[small] * 60_000, asker)


def _months(local: datetime, months: int, call: Call) -> datetime:
    index = local.year * 12 + local.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year < 9999:
        raise JqlError(f"Duration for function '{call.name}' is too large.")
    first = local.replace(year=year, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(local.day, last.day))


DATE_FUNCTIONS: Final[dict[str, Callable[[Call, Asker], int]]] = {
    "now": _now,
    **{f"startof{unit.lower()}": _edge(unit, end=False) for unit in _UNIT_OF},
    **{f"endof{unit.lower()}": _edge(unit, end=True) for unit in _UNIT_OF},
}
