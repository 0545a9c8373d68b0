"""Writing ADF: inline nodes and the marks of text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any, Final, TypeAlias

from anyticket.text.inline import (
    BackgroundColor,
    Break,
    Card,
    Code,
    Date,
    Emoji,
    Emphasis,
    Inline,
    InlineExtension,
    InlineMedia,
    Link,
    Mark,
    Media,
    Mention,
    Placeholder,
    Status,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    TextColor,
    Underline,
    UnknownInline,
    UnknownMark,
)
from anyticket.text.tree import Node
from anyticket_jira.adf.leftover import DIALECT, Json, attributes, is_object, kept_of, put_back, value

__all__ = ["Report", "extension_attributes", "line", "media", "media_name"]

Report: TypeAlias = Callable[[str, str], None]

_EPOCH: Final = dt.date(1970, 1, 1)
_DAY_MILLISECONDS: Final = 86_400_000
_TYPE_OF: Final[dict[type[Node], str]] = {
    Strong: "strong",
    Emphasis: "em",
    Strike: "strike",
    Underline: "underline",
    Code: "code",
}
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_SHORT_HEX: Final = re.compile(r"#([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")
_STATUS_COLORS: Final = frozenset({"neutral", "purple", "blue", "red", "yellow", "green"})
_COLORS: Final = {
    "aqua": "#00ffff", "black": "#000000", "blue": "#0000ff", "brown": "#a52a2a", "cyan": "#00ffff", "fuchsia": "#ff00ff",
    "gold": "#ffd700", "gray": "#808080", "green": "#008000", "grey": "#808080", "indigo": "#4b0082", "lime": "#00ff00",
    "magenta": "#ff00ff", "maroon": "#800000", "navy": "#000080", "olive": "#808000", "orange": "#ffa500", "pink": "#ffc0cb",
    "purple": "#800080", "red": "#ff0000", "silver": "#c0c0c0", "teal": "#008080", "violet": "#ee82ee", "white": "#ffffff",
    "yellow": "#ffff00",
}  # fmt: skip
"""https://www.w3.org/TR/css-color-4/#named-colors: those that people write in markup."""


def line(content: Sequence[Inline], path: str, report: Report) -> list[Json]:
    """Return the nodes of a line; neighbours with the same marks are one text."""
    written: list[Json] = []
    for index, piece in enumerate(content):
        node = (
            _text(piece, f"{path}[{index}]", report)
            if isinstance(piece, Text)
            else _piece(piece, f"{path}[{index}]", report)
        )
        if node is not None:
            written.append(node)
    joined: list[Json] = []
    for _, group in groupby(written, _joinable):
        first, *others = group
        joined.append(first | {"text": "".join(node["text"] for node in (first, *others))} if others else first)
    return joined


def _joinable(node: Json) -> Any:
    """Return what two texts must share to be one: all but the text; other nodes share nothing."""
    return (
        [node.get("marks"), set(node) - {"marks", "text"}]
        if node["type"] == "text" and set(node) <= _TEXT
        else id(node)
    )


_TEXT: Final = {"type", "text", "marks"}


def _text(piece: Text, path: str, report: Report) -> Json | None:
    if not piece.text:
        return None
    written: Json = {"type": "text", "text": piece.text}
    said = _marks(piece.marks, path, report)
    if said:
        written["marks"] = said
    return put_back(written, kept_of(piece)) if piece.native else written


def _marks(marks: Sequence[Mark], path: str, report: Report) -> list[Json]:
    """Return the marks that may stand together: beside code only a link and what we do not know."""
    if any(isinstance(mark, Code) for mark in marks):
        allowed = [mark for mark in marks if isinstance(mark, Code | Link) or _is_ours(mark)]
        if len(allowed) < len(marks):
            report(path, "Jira allows no other mark on code: it is code only")
        marks = allowed
    return [written for mark in marks if (written := _mark(mark, path, report)) is not None]


def _is_ours(mark: Mark) -> bool:
    return isinstance(mark, UnknownMark) and mark.dialect == DIALECT


def _mark(mark: Mark, path: str, report: Report) -> Json | None:  # noqa: PLR0911 - a case a kind
    match mark:
        case Link(href=href, title=title):
            written: Json = {"type": "link", "attrs": {"href": href, **({"title": title} if title else {})}}
            return put_back(written, kept_of(mark)) if mark.native else written
        case Subscript():
            return {"type": "subsup", "attrs": {"type": "sub"}}
        case Superscript():
            return {"type": "subsup", "attrs": {"type": "sup"}}
        case TextColor(color=color) | BackgroundColor(color=color):
            number = color_number(color)
            if number is None:
                report(path, f"Jira has no color {color!r}: the text has none")
                return None
            kind = "textColor" if isinstance(mark, TextColor) else "backgroundColor"
            return put_back({"type": kind, "attrs": {"color": number}}, kept_of(mark))
        case UnknownMark(source=source):
            kept: object = value(source) if _is_ours(mark) else None
            if is_object(kept):
                return kept
            report(path, f"a mark that only {mark.dialect} has: the text is without it")
            return None
        case _:
            return {"type": _TYPE_OF[type(mark)]}


