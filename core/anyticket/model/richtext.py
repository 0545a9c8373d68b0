"""RichText: text in a tracker's own markup, parsed only when asked."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Self

from .sparse import Sparse

MARKDOWN: Final = "anyticket.text.markdown"


class RichText(Sparse, frozen=True):
    """Text with the name of the codec module that reads it. A bare string is Markdown."""

    shorthand: ClassVar[str | None] = "native"

    native: Any
    format: str = MARKDOWN

    @classmethod
    def from_markdown(cls, text: str) -> Self:
        """Wrap Markdown."""
        return cls(native=text)
