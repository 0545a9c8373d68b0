"""Writing ADF: blocks, each where Jira accepts it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

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
from anyticket.text.inline import Inline, InlineMedia, Strong, Text
from anyticket.text.plain import plain
from anyticket.text.tree import MAX_DEPTH
from anyticket_jira.adf.leftover import (
    DIALECT,
    Json,
    is_object,
    kept_of,
    put_back,
    value,
)
from anyticket_jira.adf.line_writing import extension_attributes, line, media
from anyticket_jira.adf.list_writing import ListWriting
from anyticket_jira.adf.media_writing import MediaWriting
from anyticket_jira.adf.placing import ALIGNED, ALLOWED, INDENTED, Place
from anyticket_jira.adf.table_writing import TableWriting

__all__ = ["render"]


def render(document: Document) -> tuple[dict[str, Any], tuple[Loss, ...]]:
    """Return a document that Jira accepts, and what it could not say."""
    writer = _Writer()
    content = writer.blocks(document.blocks, Place.ROOT, "blocks", 0)
    return put_back({"version": 1, "type": "doc", "content": content}, kept_of(document)), tuple(writer.losses)


class _Writer(ListWriting, TableWriting, MediaWriting):
    """Writes blocks; a block that may not stand where it is becomes others that may."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []

    def report(self, path: str, reason: str) -> None:
        self.losses.append(Loss(path, reason))

    def blocks(self, blocks: Sequence[Block], place: Place, path: str, depth: int) -> list[Json]:
        return [
            node for index, block in enumerate(blocks) for node in self._block(block, place, f"{path}[{index}]", depth)
        ]

    def filled(self, blocks: Sequence[Block], place: Place, path: str, depth: int) -> list[Json]:
        """Return at least one block, for containers that may not be empty."""
        return self.blocks(blocks, place, path, depth) or [_paragraph([])]

    def line(self, content: Sequence[Inline], path: str) -> list[Json]:
        return line(content, f"{path}.content", self.report)

    def _block(  # noqa: C901, PLR0911, PLR0912 - a case a kind
        self, block: Block, place: Place, path: str, depth: int
    ) -> list[Json]:
        match block:
            case Paragraph():
                return self._lines("paragraph", {}, block, place, path)
            case _ if depth >= MAX_DEPTH:
                self.report(path, "nested too deep: its text stands there")
                text = plain(block)
                return [_paragraph([{"type": "text", "text": text}])] if text else []
            case Heading():
                return self._heading(block, place, path)
            case BulletList() | OrderedList():
                return self.list_(block, place, path, depth)
            case DecisionList():
                return self.decisions(block, place, path, depth)
            case CodeBlock():
                return self._code(block, path)
            case Rule():
                if "rule" in ALLOWED[place]:
                    return [put_back({"type": "rule"}, kept_of(block))]
                self.report(path, f"Jira allows no rule in {place}: it is left out")
                return []
            case Table():
                return self.table(block, place, path, depth)
            case MediaSingle() | MediaGroup():
                return self.media(block, place, path)
            case BlockCard():
                return self.card(block, place, path)
            case Quote() | Panel() | Expand():
                return self._box(block, place, path, depth)
            case Columns():
                return self._columns(block, place, path, depth)
            case Extension():
                return self._extension(block, place, path, depth)
            case UnknownBlock():
                return self._unknown(block, place, path, depth)
            case _:
                assert_never(block)

    def _lines(self, kind: str, attrs: Json, block: Paragraph | Heading, place: Place, path: str) -> list[Json]:
        """Return a paragraph or heading; images of another site, which stand in no line, are blocks between its parts."""
        nodes: list[Json] = []
        start = 0
        for index, piece in enumerate([*block.content, None]):
            is_image = isinstance(piece, InlineMedia) and bool(piece.media.url) and not piece.media.id
            if not is_image and piece is not None:
                continue
            part = block.content[start:index]
            if part or not block.content:
                inside = line(part, f"{path}.content", self.report) if not start else self._later(part, start, path)
                node = {"type": kind, **({"attrs": dict(attrs)} if attrs else {}), "content": inside}
                nodes.append(self._placed(node, block, place, path))
            if isinstance(piece, InlineMedia) and is_image:
                nodes.append(
                    {"type": "mediaSingle", "attrs": {"layout": "center"}, "content": [media(piece.media, "media")]}
                )
            start = index + 1
        return nodes

    def _later(self, part: Sequence[Inline], start: int, path: str) -> list[Json]:
        """Return a part of a line; losses count from the start of the whole line."""

        def report(where: str, reason: str) -> None:
            number, _, rest = where.removeprefix(f"{path}.content[").partition("]")
            self.report(f"{path}.content[{int(number) + start}]{rest}", reason)

        return line(part, f"{path}.content", report)

    def _placed(self, written: Json, block: Paragraph | Heading, place: Place, path: str) -> Json:
        indented = place in INDENTED or (place is Place.CELL and written["type"] == "heading")
        if block.align and place in ALIGNED:
            written["marks"] = [{"type": "alignment", "attrs": {"align": block.align}}]
            if block.indent:  # the schema has either mark, never both
                self.report(path, "Jira allows no indentation beside an alignment: the text is aligned alone")
        elif block.indent and indented:
            written["marks"] = [{"type": "indentation", "attrs": {"level": min(block.indent, 6)}}]
        elif block.align or block.indent:
            self.report(path, f"Jira allows no alignment in {place}: the text stands at the left")
        return put_back(written, kept_of(block)) if block.native else written

    def _heading(self, block: Heading, place: Place, path: str) -> list[Json]:
        if "heading" in ALLOWED[place]:
            return self._lines("heading", {"level": min(max(block.level, 1), 6)}, block, place, path)
        self.report(path, f"Jira allows no heading in {place}: it is a bold paragraph")
        bold = tuple(
            Text(piece.text, (*piece.marks, Strong()), native=piece.native) if isinstance(piece, Text) else piece
            for piece in block.content
        )
        return self._lines("paragraph", {}, Paragraph(bold), place, path)

    def _code(self, block: CodeBlock, path: str) -> list[Json]:
        written: Json = {"type": "codeBlock"}
        if block.language:
            written["attrs"] = {"language": block.language}
        written["content"] = [{"type": "text", "text": block.text}] if block.text else []
        return [*self._title(block.title, "a code block", path), put_back(written, kept_of(block))]

    def _title(self, title: str, owner: str, path: str) -> list[Json]:
        if not title:
            return []
        self.report(path, f"Jira has no title of {owner} here: it is a bold paragraph")
        return [_paragraph([{"type": "text", "text": title, "marks": [{"type": "strong"}]}])]

    def _box(self, block: Quote | Panel | Expand, place: Place, path: str, depth: int) -> list[Json]:
        """Return a quote, panel or expand; where none may stand, what is in it."""
        kind, inner, attrs = _box_kind(block, place)
        title = self._title(block.title, "a panel", path) if isinstance(block, Panel) else []
        if kind in ALLOWED[place]:
            inside = self.blocks(block.blocks, inner, f"{path}.blocks", depth + 1)
            written: Json = {"type": kind, "attrs": attrs, "content": [*title, *inside] or [_paragraph([])]}
            if not attrs and kind != "nestedExpand":
                del written["attrs"]
            return [put_back(written, kept_of(block))]
        self.report(path, f"Jira allows no {kind} in {place}: what is in it stands there")
        if isinstance(block, Expand):
            title = self._title(block.title, "an expand", path)
        return [*title, *self.blocks(block.blocks, place, f"{path}.blocks", depth + 1)]

    def _columns(self, block: Columns, place: Place, path: str, depth: int) -> list[Json]:
        share = round(100 / max(len(block.columns), 1), 2)
        if place is not Place.ROOT or not 2 <= len(block.columns) <= 3:
            self.report(path, f"Jira allows no {len(block.columns)} columns in {place}: they stand one below the other")
            where = [(column, f"{path}.columns[{index}].blocks") for index, column in enumerate(block.columns)]
            return [node for column, at in where for node in self.blocks(column.blocks, place, at, depth + 2)]
        columns = [
            put_back(
                {
                    "type": "layoutColumn",
                    "attrs": {"width": share if column.width is None else column.width},
                    "content": self.filled(column.blocks, Place.COLUMN, f"{path}.columns[{index}].blocks", depth + 2),
                },
                kept_of(column),
            )
            for index, column in enumerate(block.columns)
        ]
        return [put_back({"type": "layoutSection", "content": columns}, kept_of(block))]

    def _extension(self, block: Extension, place: Place, path: str, depth: int) -> list[Json]:
        kind = "extension" if block.blocks is None else "bodiedExtension"
        is_ours = bool(block.key and block.kind) and (not block.parameters or value(block.parameters) is not None)
        if is_ours and kind in ALLOWED[place]:
            attrs = extension_attributes(block.key, block.kind, block.parameters, block.text)
            written: Json = {"type": kind, "attrs": attrs}
            if block.blocks is not None:
                written["content"] = self.filled(block.blocks, Place.BODY, f"{path}.blocks", depth + 1)
            return [put_back(written, kept_of(block))]
        self.report(path, f"Jira has no macro {block.key!r} in {place}: what it shows stands there")
        if block.blocks is not None:
            return self.blocks(block.blocks, place, f"{path}.blocks", depth + 1)
        return [_paragraph([{"type": "text", "text": block.text}])] if block.text else []

    def _unknown(self, block: UnknownBlock, place: Place, path: str, depth: int) -> list[Json]:
        kept: object = value(block.source) if block.dialect == DIALECT else None
        if is_object(kept):
            return [kept]
        self.report(path, f"a block that only {block.dialect} has: what it shows stands there")
        return self.blocks(block.blocks, place, f"{path}.blocks", depth + 1)


def _paragraph(content: list[Json]) -> Json:
    return {"type": "paragraph", "content": content}


def _box_kind(block: Quote | Panel | Expand, place: Place) -> tuple[str, Place, Json]:
    match block:
        case Quote():
            return "blockquote", Place.QUOTE, {}
        case Panel():
            attrs: Json = {"panelType": block.kind}
            if block.kind == "custom":
                attrs |= {name: said for name, said in (("panelColor", block.color), ("panelIcon", block.icon)) if said}
            return "panel", Place.PANEL, attrs
        case Expand():
            attrs = {"title": block.title} if block.title else {}
            is_nested = place not in (Place.ROOT, Place.COLUMN)
            return ("nestedExpand", Place.NESTED, attrs) if is_nested else ("expand", Place.EXPAND, attrs)