def color_number(color: str) -> str | None:
    """Return `#rrggbb`, or None for a color that nobody knows."""
    if _HEX.fullmatch(color):
        return color
    short = _SHORT_HEX.fullmatch(color)
    return "#" + "".join(digit * 2 for digit in short.groups()) if short else _COLORS.get(color.lower())


def _piece(piece: Inline, path: str, report: Report) -> Json | None:  # noqa: C901, PLR0911 - a case a kind
    match piece:
        case Break():
            return put_back({"type": "hardBreak"}, kept_of(piece))
        case Mention():
            return _mention(piece, path, report)
        case Emoji():
            attrs = {"shortName": piece.name, **({"text": piece.text} if piece.text else {})}
            return put_back({"type": "emoji", "attrs": attrs}, kept_of(piece))
        case Status():
            return _status(piece, path, report)
        case Date():
            return _date(piece)
        case Placeholder():
            return (
                put_back({"type": "placeholder", "attrs": {"text": piece.text}}, kept_of(piece)) if piece.text else None
            )
        case Card():
            return _card(piece)
        case InlineMedia():
            return _inline_media(piece.media, path, report)
        case InlineExtension():
            return _extension(piece, path, report)
        case UnknownInline():
            kept: object = value(piece.source) if piece.dialect == DIALECT else None
            if is_object(kept):
                return kept
            report(path, f"a piece that only {piece.dialect} has: its text stands there")
            return _words(piece.text)
        case Text():
            return _text(piece, path, report)


def _words(text: str) -> Json | None:
    return {"type": "text", "text": text} if text else None


def _mention(piece: Mention, path: str, report: Report) -> Json | None:
    if piece.kind == "group" or not piece.id:
        report(path, f"Jira has no mention of a {piece.kind}: the name stands there")
        return _words(f"@{piece.name or piece.id}")
    attrs: Json = {"id": piece.id}
    kept = kept_of(piece)
    said = attributes(kept).get("text")
    if isinstance(said, str) and said.removeprefix("@") == piece.name:
        attrs["text"] = said
    elif piece.name:
        attrs["text"] = f"@{piece.name}"
    if piece.kind != "user":
        attrs["userType"] = "SPECIAL" if piece.kind == "everyone" else "APP"
    return put_back({"type": "mention", "attrs": attrs}, kept)


def _status(piece: Status, path: str, report: Report) -> Json | None:
    if not piece.text:
        return None
    color = piece.color
    if color not in _STATUS_COLORS and not _HEX.fullmatch(color):
        report(path, f"Jira has no lozenge in {color!r}: it is neutral")
        color = "neutral"
    return put_back({"type": "status", "attrs": {"text": piece.text, "color": color}}, kept_of(piece))


def _date(piece: Date) -> Json:
    kept = kept_of(piece)
    days = (piece.day - _EPOCH).days
    said = attributes(kept).get("timestamp")
    is_same = isinstance(said, str | int) and int(said) // _DAY_MILLISECONDS == days
    stamp = said if is_same else str(days * _DAY_MILLISECONDS)
    return put_back({"type": "date", "attrs": {"timestamp": stamp}}, kept)


def _card(piece: Card) -> Json:
    kept = kept_of(piece)
    has_data = "data" in attributes(kept)
    return put_back({"type": "inlineCard", "attrs": {} if has_data else {"url": piece.url}}, kept)


def media_name(item: Media) -> str:
    """Return the words for an image or file that cannot be shown."""
    return item.alt or item.file_name or item.url or item.id


def media(item: Media, kind: str) -> Json:
    """Return the media node of an image or file that has an id or an address."""
    kept = kept_of(item)
    if item.id:
        attrs: Json = {"type": "file", "id": item.id, "collection": ""}
    else:
        attrs = {"type": "external", "url": item.url}
    for name, said in (("alt", item.alt), ("width", item.width), ("height", item.height)):
        if said not in ("", None):
            attrs[name] = said
    ours = attributes(kept)
    attrs |= {name: ours[name] for name in ("type", "collection") if name in ours and item.id}
    written: Json = {"type": kind, "attrs": attrs}
    if item.link is not None:
        written["marks"] = [_mark(item.link, "", _silent)]
    return put_back(written, kept)


def _silent(path: str, reason: str) -> None:
    """Report nothing: a link cannot be lost."""


def _inline_media(item: Media, path: str, report: Report) -> Json | None:
    if not item.id:
        report(path, "Jira shows no such image or file in a line: its name stands there")
        name = _words(media_name(item))
        if name is not None and item.url:
            name["marks"] = [{"type": "link", "attrs": {"href": item.url}}]
        return name
    written = media(item, "mediaInline")
    if item.image:
        written["attrs"]["type"] = "image"
    return written


def extension_attributes(key: str, kind: str, parameters: str, text: str) -> Json:
    attrs: Json = {"extensionKey": key, "extensionType": kind}
    if parameters:
        attrs["parameters"] = value(parameters)
    if text:
        attrs["text"] = text
    return attrs


def _extension(piece: InlineExtension, path: str, report: Report) -> Json | None:
    if not piece.key or not piece.kind or (piece.parameters and value(piece.parameters) is None):
        report(path, f"Jira has no macro {piece.key!r}: its text stands there")
        return _words(piece.text)
    attrs = extension_attributes(piece.key, piece.kind, piece.parameters, piece.text)
    return put_back({"type": "inlineExtension", "attrs": attrs}, kept_of(piece))
