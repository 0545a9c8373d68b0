"""
Placing: which blocks Jira accepts where, and what becomes of a block where it may not stand.

The table is the content model of the schema; `Place` names a container by what it allows.
https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["ALIGNED", "ALLOWED", "INDENTED", "Place"]


class Place(StrEnum):
    """A container of blocks, as a reader of the report would call it."""

    ROOT = "a document"
    COLUMN = "a column"
    ITEM = "a list item"
    QUOTE = "a quote"
    PANEL = "a panel"
    CELL = "a table cell"
    EXPAND = "an expand"
    NESTED = "a nested expand"
    BODY = "a macro"


_LISTS: Final = frozenset({"bulletList", "orderedList"})
_EVERYWHERE: Final = _LISTS | {"paragraph", "codeBlock", "mediaSingle", "extension"}
_NESTED: Final = _EVERYWHERE | {
    "heading",
    "mediaGroup",
    "taskList",
    "decisionList",
    "rule",
    "panel",
    "blockquote",
}
_BODY: Final = _NESTED | {"table", "blockCard", "embedCard"}
_COLUMN: Final = _BODY | {"expand", "bodiedExtension"}

ALLOWED: Final[dict[Place, frozenset[str]]] = {
    Place.ROOT: _COLUMN | {"layoutSection"},
    Place.COLUMN: _COLUMN,
    Place.ITEM: _EVERYWHERE | {"taskList"},
    Place.QUOTE: _EVERYWHERE | {"mediaGroup"},
    Place.PANEL: _EVERYWHERE | {"heading", "blockCard", "mediaGroup", "taskList", "rule", "decisionList"},
    Place.CELL: (_NESTED | {"blockCard", "embedCard", "nestedExpand"}),
    Place.EXPAND: _BODY | {"nestedExpand"},
    Place.NESTED: _NESTED,
    Place.BODY: _BODY,
}
ALIGNED: Final = frozenset({Place.ROOT, Place.COLUMN, Place.CELL})
INDENTED: Final = frozenset({Place.ROOT, Place.COLUMN})
