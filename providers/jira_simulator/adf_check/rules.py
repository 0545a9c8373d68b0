"""
The table of nodes and marks: what Atlassian's editor writes and Jira takes.

After the facts of Atlassian's own schema, https://unpkg.com/@atlaskit/adf-schema/dist/json-schema/v1/full.json, and
a node that it dropped and old issues still have, `applicationCard`. Stricter in what a synced block holds, where that
schema asks nothing of pictures and counts no columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from . import cards
from .values import (
    LAYOUT,
    Attributes,
    anything,
    flag,
    given,
    list_of,
    matching,
    number,
    one_of,
    some_text,
    text,
)

__all__ = ["MARKS", "NODES", "Marks", "Node"]

#: Sets of marks that go together; without a set the key `marks` may not be there, None stands for any marks.
Marks: TypeAlias = tuple[frozenset[str] | None, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """
    A kind of node.

    Attributes:
        attrs: The forms that its attributes may have; without any the key `attrs` may not be there.
        needs_attrs: Whether the key has to be there.
        holds: The kinds of its children, and the marks that each may have here; None if it has no content at all.
        least, most: How many children there are; with `least` 0 the key may be missing, except where `needs_content`.
        marks: Its marks, where its parent does not say otherwise.
        ordered: Children of these kinds, one of each, in this order.
    """

    attrs: tuple[Attributes, ...] = ()
    needs_attrs: bool = False
    holds: Mapping[str, Marks | None] | None = None
    least: int = 0
    most: int | None = None
    needs_content: bool = False
    marks: Marks = ()
    ordered: tuple[str, ...] = ()


def _holding(*kinds: str) -> dict[str, Marks | None]:
    """Return children from their names: `paragraph: fontSize alignment` may have these marks, `paragraph:` none."""
    found: dict[str, Marks | None] = {}
    for part in (part.strip() for line in kinds for part in line.split(",")):
        kind, colon, marks = part.partition(":")
        sets = _marks(marks) if colon else None
        before = found.get(kind)
        found[kind] = sets if before is None or sets is None else before + sets
    return found


def _marks(names: str) -> Marks:
    return (None,) if names.strip() == "*" else (frozenset(names.split()),)


_LOCAL: Final = (given(localId=text),)
_COLOR: Final = "#[0-9a-fA-F]{6}"
_DATA: Final = _marks("dataConsumer fragment")
_BREAKOUT: Final = _marks("breakout")

_INLINE: Final = _holding(
    "text, hardBreak, mention, emoji, date, status, inlineCard, placeholder, inlineExtension, mediaInline"
)
_CAPTION: Final = _holding("text, hardBreak, mention, emoji, date, status, inlineCard, placeholder")
_LISTS: Final = "bulletList, orderedList, taskList"
_PLAIN: Final = "mediaSingle, mediaGroup, codeBlock, extension"
_CARDS: Final = "blockCard, embedCard, applicationCard"
_BOXES: Final = "panel, blockquote, decisionList, rule"
_NO_MARKS: Final = "paragraph:, heading:"
_SMALL: Final = "paragraph: fontSize"
_PLACED: Final = "paragraph: fontSize alignment, heading: alignment"
_INDENTED: Final = "paragraph: fontSize indentation, heading: indentation"
_FREE: Final = (_NO_MARKS, _PLACED, _INDENTED)
_NESTED: Final = _holding(_NO_MARKS, _SMALL, _LISTS, _PLAIN, _CARDS, _BOXES, "table")
_CELL: Final = _holding(
    _NO_MARKS, "paragraph: fontSize alignment, heading: alignment, heading: indentation", _LISTS, _PLAIN, _CARDS,
    _BOXES, "nestedExpand",
)  # fmt: skip
_COLUMN: Final = _holding(*_FREE, _LISTS, _PLAIN, _CARDS, _BOXES, "table, expand, bodiedExtension")
_ROOT: Final = _holding(
    *_FREE, _LISTS, _PLAIN, _CARDS, _BOXES, "table, bodiedExtension, layoutSection, syncBlock, bodiedSyncBlock",
    "codeBlock: breakout, expand: breakout",
)  # fmt: skip
_SYNCED: Final = _holding(
    "paragraph: *, heading: *", _LISTS, "mediaSingle, mediaGroup, codeBlock", _CARDS, _BOXES,
    "table, expand, layoutSection",
)  # fmt: skip

_EXTENSION: Final = {
    "extensionKey": some_text,
    "extensionType": some_text,
    "parameters": anything,
    "text": text,
    "localId": some_text,
}
_BLOCK_EXTENSION: Final = (given("extensionKey extensionType", **_EXTENSION, layout=one_of("wide full-width default")),)
_CELL_ATTRIBUTES: Final = (
    given(
        colspan=number(),
        rowspan=number(),
        colwidth=list_of(number()),
        background=text,
        localId=text,
        valign=one_of("top middle bottom"),
    ),
)
_TASK: Final = (given("localId state", localId=text, state=one_of("TODO DONE")),)
_SIZES: Final = {"localId": text, "alt": text, "width": number(), "height": number()}
_FILE: Final = {"id": some_text, "collection": text, "occurrenceKey": some_text}

NODES: Final[dict[str, Node]] = {
    "doc": Node(holds=_ROOT, needs_content=True),
    "paragraph": Node(_LOCAL, holds=_INLINE, marks=_marks("")),
    "heading": Node((given("level", level=number(1, 6), localId=text),), True, _INLINE, marks=_marks("")),
    "bulletList": Node(_LOCAL, holds=_holding("listItem"), least=1),
    "orderedList": Node((given(order=number(0), localId=text),), holds=_holding("listItem"), least=1),
    "listItem": Node(
        _LOCAL, holds=_holding("paragraph:", _SMALL, _LISTS, "mediaSingle, codeBlock, extension"), least=1
    ),
    "taskList": Node(
        (given("localId", localId=text),), True, _holding("taskItem, taskList, blockTaskItem"), least=1
    ),
    "taskItem": Node(_TASK, True, _INLINE),
    "blockTaskItem": Node(_TASK, True, _holding("paragraph:", _SMALL, "extension"), least=1),
    "decisionList": Node((given("localId", localId=text),), True, _holding("decisionItem"), least=1),
    "decisionItem": Node((given("localId state", localId=text, state=text),), True, _INLINE),
    "blockquote": Node(
        _LOCAL, holds=_holding("paragraph:, bulletList, orderedList", _PLAIN), least=1
    ),
    "codeBlock": Node(
        (given(language=text, uniqueId=text, localId=text, wrap=flag, hideLineNumbers=flag),),
        holds=_holding("text:"),
        marks=_marks(""),
    ),
    "panel": Node(
        (
            given(
                "panelType",
                panelType=one_of("info note tip warning error success custom"),
                **dict.fromkeys("panelIcon panelIconId panelIconText panelColor localId".split(), text),
            ),
        ),
        True,
        _holding(_NO_MARKS, _SMALL, _LISTS, _PLAIN, "blockCard, rule, decisionList"),
        least=1,
    ),
    "rule": Node(_LOCAL),
    "table": Node(
        (
            given(
                displayMode=one_of("default fixed"),
                isNumberColumnEnabled=flag,
                layout=one_of("wide full-width center align-end align-start default"),
                localId=some_text,
                width=number(),
            ),
        ),
        holds=_holding("tableRow"),
        least=1,
        marks=_marks("fragment"),
    ),
    "tableRow": Node(_LOCAL, holds=_holding("tableCell, tableHeader"), needs_content=True),
    "tableCell": Node(_CELL_ATTRIBUTES, holds=_CELL, least=1),
    "tableHeader": Node(_CELL_ATTRIBUTES, holds=_CELL, least=1),
    "expand": Node(
        (given(title=text, localId=text),), holds=_NESTED | _holding("nestedExpand"), least=1, marks=_marks("")
    ),
    "nestedExpand": Node(
        (given(title=text, localId=text),), True, _holding(_NO_MARKS, _SMALL, _LISTS, _PLAIN, _BOXES), least=1
    ),
    "mediaSingle": Node(
        (
            given("layout", localId=text, width=number(0, 100), layout=LAYOUT, widthType=one_of("percentage")),
            given("width widthType layout", localId=text, width=number(0), layout=LAYOUT,
                  widthType=one_of("pixel")),
        ),
        holds=_holding("media, caption"),
        least=1,
        most=2,
        marks=_marks("link"),
        ordered=("media", "caption"),
    ),
    "mediaGroup": Node(holds=_holding("media"), least=1),
    "media": Node(
        (
            given("type id collection", type=one_of("link file"), **_FILE, **_SIZES),
            given("type url", type=one_of("external"), url=text, **_SIZES),
        ),
        True,
        marks=_marks("dataConsumer link annotation border"),
    ),
    "mediaInline": Node(
        (given("id collection", type=one_of("link file image"), data=anything, **_FILE, **_SIZES),),
        True,
        marks=_marks("dataConsumer link annotation border"),
    ),
    "caption": Node(_LOCAL, holds=_CAPTION),
    "layoutSection": Node(_LOCAL, holds=_holding("layoutColumn"), least=2, most=3, marks=_BREAKOUT),
    "layoutColumn": Node(
        (given("width", width=number(0, 100), localId=text, valign=one_of("top middle bottom")),),
        True,
        _COLUMN,
        least=1,
    ),
    "extension": Node(_BLOCK_EXTENSION, True, marks=_DATA),
    "bodiedExtension": Node(_BLOCK_EXTENSION, True, _NESTED, least=1, marks=_DATA),
    "inlineExtension": Node((given("extensionKey extensionType", **_EXTENSION),), True, marks=_DATA),
    "syncBlock": Node((given("resourceId localId", resourceId=text, localId=text),), True, marks=_BREAKOUT),
    "bodiedSyncBlock": Node(
        (given("resourceId localId", resourceId=text, localId=text),), True, _SYNCED, least=1, marks=_BREAKOUT
    ),
    "blockCard": Node(cards.BLOCK, True),
    "embedCard": Node(cards.EMBED, True),
    "inlineCard": Node(cards.INLINE, True),
    "applicationCard": Node(cards.APPLICATION, True),
    "text": Node(
        marks=(
            *_marks("link em strong strike subsup underline textColor annotation backgroundColor"),
            *_marks("code link annotation"),
        )
    ),
    "hardBreak": Node((given(text=lambda value: value == "\n", localId=text),)),
    "mention": Node(
        (
            given("id", id=text, localId=text, text=text, accessLevel=text, userType=one_of("DEFAULT SPECIAL APP")),
        ),
        True,
    ),
    "emoji": Node((given("shortName", shortName=text, id=text, text=text, localId=text),), True),
    "date": Node((given("timestamp", timestamp=some_text, localId=text),), True),
    "placeholder": Node((given("text", text=text, localId=text),), True),
    "status": Node(
        (
            given(
                "text color",
                text=some_text,
                color=matching(f"neutral|purple|blue|red|yellow|green|{_COLOR}"),
                localId=text,
                style=text,
            ),
        ),
        True,
    ),
}  # fmt: skip

MARKS: Final[dict[str, Attributes | None]] = {
    **dict.fromkeys("strong em strike underline code".split()),
    "link": given("href", **dict.fromkeys("href title id collection occurrenceKey".split(), text)),
    "subsup": given("type", type=one_of("sub sup")),
    "textColor": given("color", color=matching(_COLOR)),
    "backgroundColor": given("color", color=matching(_COLOR)),
    "annotation": given("id annotationType", id=text, annotationType=one_of("inlineComment")),
    "alignment": given("align", align=one_of("center end")),
    "indentation": given("level", level=number(1, 6)),
    "breakout": given("mode", mode=one_of("wide full-width"), width=number()),
    "border": given("size color", size=number(1, 3), color=matching(f"{_COLOR}([0-9a-fA-F]{{2}})?")),
    "dataConsumer": given("sources", sources=list_of(text, least=1)),
    "fragment": given("localId", localId=some_text, name=text),
    "fontSize": given("fontSize", fontSize=one_of("small")),
}
