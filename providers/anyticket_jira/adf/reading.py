"""Reading ADF: blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from anyticket.text.document import (
    Align,
    Block,
    BlockCard,
    CodeBlock,
    Column,
    Columns,
    Document,
    Expand,
    Extension,
    Heading,
    MediaGroup,
    MediaSingle,
    Panel,
    PanelKind,
    Paragraph,
    Quote,
    Rule,
    UnknownBlock,
)
from anyticket.text.inline import Inline, Text
from anyticket.text.tree import MAX_DEPTH
from anyticket_jira.adf.depth import shallow, words
from anyticket_jira.adf.leftover import (
    CAPTION,
    DIALECT,
    NO_LAYOUT,
    Json,
    attributes,
    children,
    is_array,
    is_object,
    left,
    marks,
    source,
    text_of,
)
from anyticket_jira.adf.line_reading import INLINE, KNOWN, card_url, inlines, media_of, number
from anyticket_jira.adf.list_reading import bullet_list, decision_list, ordered_list, task_list
from anyticket_jira.adf.table_reading import table

__all__ = ["parse"]

_ALIGN: Final[dict[str, Align]] = {"center": "center", "end": "end"}
_PANELS: Final[dict[str, PanelKind]] = {
    kind: kind for kind in ("info", "note", "tip", "warning", "error", "success", "custom")
}
_SIDE: Final = {"wrap-left": "left", "align-start": "left", "wrap-right": "right", "align-end": "right"}


def parse(native: Any) -> Document:
    """Return what ADF means; None is an empty document, a string one paragraph."""
    if isinstance(native, str):
        return Document((Paragraph((Text(native),)),) if native else ())
    document: object = shallow(native)
    if not is_object(document) or document.get("type") != "doc":
        return Document(blocks(children({"content": document if is_array(document) else [document]}), 0))
    kept = {name: item for name, item in document.items() if name != "version"}
    return Document(blocks(children(document), 0), native=left(kept, (), marks(document)))


def blocks(nodes: Sequence[Json], depth: int) -> tuple[Block, ...]:
    """Return blocks; inline nodes among them become paragraphs."""
    found: list[Block] = []
    line: list[Json] = []
    for node in nodes:
        if node["type"] in INLINE:
            line.append(node)
            continue
        if line:
            found.append(Paragraph(inlines(line)))
            line = []
        found.extend(_blocks_of(node, depth))
    if line:
        found.append(Paragraph(inlines(line)))
    return tuple(found)


def _blocks_of(node: Json, depth: int) -> Sequence[Block]:
    """Return the block that a node is; of a malformed one, what it shows."""
    kind = node["type"]
    if kind == "paragraph":
        return (_paragraph(node),)
    if depth >= MAX_DEPTH and kind not in _LEAVES:
        return (Paragraph((Text(words(node)),)),)
    if kind not in KNOWN or (kind in _STRICT and any(child["type"] not in KNOWN for child in children(node))):
        return (_unknown(node, depth),)
    read, read_nested = _LEAVES.get(kind), _CONTAINERS.get(kind)
    found = read(node) if read else read_nested(node, depth) if read_nested else None
    return (found,) if found is not None else _shown(node, depth)


def _shown(node: Json, depth: int) -> tuple[Block, ...]:
    """Return what a reader sees of a node: its content, or the text that it has instead."""
    inside = children(node)
    if inside:
        return blocks(inside, depth + 1)
    text = words(node)
    return (Paragraph((Text(text),)),) if text else ()


def _unknown(node: Json, depth: int) -> UnknownBlock:
    """Keep a block as it is; others see its content, or the text that it has instead."""
    return UnknownBlock(DIALECT, source(node), _shown(node, depth))


def _place(node: Json) -> tuple[Align, int, list[Json]]:
    """Return alignment, indentation and the other marks of a paragraph or heading."""
    align: Align = ""
    indent = 0
    others: list[Json] = []
    for mark in marks(node):
        attrs = attributes(mark)
        level = attrs.get("level")
        if mark["type"] == "alignment" and attrs.get("align") in _ALIGN:
            align = _ALIGN[attrs["align"]]
        elif mark["type"] == "indentation" and type(level) is int and 1 <= level <= 6:
            indent = level
        else:
            others.append(mark)
    return align, indent, others


def _line(node: Json) -> tuple[Inline, ...]:
    return inlines(children(node))


def _paragraph(node: Json) -> Paragraph:
    if "marks" not in node and "attrs" not in node:
        return Paragraph(_line(node))
    align, indent, others = _place(node)
    return Paragraph(_line(node), align, indent, native=left(node, (), others))


def _heading(node: Json) -> Heading:
    align, indent, others = _place(node)
    level = attributes(node).get("level")
    level = min(max(level, 1), 6) if type(level) is int else 1
    return Heading(level, _line(node), align, indent, native=left(node, ("level",), others))


def _code(node: Json) -> CodeBlock:
    text = "".join(text_of(child, "text") or ("\n" if child["type"] == "hardBreak" else "") for child in children(node))
    return CodeBlock(text, text_of(attributes(node), "language"), native=left(node, ("language",), marks(node)))


def _rule(node: Json) -> Rule:
    return Rule(native=left(node, (), marks(node)))


def _media_single(node: Json) -> MediaSingle | None:
    match [child["type"] for child in children(node)]:
        case ["media", *rest] if rest in ([], ["caption"]):
            media, *captions = children(node)
            layout = text_of(attributes(node), "layout")
            caption = _line(captions[0]) if captions else ()
            more: Json = {} if layout else {NO_LAYOUT: True}
            if captions and attributes(captions[0]):
                more[CAPTION] = {"attrs": attributes(captions[0])}
            return MediaSingle(
                media_of(media, image=True),
                caption,
                "left" if _SIDE.get(layout) == "left" else "right" if _SIDE.get(layout) == "right" else "",
                native=left(node, (), marks(node), **more),
            )
        case _:
            return None


def _media_group(node: Json) -> MediaGroup | None:
    inside = children(node)
    if any(child["type"] != "media" for child in inside):
        return None
    return MediaGroup(tuple(media_of(child, image=False) for child in inside), native=left(node, (), marks(node)))


def _card(node: Json) -> BlockCard | None:
    attrs = attributes(node)
    if not attrs:
        return None
    return BlockCard(card_url(attrs), embed=node["type"] == "embedCard", native=left(node, ("url",), marks(node)))


def _extension(node: Json) -> Extension | None:
    return _with_body(node, None)


def _with_body(node: Json, body: tuple[Block, ...] | None) -> Extension | None:
    attrs = attributes(node)
    if not text_of(attrs, "extensionKey"):
        return None
    parameters = source(attrs["parameters"]) if "parameters" in attrs else ""
    used = ("extensionKey", "extensionType", "parameters", "text")
    return Extension(
        attrs["extensionKey"],
        text_of(attrs, "extensionType"),
        parameters,
        text_of(attrs, "text"),
        body,
        native=left(node, used, marks(node)),
    )


def _quote(node: Json, depth: int) -> Quote:
    return Quote(blocks(children(node), depth + 1), native=left(node, (), marks(node)))


def _panel(node: Json, depth: int) -> Panel | UnknownBlock:
    attrs = attributes(node)
    kind = _PANELS.get(text_of(attrs, "panelType") or "info")
    if kind is None:
        return _unknown(node, depth)
    custom = kind == "custom"
    return Panel(
        kind,
        blocks(children(node), depth + 1),
        color=text_of(attrs, "panelColor") if custom else "",
        icon=text_of(attrs, "panelIcon") if custom else "",
        native=left(node, ("panelType", *(("panelColor", "panelIcon") if custom else ())), marks(node)),
    )


def _expand(node: Json, depth: int) -> Expand:
    title = text_of(attributes(node), "title")
    return Expand(blocks(children(node), depth + 1), title, native=left(node, ("title",), marks(node)))


def _columns(node: Json, depth: int) -> Columns | None:
    inside = children(node)
    if any(child["type"] != "layoutColumn" for child in inside):
        return None
    columns = [
        Column(
            blocks(children(child), depth + 2),
            number(attributes(child), "width"),
            native=left(child, ("width",), marks(child)),
        )
        for child in inside
    ]
    return Columns(tuple(columns), native=left(node, (), marks(node)))


def _bodied(node: Json, depth: int) -> Extension | None:
    return _with_body(node, blocks(children(node), depth + 1))


_STRICT: Final = frozenset(
    {
        "bulletList",
        "orderedList",
        "taskList",
        "decisionList",
        "table",
        "tableRow",
        "mediaSingle",
        "mediaGroup",
        "layoutSection",
    }
)
"""Containers whose children are of one kind: with one that nobody knows, the whole is kept as it is."""
_LEAVES: Final[dict[str, Callable[[Json], Block | None]]] = {
    "heading": _heading,
    "codeBlock": _code,
    "rule": _rule,
    "mediaSingle": _media_single,
    "mediaGroup": _media_group,
    "blockCard": _card,
    "embedCard": _card,
    "extension": _extension,
}
_CONTAINERS: Final[dict[str, Callable[[Json, int], Block | None]]] = {
    "bulletList": lambda node, depth: bullet_list(node, depth, blocks),
    "orderedList": lambda node, depth: ordered_list(node, depth, blocks),
    "taskList": lambda node, depth: task_list(node, depth, blocks),
    "decisionList": lambda node, _: decision_list(node),
    "table": lambda node, depth: table(node, depth, blocks),
    "blockquote": _quote,
    "panel": _panel,
    "expand": _expand,
    "nestedExpand": _expand,
    "layoutSection": _columns,
    "bodiedExtension": _bodied,
}
