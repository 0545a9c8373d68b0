"""Plain text: every visible character of a document, without any markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from anyticket.text import document as blocks
from anyticket.text import inline
from anyticket.text.tree import Node

__all__ = ["plain"]

_LINE: Final = "\n"
_CELL: Final = "\t"


def plain(root: Node) -> str:
    """
    Return what a reader sees of a document or a part of one: a line for each paragraph, item, row and break.

    An image is its alternative text, file name or URL; a mention is its name with an @, or its id.
    """
    lines = "".join(_characters(root)).split(_LINE)
    return _LINE.join(line.rstrip(_CELL) for line in lines if line.strip())


def _characters(root: Node) -> Iterator[str]:
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, Node):
            stack.extend(reversed(_inline(item) or _block(item)))
        else:
            stack.extend(reversed(cast("tuple[object, ...]", item)))


def _inline(node: Node) -> tuple[object, ...]:  # noqa: PLR0911 - a case a kind
    match node:
        case inline.Text() | inline.Status() | inline.Placeholder() | inline.InlineExtension() | inline.UnknownInline():
            return (node.text,)
        case inline.Break():
            return (_LINE,)
        case inline.Mention():
            name = node.name or node.id
            return (name if name.startswith("@") else f"@{name}",)
        case inline.Emoji():
            return (node.text or node.name,)
        case inline.Date():
            return (node.day.isoformat(),)
        case inline.Card():
            return (node.url,)
        case inline.InlineMedia():
            return (node.media,)
        case _:
            return ()


def _block(node: Node) -> tuple[object, ...]:  # noqa: PLR0911 - a case a kind
    match node:
        case blocks.Paragraph() | blocks.Heading() | blocks.DecisionItem():
            return (node.content, _LINE)
        case blocks.Document() | blocks.ListItem() | blocks.Quote() | blocks.Column() | blocks.UnknownBlock():
            return (node.blocks,)
        case blocks.BulletList() | blocks.OrderedList() | blocks.DecisionList():
            return (node.items,)
        case blocks.Panel() | blocks.Expand():
            return (node.title, _LINE, node.blocks)
        case blocks.CodeBlock():
            return (node.title, _LINE, node.text, _LINE)
        case blocks.Columns():
            return (node.columns,)
        case blocks.BlockCard():
            return (node.url, _LINE)
        case blocks.Extension():
            return (node.text if node.blocks is None else node.blocks, _LINE)
        case _:
            return _table_or_media(node)


def _table_or_media(node: Node) -> tuple[object, ...]:
    match node:
        case blocks.Table():
            return (node.rows,)
        case blocks.TableRow():
            return (*(piece for cell in node.cells for piece in (cell, _CELL)), _LINE)
        case blocks.TableCell():
            return (node.blocks,)
        case blocks.MediaSingle():
            return (node.media, _LINE, node.caption, _LINE)
        case blocks.MediaGroup():
            return tuple(piece for media in node.media for piece in (media, _LINE))
        case inline.Media():
            return (node.alt or node.file_name or node.url or node.id,)
        case _:
            return ()
