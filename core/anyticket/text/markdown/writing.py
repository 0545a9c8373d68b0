"""Writing Markdown: blocks."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from anyticket.text.document import (
    Block,
    BlockCard,
    BulletList,
    CodeBlock,
    Columns,
    DecisionList,
    Document,
    Expand,
    Extension,
    Heading,
    ListItem,
    Loss,
    MediaGroup,
    MediaSingle,
    OrderedList,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    TableCell,
    UnknownBlock,
)
from anyticket.text.inline import Break, Inline, InlineMedia, Text
from anyticket.text.markdown.line_writing import written_line
from anyticket.text.markdown.notation import BLOCK_CARD, DIALECT, EMBEDDED_CARD, NAME_OF_ALERT
from anyticket.text.markdown.piece_writing import card
from anyticket.text.markdown.table_writing import written_table
from anyticket.text.plain import plain
from anyticket.text.tree import MAX_DEPTH

__all__ = ["render"]

_HIGHEST_NUMBER: Final = 999_999_999
_TICKS: Final = re.compile(r"^ *(`{3,})", re.MULTILINE)
_SPACES: Final = re.compile(r"\s+")


def render(document: Document) -> tuple[str, tuple[Loss, ...]]:
    """Return a document as Markdown, and what Markdown could not say."""
    writer = _Writer()
    text = writer.blocks(document.blocks, "blocks", 0)
    return text + "\n" if text else "", tuple(writer.losses)


class _Writer:
    """Writes blocks; `depth` counts the containers around them."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []

    def _report(self, path: str, reason: str) -> None:
        self.losses.append(Loss(path, reason))

    def blocks(self, blocks: Sequence[Block], path: str, depth: int) -> str:
        return "\n\n".join(shown for _, shown in self._each(blocks, path, depth))

    def _each(self, blocks: Sequence[Block], path: str, depth: int) -> list[tuple[Block, str]]:
        """Write each block that shows anything. Neighbouring lists take turns in their bullets, or they would join."""
        written: list[tuple[Block, str]] = []
        other_bullet = False
        for block, where in self._shown(blocks, path):
            before = written[-1][0] if written else None
            other_bullet = (
                isinstance(block, BulletList | OrderedList) and type(before) is type(block) and not other_bullet
            )
            shown = self._block(block, where, depth, other_bullet=other_bullet)
            if shown:
                written.append((block, shown))
        return written

    def _shown(self, blocks: Sequence[Block], path: str) -> Iterator[tuple[Block, str]]:
        """Yield blocks with their paths; what Markdown has no box for is what is in it."""
        stack = [(block, f"{path}[{index}]") for index, block in enumerate(blocks)][::-1]
        while stack:
            block, where = stack.pop()
            match block:
                case Columns(columns=columns):
                    self._report(where, "Markdown has no columns: they stand one below the other")
                    inside = [
                        (part, f"{where}.columns[{number}].blocks[{index}]")
                        for number, column in enumerate(columns)
                        for index, part in enumerate(column.blocks)
                    ]
                case Extension(blocks=tuple() as parts):
                    self._report(where, f"Markdown has no macro {block.key!r}: what it shows stands there")
                    inside = [(part, f"{where}.blocks[{index}]") for index, part in enumerate(parts)]
                case UnknownBlock(blocks=parts):
                    self._report(where, f"a block that only {block.dialect} has: what it shows stands there")
                    inside = [(part, f"{where}.blocks[{index}]") for index, part in enumerate(parts)]
                case _:
                    yield block, where
                    continue
            stack.extend(reversed(inside))

    def _block(  # noqa: C901, PLR0911, PLR0912 - a case a kind
        self, block: Block, path: str, depth: int, *, other_bullet: bool
    ) -> str:
        match block:
            case Paragraph():
                self._report_place(block, path)
                return self._line(block.content, path)
            case _ if depth >= MAX_DEPTH:
                self._report(path, "nested too deep: its text stands there")
                return self._line(_text_lines(block), path)
            case Heading():
                self._report_place(block, path)
                return self._heading(block, path)
            case BulletList() | OrderedList():
                return self._list(block, path, depth, other_bullet=other_bullet)
            case Quote():
                return _quoted(self.blocks(block.blocks, f"{path}.blocks", depth + 1))
            case CodeBlock():
                return _fenced(block)
            case Rule():
                return "***"
            case Table():
                return written_table(block, path, self._cell, self._report)
            case MediaSingle() | MediaGroup() | BlockCard():
                return self._media(block, path)
            case Panel() | Expand() | DecisionList():
                return self._box(block, path, depth)
            case Extension():
                self._report(path, f"Markdown has no macro {block.key!r}: its text stands there")
                return self._line([Text(block.text)], path)
            case Columns() | UnknownBlock():
                raise AssertionError("_shown leaves none of these")
            case _:
                assert_never(block)

    def _line(self, content: Sequence[Inline], path: str) -> str:
        return written_line(content, "paragraph", f"{path}.content", self._report)

    def _report_place(self, block: Paragraph | Heading, path: str) -> None:
        if block.align or block.indent:
            self._report(path, "Markdown has no alignment or indentation: the text stands at the left")

    def _heading(self, heading: Heading, path: str) -> str:
        shown = written_line(heading.content, "heading", f"{path}.content", self._report).strip()
        closing = len(shown) - len(shown.rstrip("#"))
        if closing and shown[: len(shown) - closing][-1:] in ("", " ", "\t"):
            shown = f"{shown[: len(shown) - closing]}\\{shown[-closing:]}"
        return f"{'#' * min(max(heading.level, 1), 6)} {shown}".rstrip()

    def _list(self, block: BulletList | OrderedList, path: str, depth: int, *, other_bullet: bool) -> str:
        items = [self._item(item, f"{path}.items[{index}]", depth) for index, item in enumerate(block.items)]
        if isinstance(block, OrderedList):
            start = min(max(block.start, 0), _HIGHEST_NUMBER - len(items))
            if start != block.start:
                self._report(path, f"a Markdown list cannot start at {block.start}")
            markers = [f"{start + index}{')' if other_bullet else '.'}" for index in range(len(items))]
        else:
            markers = ["+" if other_bullet else "-"] * len(items)
        gap = "\n" if all(is_tight for _, is_tight in items) else "\n\n"
        return gap.join(_hung(marker, shown) for marker, (shown, _) in zip(markers, items, strict=True))

    def _item(self, item: ListItem, path: str, depth: int) -> tuple[str, bool]:
        """Return what an item holds, and whether it is short enough to need no empty lines around it."""
        written = self._each(item.blocks, f"{path}.blocks", depth + 2)
        box = "" if item.done is None else "[x]" if item.done else "[ ]"
        if box and written and isinstance(written[0][0], Paragraph | MediaSingle | MediaGroup | BlockCard):
            written[0] = (written[0][0], f"{box} {written[0][1]}")
        elif box:
            written.insert(0, (Rule(), box))
        shown = ""
        is_tight = True
        for index, (block, text) in enumerate(written):
            joins = (
                index == 1
                and isinstance(block, BulletList | OrderedList)
                and not text.startswith("0")
                and _interrupts(text)
            )
            is_tight = is_tight and (index == 0 or joins)
            shown += text if index == 0 else f"\n{text}" if joins else f"\n\n{text}"
        return shown, is_tight

    def _cell(self, cell: TableCell, path: str) -> str:
        """Return a cell as one line: paragraphs as they are, other blocks as their text."""
        content: list[Inline] = []
        for block in cell.blocks:
            inside = block.content if isinstance(block, Paragraph | Heading) else _cell_line(block)
            content.extend(([Break()] if content and inside else []) + list(inside))
        return written_line(content, "cell", f"{path}.content", self._report)

    def _media(self, block: MediaSingle | MediaGroup | BlockCard, path: str) -> str:
        match block:
            case BlockCard(url=url, embed=embed):
                return card(url, EMBEDDED_CARD if embed else BLOCK_CARD) if url else ""
            case MediaGroup(media=media):
                pieces: list[Inline] = []
                for item in media:
                    pieces.extend(([Text(" ")] if pieces else []) + [InlineMedia(item)])
                return self._line(pieces, path)
            case MediaSingle(media=media, caption=caption, align=align):
                if align:
                    self._report(path, "Markdown images have no place: it stands at the left")
                image = self._line([InlineMedia(media)], path)
                if not caption:
                    return image
                self._report(path, "Markdown images have no caption: it is a paragraph")
                return f"{image}\n\n{self._line(caption, path)}"

    def _box(self, block: Panel | Expand | DecisionList, path: str, depth: int) -> str:
        if isinstance(block, Expand):
            inside = self.blocks(block.blocks, f"{path}.blocks", depth + 1)
            parts = (f"<details>\n<summary>{_on_one_line(block.title)}</summary>", inside, "</details>")
            return "\n\n".join(filter(None, parts))
        if isinstance(block, Panel):
            return self._panel(block, path, depth)
        for index, item in enumerate(block.items):
            if item.state != "DECIDED":
                self._report(f"{path}.items[{index}]", f"Markdown has no state {item.state!r} of a decision")
        items = tuple(ListItem((Paragraph(item.content),)) for item in block.items)
        return _quoted("[!DECISION]\n\n" + self._list(BulletList(items), path, depth + 1, other_bullet=False))

    def _panel(self, panel: Panel, path: str, depth: int) -> str:
        color = f" color={_on_one_line(panel.color)}" if panel.color else ""
        icon = f" icon={_on_one_line(panel.icon)}" if panel.icon else ""
        opening = f"[!{NAME_OF_ALERT[panel.kind]}{color}{icon}] {_on_one_line(panel.title)}".rstrip()
        written = self._each(panel.blocks, f"{path}.blocks", depth + 1)
        gap = "\n" if written and isinstance(written[0][0], Paragraph) else "\n\n"
        return _quoted((opening + gap + "\n\n".join(shown for _, shown in written)).rstrip("\n"))


