"""Reading Markdown: blocks, from the tokens of markdown-it-py."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.token import Token

from anyticket.text.document import (
    Block,
    BlockCard,
    BulletList,
    CodeBlock,
    DecisionItem,
    DecisionList,
    Document,
    Expand,
    Heading,
    ListItem,
    MediaGroup,
    MediaSingle,
    OrderedList,
    Panel,
    Paragraph,
    Quote,
    Rule,
)
from anyticket.text.inline import Card, Inline, InlineMedia, Text
from anyticket.text.markdown import line_reading
from anyticket.text.markdown.notation import (
    ALERT,
    CARD,
    DETAILS_CLOSE,
    DETAILS_OPEN,
    DIALECT,
    EMBEDDED_CARD,
    KIND_OF_ALERT,
)
from anyticket.text.markdown.table_reading import table
from anyticket.text.tree import MAX_DEPTH, Native

__all__ = ["parse"]

_BRACKETS_IN_BRACKETS: Final = 20
_OPEN_DETAILS: Final = 4
_BOX: Final = re.compile(r"\[([ xX])\](?:[ \t]+|$|\n)")
_INFO: Final = re.compile(r"(\S*)(?:.*?\btitle=\"(.*)\")?")


class _Blocks(ParserBlock):
    """The block parser that keeps what is nested too deep as text, where markdown-it drops it."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803 - markdown-it calls them so
        if state.level < MAX_DEPTH:
            super().tokenize(state, startLine, endLine)
            return
        line = state.line = state.skipEmptyLines(startLine)
        while line < endLine and state.sCount[line] >= state.blkIndent:
            paragraph(state, line, endLine, silent=False)
            line = state.line = state.skipEmptyLines(state.line)


class _Markdown(MarkdownIt):
    """The parser that leaves every link target as it was written."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


def _parser(most_nested: int) -> MarkdownIt:
    parser = _Markdown("commonmark", {"html": False, "maxNesting": most_nested})
    rules = parser.block.ruler.get_active_rules()
    parser.block = _Blocks()
    parser.block.ruler.enableOnly([*rules, "table"])
    parser.disable(["html_block", "html_inline"]).enable("strikethrough")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


_BLOCK_PARSER: Final = _parser(MAX_DEPTH)
_LINE_PARSER: Final = _parser(_BRACKETS_IN_BRACKETS)


def parse(text: str) -> Document:
    """Return what Markdown means. Every string is Markdown."""
    environment: dict[str, object] = {}
    tokens = _BLOCK_PARSER.parse(text, environment)
    return Document(_Reader(environment).blocks(iter(tokens), ""))


class _Reader:
    """Turns the flat tokens into blocks; an `end` is the type of the token that closes the blocks being read."""

    def __init__(self, environment: dict[str, object]) -> None:
        self._environment = environment

    def line(self, source: str, *, in_cell: bool = False) -> tuple[Inline, ...]:
        return line_reading.line(_LINE_PARSER, self._environment, source, in_cell=in_cell)

    def blocks(self, tokens: Iterator[Token], end: str) -> tuple[Block, ...]:
        return tuple(self._folded(self._sources(tokens, end)))

    def _folded(self, sources: Sequence[Block | str]) -> list[Block]:
        """Turn paragraphs' sources into blocks, and what stands between <details> and </details> into an expand."""
        levels: list[tuple[str, list[Block]]] = [("", [])]
        for source in sources:
            if not isinstance(source, str):
                levels[-1][1].append(source)
            elif DETAILS_OPEN.fullmatch(source) and len(levels) <= _OPEN_DETAILS:
                levels.append((source, []))
            elif source == DETAILS_CLOSE and len(levels) > 1:
                opening, inside = levels.pop()
                levels[-1][1].append(Expand(tuple(inside), _summary(opening)))
            else:
                content = self.line(source)
                levels[-1][1].extend([_alone(content)] if content else [])
        while len(levels) > 1:
            opening, inside = levels.pop()
            levels[-1][1].extend((Paragraph(self.line(opening)), *inside))
        return levels[0][1]

    def _sources(self, tokens: Iterator[Token], end: str) -> list[Block | str]:  # noqa: C901 - a case a kind
        found: list[Block | str] = []
        for token in tokens:
            match token.type:
                case "paragraph_open":
                    found.append(next(tokens).content)
                case "heading_open":
                    found.append(Heading(int(token.tag[1]), self.line(next(tokens).content)))
                case "code_block" | "fence":
                    found.append(_code(token))
                case "hr":
                    found.append(Rule())
                case "blockquote_open":
                    found.append(self._quote(self._sources(tokens, "blockquote_close")))
                case "bullet_list_open":
                    found.append(BulletList(self._items(tokens, "bullet_list_close")))
                case "ordered_list_open":
                    start = int(token.attrs.get("start", 1))
                    found.append(OrderedList(self._items(tokens, "ordered_list_close"), start))
                case "table_open":
                    found.append(table(tokens, self.line))
                case kind if kind == end:
                    break
                case _:
                    pass
        return found

    def _items(self, tokens: Iterator[Token], end: str) -> tuple[ListItem, ...]:
        items: list[ListItem] = []
        for token in tokens:
            if token.type == end:
                break
            items.append(self._item(self._sources(tokens, "list_item_close")))
        return tuple(items)

    def _item(self, sources: list[Block | str]) -> ListItem:
        first = sources[0] if sources else None
        box = _BOX.match(first) if isinstance(first, str) else None
        if box is None or not isinstance(first, str):
            return ListItem(tuple(self._folded(sources)))
        rest = first[box.end() :]
        return ListItem(tuple(self._folded([rest, *sources[1:]] if rest else sources[1:])), box[1] != " ")

    def _quote(self, sources: list[Block | str]) -> Block:
        first = sources[0] if sources else None
        if isinstance(first, str):
            opening, _, rest = first.partition("\n")
            alert = ALERT.fullmatch(opening.rstrip())
            if alert:
                inside = [rest, *sources[1:]] if rest else sources[1:]
                panel = _panel(alert, self._folded(inside))
                if panel is not None:
                    return panel
        return Quote(tuple(self._folded(sources)))


