"""
Whether a value is an Atlassian document: the nodes, what they must carry and what they may hold.

Jira says no more than that a value is none, so this only decides. After Atlassian's schema,
https://unpkg.com/@atlaskit/adf-schema/dist/json-schema/v1/full.json
"""

from __future__ import annotations

from typing import Any, Final, cast

__all__ = ["is_document"]

_INLINE: Final = frozenset(
    "text hardBreak mention emoji date status inlineCard mediaInline placeholder inlineExtension".split()
)
_LISTS: Final = frozenset({"bulletList", "orderedList"})
_MEDIA: Final = frozenset({"mediaSingle", "mediaGroup"})
_TASKS: Final = frozenset({"taskList", "decisionList"})
_BLOCKS: Final = (
    _LISTS
    | _MEDIA
    | _TASKS
    | frozenset(
        "paragraph heading blockquote codeBlock panel rule table expand nestedExpand blockCard embedCard extension "
        "bodiedExtension layoutSection syncBlock bodiedSyncBlock".split()
    )
)
_IN_LIST: Final = _LISTS | {"paragraph", "taskList", "mediaSingle", "codeBlock", "extension"}
_IN_QUOTE: Final = _LISTS | _MEDIA | {"paragraph", "codeBlock", "extension"}
_IN_PANEL: Final = _LISTS | _MEDIA | _TASKS | {"paragraph", "heading", "blockCard", "codeBlock", "rule", "extension"}
_IN_CELL: Final = (_BLOCKS - {"table", "expand", "layoutSection", "bodiedExtension"}) | {"nestedExpand"}
_CELLS: Final = frozenset({"tableCell", "tableHeader"})

_HOLDS: Final[dict[str, frozenset[str]]] = {
    "doc": _BLOCKS - {"nestedExpand"},
    "paragraph": _INLINE,
    "heading": _INLINE,
    "bulletList": frozenset({"listItem"}),
    "orderedList": frozenset({"listItem"}),
    "listItem": _IN_LIST,
    "taskList": frozenset({"taskItem", "taskList", "blockTaskItem"}),
    "taskItem": _INLINE,
    "blockTaskItem": frozenset({"paragraph", "extension"}),
    "decisionList": frozenset({"decisionItem"}),
    "decisionItem": _INLINE,
    "blockquote": _IN_QUOTE,
    "codeBlock": frozenset({"text"}),
    "panel": _IN_PANEL,
    "table": frozenset({"tableRow"}),
    "tableRow": _CELLS,
    "tableCell": _IN_CELL,
    "tableHeader": _IN_CELL,
    "expand": (_BLOCKS - {"expand", "layoutSection"}) | {"nestedExpand"},
    "nestedExpand": _BLOCKS - {"expand", "nestedExpand", "table", "layoutSection"},
    "mediaSingle": frozenset({"media", "caption"}),
    "mediaGroup": frozenset({"media"}),
    "caption": _INLINE,
    "layoutSection": frozenset({"layoutColumn"}),
    "layoutColumn": _BLOCKS - {"layoutSection"},
    "bodiedExtension": _BLOCKS,
    "bodiedSyncBlock": _BLOCKS,
}
_NEEDS_CONTENT: Final = frozenset(
    "bulletList orderedList listItem taskList decisionList blockquote panel table tableCell tableHeader expand "
    "nestedExpand mediaSingle mediaGroup".split()
)
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "heading": ("level",),
    "taskList": ("localId",),
    "taskItem": ("localId", "state"),
    "decisionList": ("localId",),
    "decisionItem": ("localId", "state"),
    "panel": ("panelType",),
    "media": ("type",),
    "mention": ("id",),
    "emoji": ("shortName",),
    "date": ("timestamp",),
    "status": ("text", "color"),
    "placeholder": ("text",),
    "embedCard": ("url", "layout"),
    "extension": ("extensionKey", "extensionType"),
    "bodiedExtension": ("extensionKey", "extensionType"),
    "inlineExtension": ("extensionKey", "extensionType"),
    "mediaSingle": (),
}
_MARKS: Final[dict[str, tuple[str, ...]]] = {
    "strong": (),
    "em": (),
    "strike": (),
    "underline": (),
    "code": (),
    "link": ("href",),
    "subsup": ("type",),
    "textColor": ("color",),
    "backgroundColor": ("color",),
    "annotation": ("id", "annotationType"),
    "alignment": ("align",),
    "indentation": ("level",),
    "breakout": ("mode",),
    "border": ("size", "color"),
    "dataConsumer": ("sources",),
    "fragment": ("localId",),
    "fontSize": ("fontSize",),
}
_BESIDE_CODE: Final = frozenset({"code", "link", "annotation"})
_DEEPEST: Final = 100


def is_document(value: object) -> bool:
    """Say whether Jira takes a value as rich text."""
    if not isinstance(value, dict):
        return False
    document = cast("dict[str, Any]", value)
    return (
        document.get("type") == "doc"
        and document.get("version") == 1
        and isinstance(document.get("content"), list)
        and document.keys() <= {"type", "version", "content"}
        and _holds_well(document, "doc", 0)
    )


def _holds_well(node: dict[str, Any], kind: str, depth: int) -> bool:
    content = node.get("content")
    if content is None:
        return kind not in _NEEDS_CONTENT
    if not isinstance(content, list) or kind not in _HOLDS or depth > _DEEPEST:
        return False
    children = cast("list[object]", content)
    if kind in _NEEDS_CONTENT and not children:
        return False
    return all(_is_node(child, _HOLDS[kind], kind, depth + 1) for child in children)


def _is_node(value: object, allowed: frozenset[str], parent: str, depth: int) -> bool:
    if not isinstance(value, dict):
        return False
    node = cast("dict[str, Any]", value)
    kind = node.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        return False
    if kind == "text" and not _is_text(node, parent):
        return False
    return _has_attributes(node, _NEEDS.get(kind, ())) and _marked_well(node) and _holds_well(node, kind, depth)


def _is_text(node: dict[str, Any], parent: str) -> bool:
    text = node.get("text")
    return isinstance(text, str) and text != "" and not (parent == "codeBlock" and node.get("marks"))


def _has_attributes(node: dict[str, Any], needed: tuple[str, ...]) -> bool:
    attributes = node.get("attrs")
    if attributes is None:
        return not needed
    if not isinstance(attributes, dict):
        return False
    found = cast("dict[str, Any]", attributes)
    if node["type"] == "heading" and found.get("level") not in {1, 2, 3, 4, 5, 6}:
        return False
    return all(name in found for name in needed)


def _marked_well(node: dict[str, Any]) -> bool:
    marks = node.get("marks")
    if marks is None:
        return True
    if not isinstance(marks, list):
        return False
    found: list[dict[str, Any]] = []
    for mark in cast("list[object]", marks):
        if not isinstance(mark, dict):
            return False
        found.append(cast("dict[str, Any]", mark))
    kinds = [mark.get("type") for mark in found]
    if not all(isinstance(kind, str) and kind in _MARKS for kind in kinds):
        return False
    if "code" in kinds and not set(kinds) <= _BESIDE_CODE:
        return False
    return all(_has_attributes(mark, _MARKS[str(mark["type"])]) for mark in found)