def _interrupts(text: str) -> bool:
    """Tell whether a list can follow a paragraph without an empty line: not if it starts empty, or not at 1."""
    first = text.partition("\n")[0]
    return first.startswith(("- ", "1. ", "+ ", "1) ")) and len(first.split(None, 1)) == 2


def _hung(marker: str, text: str) -> str:
    if not text:
        return marker
    indent = " " * (len(marker) + 1)
    first, *others = text.split("\n")
    return "\n".join([f"{marker} {first}", *(indent + line if line else "" for line in others)])


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _on_one_line(text: str) -> str:
    return html.escape(_SPACES.sub(" ", text), quote=False).replace("[", "&#91;").replace("]", "&#93;").strip()


def _fenced(block: CodeBlock) -> str:
    text = block.text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    fence = "`" * max([3, *(len(ticks) + 1 for ticks in _TICKS.findall(text))])
    said = block.source_in(DIALECT)
    is_same = said.partition(" ")[0] == block.language and not block.title
    language = _info(_SPACES.sub(" ", said) if is_same else _SPACES.sub("-", block.language.strip()))
    title = f' title="{_info(_SPACES.sub(" ", block.title))}"' if block.title else ""
    return f"{fence}{language}{title}\n{text}\n{fence}" if text else f"{fence}{language}{title}\n{fence}"


def _info(text: str) -> str:
    """Return a word for the line of a fence, which takes no backtick and reads escapes."""
    return re.sub(r"[\\`&\"]", lambda found: f"&#{ord(found[0])};", text)


def _text_lines(block: Block) -> list[Inline]:
    pieces: list[Inline] = []
    for line in plain(block).split("\n"):
        pieces.extend(([Break()] if pieces else []) + [Text(line)])
    return pieces


def _cell_line(block: Block) -> list[Inline]:
    """Return a block as pieces of one line."""
    match block:
        case MediaSingle(media=media, caption=caption):
            return [InlineMedia(media), *((Break(), *caption) if caption else ())]
        case MediaGroup(media=media):
            pieces: list[Inline] = [piece for item in media for piece in (InlineMedia(item), Text(" "))]
            return pieces[:-1]
        case _:
            return _text_lines(block)
