"""
The words that Markdown gets for what it does not have: alerts for panels, schemes for mentions, lozenges and files.

    > [!NOTE] Title          a panel            @[Name](user:ID)         a mention
    [Done](status:green)     a lozenge          <date:2024-05-01>        a day
    :smile:                  an emoji           ![alt](attachment:a.png) an attachment
    [URL](URL "card")        a card                   [URL](URL "block card"), [URL](URL "embedded card")
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final
from urllib.parse import quote, unquote

from anyticket.text.document import PanelKind
from anyticket.text.inline import Card, Date, Emoji, Inline, InlineMedia, Media, Mention, MentionKind, Status
from anyticket.text.tree import Native

__all__ = [
    "ALERT",
    "BLOCK_CARD",
    "CARD",
    "DETAILS_CLOSE",
    "DETAILS_OPEN",
    "DIALECT",
    "EMBEDDED_CARD",
    "EMOJI",
    "KIND_OF_ALERT",
    "NAME_OF_ALERT",
    "SIZE",
    "character_of",
    "meant_by_link",
    "media_at",
    "media_target",
    "mention_at",
    "target",
]

DIALECT: Final = "markdown"

NAME_OF_ALERT: Final[dict[PanelKind, str]] = {
    "info": "INFO",
    "note": "NOTE",
    "tip": "TIP",
    "warning": "WARNING",
    "error": "CAUTION",
    "success": "SUCCESS",
    "custom": "PANEL",
}
KIND_OF_ALERT: Final[dict[str, PanelKind]] = {
    **{name: kind for kind, name in NAME_OF_ALERT.items()},
    "IMPORTANT": "info",
    "ERROR": "error",
}
ALERT: Final = re.compile(r"\[!([A-Za-z]+)(?: color=(\S*?))?(?: icon=(\S*?))?\](?:[ \t]+(.*))?")
"""The first line of an alert: name, colour, icon, title."""

DETAILS_OPEN: Final = re.compile(r"<details(?: open)?>\s*<summary>(.*)</summary>", re.DOTALL)
DETAILS_CLOSE: Final = "</details>"

EMOJI: Final = re.compile(r"(?<![\w:])(:(?=[0-9_+-]{0,64}[a-z])[a-z0-9_+-]{1,64}:)(?![\w:])")
SIZE: Final = re.compile(r"(?:^|\s)=(\d+(?:\.\d+)?)?x(\d+(?:\.\d+)?)?$")
"""The size at the end of an image's title: ` =300x200`."""

CARD: Final = "card"
BLOCK_CARD: Final = "block card"
EMBEDDED_CARD: Final = "embedded card"
"""The titles of links that are cards; the latter two only where they stand alone."""

_KEPT: Final = ":@.!$'*+,;=/-_~"


def target(scheme: str, value: str) -> str:
    """Return the link target that says `value` in one of our schemes."""
    return f"{scheme}:{quote(value, safe=_KEPT, errors='surrogatepass')}"


def _split(href: str) -> tuple[str, str]:
    scheme, _, value = href.partition(":")
    return scheme, unquote(value, errors="surrogatepass") if _is_utf8(value) else value


def _is_utf8(value: str) -> bool:
    try:
        unquote(value, errors="surrogatepass")
    except UnicodeError:
        return False
    return True


_MENTION_KINDS: Final[dict[str, MentionKind]] = {
    "user": "user",
    "group": "group",
    "everyone": "everyone",
    "app": "app",
}


def mention_at(href: str, name: str) -> Mention | None:
    """Return the mention that `@[name](href)` means."""
    scheme, value = _split(href)
    kind = _MENTION_KINDS.get(scheme)
    return Mention(value, name, kind) if kind and value else None


def meant_by_link(href: str, title: str, shown: str) -> Inline | None:
    """Return what `[shown](href "title")` means besides a link; None for a plain link."""
    if title in (CARD, BLOCK_CARD, EMBEDDED_CARD) and shown == href:
        return Card(href, native=Native(DIALECT, title))
    scheme, value = _split(href) if not title else ("", "")
    match scheme:
        case "status" if shown and value:
            return Status(shown, value)
        case "date" if shown == href:
            return _day(value)
        case "emoji" if value:
            return Emoji(f":{value}:", shown)
        case "attachment" | "media":
            media = media_at(href, "" if shown == value else shown, "", image=False)
            return InlineMedia(media) if media.id or media.file_name else None
        case _:
            return None


def _day(value: str) -> Date | None:
    try:
        return Date(dt.date.fromisoformat(value)) if len(value) == 10 else None
    except ValueError:
        return None


def media_target(media: Media) -> str:
    """Return the link target of an image or file."""
    if media.file_name:
        return target("attachment", media.file_name)
    return target("media", media.id) if media.id else media.url


def media_at(href: str, alt: str, title: str, *, image: bool = True) -> Media:
    """Return the image or file that a link target names."""
    size = SIZE.search(title)
    width, height = (float(number) if number else None for number in size.groups()) if size else (None, None)
    title = title[: size.start()] if size else title
    scheme, value = _split(href)
    file_name = value if scheme == "attachment" else ""
    media_id = value if scheme == "media" else ""
    url = "" if file_name or media_id else href
    return Media(media_id, file_name, url, alt, title, width, height, image=image)


_COMMON_EMOJI: Final = """
    smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 joy 😂 wink 😉 blush 😊 slight_smile 🙂 slightly_smiling_face 🙂
    disappointed 😞 frowning 😦 cry 😢 sob 😭 thinking 🤔 sunglasses 😎 heart ❤️ thumbsup 👍 thumbsdown 👎
    clap 👏 pray 🙏 wave 👋 muscle 💪 eyes 👀 fire 🔥 tada 🎉 rocket 🚀 bug 🐛 bulb 💡 star ⭐ warning ⚠️
    white_check_mark ✅ check_mark ✅ x ❌ cross_mark ❌ question ❓ exclamation ❗
    stuck_out_tongue 😛 no_entry ⛔ lock 🔒 key 🔑 calendar 📅 memo 📝 link 🔗
"""
_WORDS: Final = _COMMON_EMOJI.split()
_CHARACTER_OF: Final = {f":{name}:": shown for name, shown in zip(_WORDS[::2], _WORDS[1::2], strict=True)}


def character_of(name: str) -> str:
    """Return the character of a common emoji by its short name, or an empty string."""
    return _CHARACTER_OF.get(name, "")
