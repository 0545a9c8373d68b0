"""
Writing wiki markup, and reporting what it cannot say.

Whatever was written is read again at the end: a block that does not come back as it was, and for which no reason was
given yet, is a loss too. So nothing changes in silence.
"""

from __future__ import annotations

from anyticket.text.document import Block, Document, Loss
from anyticket_jira.wiki.block_writing import Writer
from anyticket_jira.wiki.comparing import comparable
from anyticket_jira.wiki.reading import parse

__all__ = ["render"]


def render(document: Document) -> tuple[str, tuple[Loss, ...]]:
    """Return a document as wiki markup, and what could not be said in it."""
    losses: list[Loss] = []
    parts: list[str] = []
    for index, block in enumerate(document.blocks):
        path = f"blocks[{index}]"
        writer = Writer()
        written = writer.block(block, path)
        parts += [written] if written else []
        losses += writer.losses or _silent(block, written, path)
    return "\n\n".join(parts), tuple(losses)


def _silent(block: Block, written: str, path: str) -> list[Loss]:
    meant, read = Document((block,)), parse(written)
    if meant == read or comparable(meant) == comparable(read):
        return []
    return [Loss(path, "wiki markup is read a little differently here than this was meant")]