def _summary(opening: str) -> str:
    found = DETAILS_OPEN.fullmatch(opening)
    return html.unescape(found[1]).strip() if found else ""


def _panel(alert: re.Match[str], inside: list[Block]) -> Block | None:
    name = alert[1].upper()
    if name == "DECISION":
        return _decisions(inside)
    kind = KIND_OF_ALERT.get(name)
    if kind is None:
        return None
    title = html.unescape(alert[4] or "").strip()
    return Panel(kind, tuple(inside), title, html.unescape(alert[2] or ""), html.unescape(alert[3] or ""))


def _decisions(inside: list[Block]) -> DecisionList | None:
    match inside:
        case [BulletList(items=items)]:
            lines = [_decision(item) for item in items]
            found = [line for line in lines if line is not None]
            return DecisionList(tuple(found)) if len(found) == len(lines) else None
        case _:
            return None


def _decision(item: ListItem) -> DecisionItem | None:
    match item:
        case ListItem(blocks=(), done=None):
            return DecisionItem()
        case ListItem(blocks=(Paragraph(content=content),), done=None):
            return DecisionItem(content)
        case ListItem(blocks=(MediaSingle(media=media),), done=None):
            return DecisionItem((InlineMedia(media),))
        case ListItem(blocks=(MediaGroup(media=(media,)),), done=None):
            return DecisionItem((InlineMedia(media),))
        case _:
            return None


def _code(token: Token) -> CodeBlock:
    """Return a block of code; its language is the first word of the info string, as CommonMark has it."""
    info = unescapeAll(token.info.strip())
    found = _INFO.match(info)
    language, title = (found[1], found[2] or "") if found else ("", "")
    native = Native(DIALECT, info) if info != language and not title else None
    return CodeBlock(token.content.removesuffix("\n"), language, title, native=native)


def _alone(content: tuple[Inline, ...]) -> Block:
    """Return the block that a paragraph is: images, files and cards that stand alone are blocks of their own."""
    match content:
        case (InlineMedia(media=media),) if media.image:
            return MediaSingle(media)
        case (Card() as card,) if card.source_in(DIALECT) != CARD:
            return BlockCard(card.url, embed=card.source_in(DIALECT) == EMBEDDED_CARD)
        case _:
            files = [piece.media for piece in content if isinstance(piece, InlineMedia) and not piece.media.image]
            others = [piece for piece in content if not isinstance(piece, InlineMedia)]
            only_files = len(files) + len(others) == len(content) and all(_is_gap(piece) for piece in others)
            return MediaGroup(tuple(files)) if files and only_files else Paragraph(content)


def _is_gap(piece: Inline) -> bool:
    return isinstance(piece, Text) and piece.text.isspace()
