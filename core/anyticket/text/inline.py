"""Inline pieces: what stands in a line of a document, and the marks that text can carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from anyticket.text.tree import Node

__all__ = [
    "BackgroundColor",
    "Break",
    "Card",
    "Code",
    "Date",
    "Emoji",
    "Emphasis",
    "Inline",
    "InlineExtension",
    "InlineMedia",
    "Link",
    "Mark",
    "Media",
    "Mention",
    "MentionKind",
    "Placeholder",
    "Status",
    "Strike",
    "Strong",
    "Subscript",
    "Superscript",
    "Text",
    "TextColor",
    "Underline",
    "UnknownInline",
    "UnknownMark",
]

MentionKind: TypeAlias = Literal["user", "group", "everyone", "app"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Strong(Node):
    """Bold."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Emphasis(Node):
    """Italic."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Strike(Node):
    """Struck through, deleted."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Underline(Node):
    """Underlined, inserted."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Code(Node):
    """Monospace."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Subscript(Node):
    """Lowered."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Superscript(Node):
    """Raised."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Link(Node):
    """A link on text: `href` as the reader would follow it, unescaped; `title` is its tooltip."""

    href: str
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextColor(Node):
    """Coloured letters: `#rrggbb` in lower case, or the name that the dialect gave where it knows no number."""

    color: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BackgroundColor(Node):
    """A coloured background of letters; `color` as in TextColor."""

    color: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnknownMark(Node):
    """A mark that only one dialect has: invisible to the others, unchanged on the way back (an inline comment's range)."""

    dialect: str
    source: str


Mark: TypeAlias = (
    Link
    | Strong
    | Emphasis
    | Underline
    | Strike
    | Subscript
    | Superscript
    | TextColor
    | BackgroundColor
    | Code
    | UnknownMark
)
_OUTER_FIRST: Final[dict[type[Node], int]] = {
    kind: rank
    for rank, kind in enumerate(
        (
            UnknownMark,
            Link,
            TextColor,
            BackgroundColor,
            Strong,
            Emphasis,
            Underline,
            Strike,
            Subscript,
            Superscript,
            Code,
        )
    )
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Text(Node):
    """
    Text, as the reader sees it: no markup, no entities.

    A newline in it is a space to the reader; a line break is a `Break`. Empty text is allowed and says nothing.

    Args:
        marks: What is said about all of the text. Their order means nothing: they are kept in one order, each kind
            once (except UnknownMark), so that texts with the same marks are equal.
    """

    text: str
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        if len(self.marks) > 1:
            object.__setattr__(self, "marks", _in_order(self.marks))


def _in_order(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    known: dict[type[Node], Mark] = {}
    unknown: dict[Mark, None] = {}
    for mark in marks:
        if isinstance(mark, UnknownMark):
            unknown.setdefault(mark)
        else:
            known.setdefault(type(mark), mark)
    return (*unknown, *(known[kind] for kind in _OUTER_FIRST if kind in known))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Break(Node):
    """A line break inside a paragraph."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Mention(Node):
    """
    Somebody who is notified.

    Args:
        id: The tracker's id: an account id, or a username where the tracker mentions by name.
        name: The name that is shown, without the @; empty where the dialect does not tell.
    """

    id: str
    name: str = ""
    kind: MentionKind = "user"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Emoji(Node):
    """An emoji: `name` is its short name between colons (`:smile:`), `text` the character, where there is one."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Status(Node):
    """A lozenge. `color`: neutral, purple, blue, red, yellow, green, or `#rrggbb`."""

    text: str
    color: str = "neutral"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Date(Node):
    """A day that is shown in the reader's own form."""

    day: dt.date


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Placeholder(Node):
    """A hint of a template, to be replaced by whoever writes."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Card(Node):
    """A link that shows the title of its target, in a line."""

    url: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Media(Node):
    """
    An image or file, named by at least one of id, file name and URL; a part of InlineMedia, MediaSingle, MediaGroup.

    Args:
        id: The id in the tracker's media store; often not the id of an attachment.
        file_name: The name of an attachment of the same ticket.
        url: The address of an image elsewhere.
        alt: What is said to who cannot see it.
        title: The tooltip.
        width: Pixels.
        height: Pixels.
        link: Where a click leads.
        image: False for a file that is shown by its name (a link to an attachment).
    """

    id: str = ""
    file_name: str = ""
    url: str = ""
    alt: str = ""
    title: str = ""
    width: float | None = None
    height: float | None = None
    link: Link | None = None
    image: bool = True


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InlineMedia(Node):
    """An image or file in a line."""

    media: Media


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InlineExtension(Node):
    """An app's or a macro's piece of a line; the arguments are those of `document.Extension`."""

    key: str
    kind: str = ""
    parameters: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class UnknownInline(Node):
    """A piece of one dialect that has no neutral meaning: `source` goes back unchanged, others show `text`."""

    dialect: str
    source: str
    text: str = ""


Inline: TypeAlias = (
    Text | Break | Mention | Emoji | Status | Date | Placeholder | Card | InlineMedia | InlineExtension | UnknownInline
)
