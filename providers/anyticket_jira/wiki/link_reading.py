"""
Reading links, mentions, images and files of wiki markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from anyticket.text.inline import Card, Inline, InlineMedia, Link, Media, Mention, Text, UnknownInline
from anyticket.text.tree import Native
from anyticket_jira.wiki.notation import DIALECT, ESCAPABLE, SMART, address, characters

__all__ = ["IMAGE", "bracketed", "image", "media_options", "mention", "unescaped"]

IMAGE: Final = r"(?<![^\W_])!(?=[^\s!])(?P<target>[^!|\n]*[^!|\s])(?:\|(?P<options>[^!\n]*))?!(?![^\W_])"

_WHOLE_IMAGE: Final = re.compile(IMAGE)
_BAR: Final = re.compile(r"(?<!\\)\|")
_ESCAPE: Final = re.compile(r"\\([" + re.escape(ESCAPABLE) + "])")
_NUMBER: Final = re.compile(r"\d{1,6}(?:\.\d{1,6})?")

Aliased: TypeAlias = Callable[[str, Link], tuple[Inline, ...]]
"""Reads the text of a link; its texts carry the link."""
Restored: TypeAlias = Callable[[str], str]
"""Puts the macros back that stand in an address."""


def unescaped(text: str) -> str:
    """Return text that is not markup, without its backslashes and entities."""
    return characters(_ESCAPE.sub(r"\1", text))


def mention(written: str) -> Mention | None:
    """Return who `[~...]` names."""
    name = unescaped(written.strip())
    prefix, colon, account = name.partition(":")
    if colon and account and prefix.lower() == "accountid":
        return Mention(account)
    return Mention(name) if name else None


def bracketed(inside: str, written: str, aliased: Aliased, restored: Restored) -> tuple[Inline, ...]:
    """Return what `[inside]` means, or nothing where it is ordinary text."""
    parts = _BAR.split(inside)
    last = restored(parts[-1])
    if last.startswith("^") and len(parts) <= 2 and len(last) > 1:
        alt = unescaped(restored(parts[0])) if len(parts) == 2 else ""
        return (InlineMedia(Media(file_name=unescaped(last[1:]), alt=alt, image=False)),)
    if url := address(characters(last)):
        return _link("|".join(parts[:-1]), parts[-1], Link(url), aliased)
    if len(parts) > 2 and (url := address(characters(restored(parts[-2])))):
        if last in SMART:
            return (Card(url, native=Native(DIALECT, restored(written))),)
        return _link("|".join(parts[:-2]), parts[-2], Link(url, unescaped(last.strip())), aliased)
    if len(parts) == 2 and not last.strip() and parts[0].strip():
        return (UnknownInline(DIALECT, restored(written), unescaped(restored(parts[0]))),)
    return ()


def _link(alias: str, target: str, link: Link, aliased: Aliased) -> tuple[Inline, ...]:
    if found := _WHOLE_IMAGE.fullmatch(alias):
        return (InlineMedia(replace(image(found[1], found[2] or ""), link=link)),)
    if not alias.strip() and characters(target).strip() == link.href:
        shown = re.sub("^mailto:(?=.)", "", link.href, flags=re.IGNORECASE)
        return (Text(shown, (link,)),)
    return aliased(alias if alias.strip() else target, link)


def image(target: str, options: str) -> Media:
    """Return the image of `!target|options!`."""
    name = unescaped(target)
    media = media_options(options)
    if options:
        media = replace(media, native=Native(DIALECT, options))
    is_elsewhere = "://" in name or name.startswith("//")
    return replace(media, url=name) if is_elsewhere else replace(media, file_name=name)


def media_options(options: str) -> Media:
    """Return an image without a name that is as its options say."""
    values = dict(_option(part) for part in re.split(r"[|,]", options) if "=" in part)
    return Media(
        alt=unescaped(values.get("alt", "")),
        title=unescaped(values.get("title", "")),
        width=_pixels(values.get("width", "")),
        height=_pixels(values.get("height", "")),
    )


def _option(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    quoted = len(value.strip()) > 1 and value.strip()[0] == value.strip()[-1] == '"'
    return name.strip().lower(), value.strip()[1:-1] if quoted else value.strip()


def _pixels(value: str) -> float | None:
    number = value.removesuffix("px")
    return float(number) if _NUMBER.fullmatch(number) else None
