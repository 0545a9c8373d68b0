"""Reading ADF: inline nodes and the marks of text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

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
    MentionKind,
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
from anyticket_jira.adf.depth import words
from anyticket_jira.adf.leftover import DIALECT, Json, attributes, is_object, left, marks, source, text_of

__all__ = ["INLINE", "KNOWN", "card_url", "inlines", "media_of", "number"]

INLINE: Final = frozenset(
    {
        "text",
        "hardBreak",
        "mention",
        "emoji",
        "status",
        "date",
        "placeholder",
        "inlineCard",
        "mediaInline",
        "inlineExtension",
    }
)
KNOWN: Final = INLINE | {
    "doc", "paragraph", "heading", "bulletList", "orderedList", "listItem", "taskList", "taskItem", "blockTaskItem",
    "decisionList", "decisionItem", "blockquote", "codeBlock", "panel", "rule", "table", "tableRow", "tableCell",
    "tableHeader", "expand", "nestedExpand", "mediaSingle", "mediaGroup", "media", "caption", "blockCard", "embedCard",
    "layoutSection", "layoutColumn", "extension", "bodiedExtension",
}  # fmt: skip
"""The nodes that have a meaning here. One of them that is malformed becomes what it shows; any other node is kept."""
_EPOCH: Final = dt.date(1970, 1, 1)
_DAY_MILLISECONDS: Final = 86_400_000
_SIMPLE: Final[dict[str, Mark]] = {
    "strong": Strong(),
    "em": Emphasis(),
    "strike": Strike(),
    "underline": Underline(),
    "code": Code(),
}
_SUBSUP: Final[dict[str, Mark]] = {"sub": Subscript(), "sup": Superscript()}
_KIND_OF_USER: Final[dict[str, MentionKind]] = {"SPECIAL": "everyone", "APP": "app"}


def inlines(nodes: Sequence[Json]) -> tuple[Inline, ...]:
    """Return what stands in a line. Empty text says nothing and is left out."""
    found = [_text(node) if node["type"] == "text" else _piece(node) or _malformed(node) for node in nodes]
    return tuple(piece for piece in found if piece is not None)


def _malformed(node: Json) -> Text | None:
    text = words(node)
    return Text(text) if text else None


def _text(node: Json) -> Text | None:
    text = text_of(node, "text")
    if not text:
        return None
    said = node.get("marks")
    found = tuple(read for mark in marks(node) if (read := _mark(mark)) is not None) if said else ()
    return Text(text, found, native=left(node, (), []))


def _mark(mark: Json) -> Mark | None:
    """Return a mark; None for one of the schema that is malformed."""
    kind, attrs = mark["type"], attributes(mark)
    simple = _SIMPLE.get(kind) if len(mark) == 1 or not attrs else None
    if simple is not None:
        return simple
    match kind:
        case "link" if type(attrs.get("href")) is str:
            return Link(attrs["href"], text_of(attrs, "title"), native=left(mark, ("href", "title"), []))
        case "textColor" if text_of(attrs, "color"):
            return TextColor(attrs["color"], native=left(mark, ("color",), []))
        case "backgroundColor" if text_of(attrs, "color"):
            return BackgroundColor(attrs["color"], native=left(mark, ("color",), []))
        case "subsup" if attrs.get("type") in ("sub", "sup") and len(attrs) == 1:
            return _SUBSUP[attrs["type"]]
        case "link" | "textColor" | "backgroundColor" | "subsup":
            return None
        case _:
            return UnknownMark(DIALECT, source(mark))


def _piece(node: Json) -> Inline | None:  # noqa: C901, PLR0911 - a case a kind
    attrs = attributes(node)
    match node["type"]:
        case "hardBreak":
            return Break(native=left(node, () if attrs.get("text") == "\n" else ("text",), marks(node)))
        case "mention" if text_of(attrs, "id"):
            return _mention(node, attrs)
        case "emoji" if text_of(attrs, "shortName"):
            return Emoji(
                attrs["shortName"], text_of(attrs, "text"), native=left(node, ("shortName", "text"), marks(node))
            )
        case "status" if text_of(attrs, "text"):
            color = text_of(attrs, "color") or "neutral"
            return Status(attrs["text"], color, native=left(node, ("text", "color"), marks(node)))
        case "date":
            return _date(node, attrs)
        case "placeholder" if text_of(attrs, "text"):
            return Placeholder(attrs["text"], native=left(node, ("text",), marks(node)))
        case "inlineCard" if attrs:
            return Card(card_url(attrs), native=left(node, ("url",), marks(node)))
        case "mediaInline" if text_of(attrs, "id"):
            return InlineMedia(media_of(node, image=attrs.get("type") == "image"))
        case "inlineExtension" if text_of(attrs, "extensionKey"):
            return _extension(node, attrs)
        case kind if kind in KNOWN:
            return None
        case _:
            return UnknownInline(DIALECT, source(node), words(node))


def _mention(node: Json, attrs: Json) -> Mention:
    said = text_of(attrs, "text")
    name = said.removeprefix("@")
    kind = _KIND_OF_USER.get(text_of(attrs, "userType"), "user")
    used = {"id", "text" if said == f"@{name}" else "id", "userType" if kind != "user" else "id"}
    return Mention(attrs["id"], name, kind, native=left(node, used, marks(node)))


def _date(node: Json, attrs: Json) -> Inline | None:
    stamp = attrs.get("timestamp")
    try:
        milliseconds = int(stamp) if isinstance(stamp, str | int) and len(str(stamp)) < 20 else None
        day = _EPOCH + dt.timedelta(days=milliseconds // _DAY_MILLISECONDS) if milliseconds is not None else None
    except (ValueError, OverflowError):
        day = None
    if day is None:
        return Text(stamp) if isinstance(stamp, str) and stamp else None
    is_ours = stamp == str((day - _EPOCH).days * _DAY_MILLISECONDS)
    return Date(day, native=left(node, ("timestamp",) if is_ours else (), marks(node)))


def _extension(node: Json, attrs: Json) -> InlineExtension:
    used = ("extensionKey", "extensionType", "parameters", "text")
    parameters = source(attrs["parameters"]) if "parameters" in attrs else ""
    return InlineExtension(
        attrs["extensionKey"],
        text_of(attrs, "extensionType"),
        parameters,
        text_of(attrs, "text"),
        native=left(node, used, marks(node)),
    )


def card_url(attrs: Json) -> str:
    """Return the address of a card, which may stand in its data."""
    data: object = attrs.get("data")
    return text_of(attrs, "url") or (text_of(data, "url") if is_object(data) else "")


def media_of(node: Json, *, image: bool) -> Media:
    """Return the image or file of a media node."""
    attrs = attributes(node)
    others: list[Json] = []
    link: Link | None = None
    for mark in marks(node):
        read = _mark(mark)
        if isinstance(read, Link) and link is None:
            link = read
        else:
            others.append(mark)
    is_external = attrs.get("type") == "external"
    used = {"alt", "width", "height", "url" if is_external else "id", "id" if attrs.get("type") == "link" else "type"}
    return Media(
        id="" if is_external else text_of(attrs, "id"),
        url=text_of(attrs, "url") if is_external else "",
        alt=text_of(attrs, "alt"),
        width=number(attrs, "width"),
        height=number(attrs, "height"),
        link=link,
        image=image,
        native=left(node, used, others),
    )


def number(attrs: Json, name: str) -> float | None:
    found = attrs.get(name)
    return found if type(found) in (int, float) else None
