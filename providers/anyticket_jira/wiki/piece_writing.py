"""
Writing mentions, emoticons, cards, images and files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

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
    UnknownInline,
)
from anyticket_jira.wiki.adf_macro import inline_macro
from anyticket_jira.wiki.emoticons import emoticon_of
from anyticket_jira.wiki.escaping import encoded
from anyticket_jira.wiki.link_reading import image
from anyticket_jira.wiki.notation import DIALECT, address, is_account_id

__all__ = ["image_or_file", "smart_link", "written_piece"]

_NOT_IN_IMAGES: Final = "[]|{}!\\\n\r"


def written_piece(piece: Inline, path: str, report: Callable[[str, str], None]) -> tuple[str, bool]:
    """Return what a piece is in wiki markup, and whether that is markup rather than text still to be escaped."""
    written, is_markup = "", False
    match piece:
        case Mention():
            written, is_markup = _mention(piece, path, report)
        case Emoji():
            written, is_markup = _emoji(piece, path, report)
        case Card():
            written, is_markup = _card(piece, path, report)
        case InlineMedia():
            written, is_markup = image_or_file(piece.media, path, report), True
        case Status():
            report(path, "wiki markup has no lozenges: its text stands there")
            written = piece.text
        case Date():
            report(path, "wiki markup has no dates: it is written as text")
            written = piece.day.isoformat()
        case Placeholder():
            report(path, "wiki markup has no placeholders: its hint is ordinary text")
            written = piece.text
        case InlineExtension() | UnknownInline():
            written, is_markup = _foreign(piece, path, report)
        case _:
            pass
    return written, is_markup


def _mention(mention: Mention, path: str, report: Callable[[str, str], None]) -> tuple[str, bool]:
    if mention.kind in ("group", "everyone") or not mention.id.strip():
        report(path, f"wiki markup mentions no {mention.kind}: the name stands there")
        return f"@{(mention.name or mention.id).removeprefix('@')}", False
    if mention.kind == "app":
        report(path, "wiki markup does not tell an app from a user")
    elif mention.name:
        report(path, "a mention in wiki markup says who, and Jira adds the name")
    is_account = (
        mention.kind == "app"
        or is_account_id(mention.id)
        or (mention.native is not None and mention.native.dialect == "adf")
    )
    return f"[~{'accountid:' if is_account else ''}{encoded(mention.id)}]", True


def _emoji(emoji: Emoji, path: str, report: Callable[[str, str], None]) -> tuple[str, bool]:
    if written := emoticon_of(emoji):
        return written, True
    report(path, f"wiki markup has no emoticon {emoji.name[:40]}: its character or name is ordinary text")
    return emoji.text or emoji.name, False


def _card(card: Card, path: str, report: Callable[[str, str], None]) -> tuple[str, bool]:
    source = card.source_in(DIALECT)
    if f"|{encoded(card.url)}|" in source or f"[{encoded(card.url)}|" in source:
        return source, True
    if not address(card.url):
        report(path, "wiki markup has no card without an address")
        return card.url, False
    return smart_link(card.url, "smart-link"), True


def smart_link(url: str, kind: str) -> str:
    """Return a link that is shown as a card: `smart-link` in a line, `smart-card` and `smart-embed` alone."""
    return f"[{encoded(url)}|{encoded(url)}|{kind}]"


def _foreign(piece: InlineExtension | UnknownInline, path: str, report: Callable[[str, str], None]) -> tuple[str, bool]:
    if isinstance(piece, UnknownInline) and piece.dialect == DIALECT:
        return piece.source, True
    if macro := inline_macro(piece):
        return macro, True
    report(path, "a macro or piece that wiki markup does not have: its text stands there")
    return piece.text, False


def image_or_file(media: Media, path: str, report: Callable[[str, str], None], *, align: str = "") -> str:
    """Return an image, also one that is a link, or a link to a file."""
    name = media.file_name or media.url or media.alt or media.id
    if not (media.file_name or media.url):
        report(path, "an image or file that is known only by its id: its name or id stands there")
    if not media.image:
        alias = f"{encoded(media.alt)}|" if media.alt else ""
        return f"[{alias}^{encoded(name)}]"
    options = media.source_in(DIALECT)
    if not options or image("a", options) != replace(media, id="", file_name="a", url="", link=None):
        options = _options(media, align)
    written = f"!{encoded(name, _NOT_IN_IMAGES)}{'|' if options else ''}{options}!"
    if media.link is None:
        return written
    title = f"|{encoded(media.link.title)}" if media.link.title else ""
    return f"[{written}|{encoded(media.link.href)}{title}]"


def _options(media: Media, align: str) -> str:
    values = {
        "width": _number(media.width),
        "height": _number(media.height),
        "align": align,
        "alt": encoded(media.alt, f'{_NOT_IN_IMAGES},"'),
        "title": encoded(media.title, f'{_NOT_IN_IMAGES},"'),
    }
    return ",".join(f"{name}={value}" for name, value in values.items() if value)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else f"{value:f}".rstrip("0")
