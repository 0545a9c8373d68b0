"""
Plain text: every visible character of a document, without any markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from anyticket.text import document as blocks
from anyticket.text import inline
from anyticket.text.document import Document
from anyticket.text.tree import Node

__all__ = ["plain"]


def plain(root: Document | Node) -> str:
    """
    Return what a reader sees, a line for each paragraph, item, cell row and break.

    An image is its alternative text, file name or URL; a mention is its name with an @, or its id.
    """
    lines = "".join(_pieces(root)).split("\n")
    return "\n".join(line for line in lines if line.strip())


_LINE: Final = "\n"
_CELL: Final = "\t"


def _pieces(root: Node) -> Iterator[str]:
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, tuple):
            stack.extend(reversed(item))
        elif isinstance(item, Node):
            stack.extend(reversed(_SHOWN[type(item)](item)))


def _mention(node: inline.Mention) -> tuple[object, ...]:
    name = node.name or node.id
    return (name if name.startswith("@") else f"@{name}",)


def _media(node: inline.Media) -> tuple[object, ...]:
    return (node.alt or node.file_name or node.url or node.id,)


def _cells(row: blocks.TableRow) -> tuple[object, ...]:
    return (*(piece for cell in row.cells for piece in (cell, _CELL)), _LINE)


_Shown = dict[type[Node], Callable[[Any], tuple[object, ...]]]

_SHOWN_BLOCKS: Final[_Shown] = {
    blocks.Document: lambda node: (node.blocks,),
    blocks.Paragraph: lambda node: (node.content, _LINE),
    blocks.Heading: lambda node: (node.content, _LINE),
    blocks.ListItem: lambda node: (node.blocks,),
    blocks.BulletList: lambda node: (node.items,),
    blocks.OrderedList: lambda node: (node.items,),
    blocks.DecisionItem: lambda node: (node.content, _LINE),
    blocks.DecisionList: lambda node: (node.items,),
    blocks.Quote: lambda node: (node.blocks,),
    blocks.CodeBlock: lambda node: (node.title, _LINE, node.text, _LINE),
    blocks.Panel: lambda node: (node.title, _LINE, node.blocks),
    blocks.Expand: lambda node: (node.title, _LINE, node.blocks),
    blocks.Rule: lambda node: (),
    blocks.TableCell: lambda node: (node.blocks,),
    blocks.TableRow: _cells,
    blocks.Table: lambda node: (node.rows,),
    blocks.MediaSingle: lambda node: (node.media, _LINE, node.caption, _LINE),
    blocks.MediaGroup: lambda node: tuple(piece for media in node.media for piece in (media, _LINE)),
    blocks.Column: lambda node: (node.blocks,),
    blocks.Columns: lambda node: (node.columns,),
    blocks.BlockCard: lambda node: (node.url, _LINE),
    blocks.Extension: lambda node: (node.text if node.blocks is None else node.blocks, _LINE),
    blocks.UnknownBlock: lambda node: (node.blocks,),
}
_SHOWN: Final[_Shown] = _SHOWN_BLOCKS | {
    inline.Text: lambda node: (node.text,),
    inline.Break: lambda node: (_LINE,),
    inline.Mention: _mention,
    inline.Emoji: lambda node: (node.text or node.name,),
    inline.Status: lambda node: (node.text,),
    inline.Date: lambda node: (node.day.isoformat(),),
    inline.Placeholder: lambda node: (node.text,),
    inline.Card: lambda node: (node.url,),
    inline.Media: _media,
    inline.InlineMedia: lambda node: (node.media,),
    inline.InlineExtension: lambda node: (node.text,),
    inline.UnknownInline: lambda node: (node.text,),
}
