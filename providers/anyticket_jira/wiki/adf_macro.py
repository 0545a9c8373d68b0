"""
The `{adf}` macro: how Jira Cloud writes into wiki markup what the notation has no word for.

It holds one node of ADF as JSON. A macro whose JSON is broken stays as it is.
"""

from __future__ import annotations

from typing import Any, Final

import orjson

from anyticket.text.document import Block, CodeBlock, Document, Extension, Paragraph, UnknownBlock
from anyticket.text.inline import Inline, InlineExtension, UnknownInline
from anyticket_jira import adf
from anyticket_jira.wiki.macros import Piece
from anyticket_jira.wiki.notation import DIALECT

__all__ = ["block_macro", "blocks_of", "inline_macro", "inlines_of", "is_inline"]

_CLOSING: Final = "{adf}"


def is_inline(piece: Piece) -> bool:
    """Return whether a macro stands in a line."""
    return piece.name == "adf" and "display=inline" in piece.parameters


def blocks_of(piece: Piece) -> tuple[Block, ...]:
    """Return the blocks that an `{adf}` macro holds."""
    return _read(piece.body) or (UnknownBlock(DIALECT, piece.source, (CodeBlock(piece.body.strip()),)),)


def inlines_of(piece: Piece) -> tuple[Inline, ...]:
    """Return the pieces of a line that an `{adf}` macro holds."""
    blocks = _read(f'{{"type":"paragraph","content":[{piece.body}]}}')
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph) and blocks[0].content:
        return blocks[0].content
    return (UnknownInline(DIALECT, piece.source, piece.body.strip()),)


def _read(body: str) -> tuple[Block, ...]:
    try:
        node = orjson.loads(body)
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(node, dict) or "type" not in node:
        return ()
    return adf.parse({"version": 1, "type": "doc", "content": [node]}).blocks


def inline_macro(piece: InlineExtension | UnknownInline) -> str:
    """Return a piece of ADF as a macro, or an empty string where it is not ADF's."""
    written = _node(Paragraph((piece,))) if _is_adf(piece) else {}
    return _macro("inline", written["content"][0], "") if written.get("content") else ""


def block_macro(block: Extension | UnknownBlock) -> str:
    """Return a block of ADF as a macro, or an empty string where it is not ADF's."""
    written = _node(block) if _is_adf(block) else {}
    return _macro("block", written, "\n") if written else ""


def _is_adf(piece: Extension | InlineExtension | UnknownBlock | UnknownInline) -> bool:
    if isinstance(piece, UnknownBlock | UnknownInline):
        return piece.dialect == "adf"
    return piece.kind not in ("", DIALECT)


def _node(block: Block) -> dict[str, Any]:
    native, losses = adf.render(Document((block,)))
    return native["content"][0] if native["content"] and not losses else {}


def _macro(display: str, node: object, gap: str) -> str:
    text = orjson.dumps(node).decode()
    return "" if _CLOSING in text else f"{{adf:display={display}}}{gap}{text}{gap}{_CLOSING}"
