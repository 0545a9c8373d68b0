"""
Ranks: texts that sort, with always another one between two of them.

A rank is a bucket, six digits of base 36, a colon and more digits where neighbours are close: `0|i007ps:`,
`0|i007ps:i`. Read as a fraction it has a middle with any other, so that moving one issue touches no second one.
"""

from __future__ import annotations

from typing import Final

__all__ = ["ranks_between"]

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_WHOLE: Final = 6
_BUCKET: Final = "0|"


def ranks_between(low: str | None, high: str | None, count: int) -> list[str]:
    """
    Return so many ranks in order, all above one rank and below another.

    Args:
        low, high: Ranks, the first below the second; None for the ends of everything. Above all ranks means right
            above the last one: issues yet to be made come after it.
        count: How many, at least one.
    """
    first, last = _digits(low) if low else "", _digits(high) if high else ""
    width = max(_WHOLE, len(first), len(last))
    while True:
        bottom = int(first.ljust(width, "0"), 36) if first else 0
        top = int(last.ljust(width, "0"), 36) if last else (int(first[:_WHOLE] or "z", 36) + 1) * 36 ** (width - _WHOLE)
        step = (top - bottom) // (count + 1)
        if step:
            return [_text(bottom + step * (index + 1), width) for index in range(count)]
        if bottom >= top:
            raise ValueError(f"no rank lies between {low!r} and {high!r}")
        width += 1


def _digits(rank: str) -> str:
    return rank.partition("|")[2].replace(":", "")


def _text(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return f"{_BUCKET}{digits[:_WHOLE]}:{digits[_WHOLE:].rstrip('0')}"
