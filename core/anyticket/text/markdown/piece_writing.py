"""Writing Markdown: mentions, lozenges, days, emoji, cards, images and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from anyticket.text.inline import (
    Card,
    Date,
    Emoji,
    Inline,
    InlineExtension,
    InlineMedia,
    Media,
    Mention,
    Placeholder,
    Status,
    Text,
    UnknownInline,
)
from anyticket.text.markdown.escaping import destination, label, quoted
from anyticket.text.markdown.notation import CARD, EMOJI, character_of, media_target, target

__all__ = ["card", "image_or_file", "written_piece"]


def written_piece(  # noqa: PLR0911 - a case a kind
    piece: Inline, before: Inline | None, after: Sequence[Inline], path: str, report: Callable[[str, str], None]
) -> tuple[str, bool]:
    """Return what a piece is in Markdown, and whether that is markup rather than text still to be escaped."""
    match piece:
        case Mention():
            return f"@[{label(piece.name)}]({destination(target(piece.kind, piece.id))})", True
        case Status():
            return f"[{label(piece.text)}]({destination(target('status', piece.color or 'neutral'))})", True
        case Date():
            return f"<date:{piece.day.isoformat()}>", True
        case Emoji():
            return _emoji(piece, before, after), True
        case Card():
            return card(piece.url, CARD), True
        case InlineMedia():
            return image_or_file(piece.media), True
        case Placeholder():
            report(path, "Markdown has no placeholders: its hint is ordinary text")
            return piece.text, False
        case InlineExtension():
            report(path, f"Markdown has no macro {piece.key!r}: its text stands there")
            return piece.text, False
        case UnknownInline():
            report(path, f"a piece that only {piece.dialect} has: its text stands there")
            return piece.text, False
        case _:
            return "", False


def card(url: str, kind: str) -> str:
    """Return a link that is read as a card again."""
    return f"[{label(url)}]({destination(url)}{quoted(kind)})"


def image_or_file(media: Media) -> str:
    """Return an image, or a link to a file."""
    href = destination(media_target(media))
    size = f"={_number(media.width)}x{_number(media.height)}" if media.width or media.height else ""
    title = quoted(f"{media.title} {size}".strip())
    if not media.image:
        return f"[{label(media.alt or media.file_name or media.id or media.url)}]({href})"
    image = f"![{label(media.alt)}]({href}{title})"
    return f"[{image}]({destination(media.link.href)}{quoted(media.link.title)})" if media.link else image


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:f}".rstrip("0")


_STICKS = re.compile(r"[\w:]")


def _emoji(emoji: Emoji, before: Inline | None, after: Sequence[Inline]) -> str:
    """Return the short name, or a link where that would not be read as this emoji again."""
    previous = before.text[-1:] if isinstance(before, Text) else ":" if isinstance(before, Emoji) else ""
    following = after[0].text[:1] if after and isinstance(after[0], Text) else ""
    alone = not _STICKS.match(previous) and not _STICKS.match(following)
    if alone and EMOJI.fullmatch(emoji.name) and character_of(emoji.name) == emoji.text:
        return emoji.name
    return f"[{label(emoji.text)}]({destination(target('emoji', emoji.name.removeprefix(':').removesuffix(':')))})"
