"""Pictures: a coloured square for each avatar, drawn when it is asked for."""

from __future__ import annotations

from typing import Final

from .call import Answer

__all__ = ["picture"]

_SIZES: Final = {"xsmall": 16, "small": 24, "medium": 32, "large": 48, "xlarge": 64, "": 48}


def picture(number: int, size: str) -> Answer:
    """Return the picture of an avatar as SVG."""
    side = _SIZES.get(size, 48)
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 48 48">'
        f'<rect width="48" height="48" rx="6" fill="hsl({number * 47 % 360},55%,50%)"/></svg>'
    )
    headers = {"Cache-Control": "public, max-age=31536000"}
    return Answer(drawn.encode(), 200, headers, media_type="image/svg+xml")
