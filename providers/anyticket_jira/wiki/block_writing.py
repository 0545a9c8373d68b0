"""
Writing blocks: headings, quotes, panels, lists, tables, images.

In a list item or a cell an empty line would end the list or the table, so blocks there stand in consecutive lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from anyticket.text.document import (
    Block,
    BlockCard,
    BulletList,
    CodeBlock,
    Columns,
    DecisionList,
    Expand,
    Extension,
    Heading,
    Loss,
    MediaGroup,
    MediaSingle,
    OrderedList,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    UnknownBlock,
)
from anyticket.text.inline import Break, Inline, InlineMedia, Strong, Text
from anyticket_jira.wiki.adf_macro import block_macro
from anyticket_jira.wiki.code_writing import panel_parameters, write_code
from anyticket_jira.wiki.escaping import Place
from anyticket_jira.wiki.line_writing import write_lines
from anyticket_jira.wiki.list_reading import DEEPEST
from anyticket_jira.wiki.notation import DIALECT, address
from anyticket_jira.wiki.piece_writing import image_or_file, smart_link
from anyticket_jira.wiki.table_writing import write_table

__all__ = ["Writer"]

_LINES: Final = (Paragraph, MediaSingle, MediaGroup, BlockCard)


class Writer:
    """The markup of one block and all in it, and what it could not say."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []
        self.place: Place = ""
        self.open: list[str] = []

    def report(self, path: str, reason: str) -> None:
        """Add a loss."""
        self.losses.append(Loss(path, reason))

    def block(self, block: Block, path: str) -> str:
        """Return a block as lines."""
        written = ""
        match block:
            case Paragraph():
                written = self._paragraph(block, path)
            case Heading():
                written = self._heading(block, path)
            case CodeBlock():
                written = write_code(block, path, self.report)
            case Rule():
                written = "----"
            case BulletList() | OrderedList():
                written = "\n".join(self._items(block, path, ""))
            case Quote():
                written = self._quote(block, path)
            case Panel():
                written = self._panel(block, path)
            case Table():
                written = write_table(self, block, path)
            case _:
                written = self._rarer(block, path)
        return written

    def _rarer(self, block: Block, path: str) -> str:
        written = ""
        match block:
            case MediaSingle():
                written = self._image(block, path)
            case MediaGroup():
                media = enumerate(block.media)
                written = "\n".join(image_or_file(item, f"{path}.media[{at}]", self.report) for at, item in media)
            case BlockCard():
                written = self._card(block, path)
            case DecisionList():
                written = self._decisions(block, path)
            case Expand():
                written = self._expand(block, path)
            case Columns():
                self.report(path, "wiki markup has no columns: they stand one below the other")
                parts = enumerate(block.columns)
                written = "\n\n".join(self.blocks(part.blocks, f"{path}.columns[{at}].blocks") for at, part in parts)
            case Extension() | UnknownBlock():
                written = self._foreign(block, path)
            case _:
                pass
        return written

    def blocks(self, blocks: Sequence[Block], path: str, *, close: bool = False) -> str:
        """Return blocks one below the other; `close` in a list item or a cell, without empty lines between."""
        parts: list[str] = []
        for index, block in enumerate(blocks):
            if close and index and isinstance(block, _LINES) and isinstance(blocks[index - 1], (*_LINES, BulletList)):
                self.report(f"{path}[{index}]", "in a list item or a cell, a paragraph goes on with the one above it")
            written = self.block(block, f"{path}[{index}]")
            parts += [written] if written else []
        return ("\n" if close or self.place else "\n\n").join(parts)

    def _paragraph(self, paragraph: Paragraph, path: str) -> str:
        self._layout(paragraph, path)
        content = paragraph.content
        seen = [piece for piece in content if not (isinstance(piece, Text) and not piece.text)]
        if not seen:
            self.report(path, "wiki markup has no empty paragraph")
        elif isinstance(seen[0], Break) or isinstance(seen[-1], Break):
            self.report(path, "nobody sees a line break at the edge of a paragraph")
        elif len(seen) == 1 and isinstance(seen[0], InlineMedia) and seen[0].media.image:
            self.report(path, "an image alone in a paragraph is a block of its own")
        return write_lines(content, f"{path}.content", self.report, place=self.place)

    def _layout(self, block: Paragraph | Heading, path: str) -> None:
        if block.align:
            self.report(path, "wiki markup does not align text")
        if block.indent:
            self.report(path, "wiki markup does not indent text")

    def _heading(self, heading: Heading, path: str) -> str:
        self._layout(heading, path)
        level = min(max(heading.level, 1), 6)
        return f"h{level}. " + self.line(heading.content, f"{path}.content")

    def line(self, content: Sequence[Inline], path: str) -> str:
        """Return what must stay in one line."""
        return write_lines(content, path, self.report, place=self.place, one_line=True)

    def _quote(self, quote: Quote, path: str) -> str:
        first = quote.blocks[0] if len(quote.blocks) == 1 else None
        if "quote" not in self.open:
            return self._container("quote", "", quote.blocks, path)
        if isinstance(first, Paragraph) and first.content:
            return f"bq. {self.line(first.content, f'{path}.blocks[0].content')}"
        self.report(path, "wiki markup has no quote in a quote: its blocks stand there")
        return self.blocks(quote.blocks, f"{path}.blocks")

    def _panel(self, panel: Panel, path: str) -> str:
        if "panel" in self.open:
            self.report(path, "wiki markup has no panel in a panel: its blocks stand there")
            return self.blocks((*_bold(panel.title), *panel.blocks), f"{path}.blocks")
        return self._container("panel", panel_parameters(panel, path, self.report), panel.blocks, path)

    def _container(self, name: str, parameters: str, blocks: Sequence[Block], path: str) -> str:
        place, self.place = self.place, ""
        self.open.append(name)
        inside = self.blocks(blocks, f"{path}.blocks")
        self.open.pop()
        self.place = place
        return f"{{{name}{':' if parameters else ''}{parameters}}}\n{inside}\n{{{name}}}"

    def _expand(self, block: Expand, path: str) -> str:
        self.report(path, "wiki markup cannot fold a text: its title is bold above it")
        return self.blocks((*_bold(block.title), *block.blocks), f"{path}.blocks")

    def _image(self, block: MediaSingle, path: str) -> str:
        written = image_or_file(block.media, f"{path}.media", self.report, align=block.align)
        if not block.caption:
            return written
        self.report(path, "wiki markup has no caption: it stands below the image")
        return f"{written}\n{self.line(block.caption, f'{path}.caption')}"

    def _card(self, card: BlockCard, path: str) -> str:
        if address(card.url):
            return smart_link(card.url, "smart-embed" if card.embed else "smart-card")
        self.report(path, "wiki markup has no card without an address")
        return self.line((Text(card.url),), path)

    def _decisions(self, block: DecisionList, path: str) -> str:
        self.report(path, "wiki markup has no decisions: they are a list")
        lines = (self.line(item.content, f"{path}.items[{at}].content") for at, item in enumerate(block.items))
        return "\n".join(f"* <> {line}" for line in lines)

    def _foreign(self, block: Extension | UnknownBlock, path: str) -> str:
        if isinstance(block, UnknownBlock) and block.dialect == DIALECT:
            return block.source
        if macro := block_macro(block):
            return macro
        self.report(path, "a macro or block that wiki markup does not have: its text stands there")
        if isinstance(block, Extension) and block.blocks is None:
            return self.line((Text(block.text),), path) if block.text else ""
        return self.blocks(block.blocks or (), f"{path}.blocks")

    def _items(self, block: BulletList | OrderedList, path: str, marker: str) -> list[str]:
        """Return the lines of a list, each item behind its marker."""
        if isinstance(block, OrderedList) and block.start != 1:
            self.report(path, f"a numbered list begins with 1 in wiki markup, not with {block.start}")
        if len(marker) == DEEPEST:
            self.report(path, "a list that is nested too deep stands one level higher")
        marker = (marker + ("#" if isinstance(block, OrderedList) else "*"))[:DEEPEST]
        lines: list[str] = []
        for index, item in enumerate(block.items):
            here = f"{path}.items[{index}]"
            box = ""
            if item.done is not None:
                self.report(here, "wiki markup has no boxes: a sign stands before the task")
                box = r"\[x] " if item.done else r"\[ ] "
            lines += self._item(item.blocks, here, marker, box, is_first=not index)
        return lines

    def _item(self, blocks: Sequence[Block], path: str, marker: str, box: str, *, is_first: bool) -> list[str]:
        nested = [isinstance(block, BulletList | OrderedList) for block in blocks]
        count = nested.index(True) if True in nested else len(blocks)
        text = self.blocks(blocks[:count], f"{path}.blocks", close=True)
        lines = [f"{marker} {box}{text}"] if text or box or count or not is_first or not blocks else []
        for index, block in enumerate(blocks[count:], count):
            here = f"{path}.blocks[{index}]"
            if isinstance(block, BulletList | OrderedList):
                lines += self._items(block, here, marker)
                continue
            self.report(here, "what stands behind a nested list goes on with its last item")
            lines.append(self.block(block, here))
        return lines


def _bold(title: str) -> tuple[Paragraph, ...]:
    """Return a title as a line above what it is the title of."""
    return (Paragraph((Text(title, (Strong(),)),)),) if title else ()
