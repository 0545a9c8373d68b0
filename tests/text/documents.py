"""Hypothesis strategies for documents: all that the tree can hold, and only what ADF has words for."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from itertools import groupby
from typing import Any

from hypothesis import strategies as st

from anyticket.text.document import (
    Block,
    BlockCard,
    BulletList,
    CodeBlock,
    Column,
    Columns,
    DecisionItem,
    DecisionList,
    Document,
    Expand,
    Extension,
    Heading,
    ListItem,
    MediaGroup,
    MediaSingle,
    OrderedList,
    Panel,
    Paragraph,
    Quote,
    Rule,
    Table,
    TableCell,
    TableRow,
    UnknownBlock,
)
from anyticket.text.inline import (
    BackgroundColor,
    Break,
    Card,
    Code,
    Date,
    Emoji,
    Emphasis,
    Inline,
    InlineExtension,
    InlineMedia,
    Link,
    Media,
    Mention,
    Placeholder,
    Status,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    TextColor,
    Underline,
    UnknownInline,
    UnknownMark,
)

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])
MARKUP = st.sampled_from(list("*_`[]()<>#+-.!|~:@&\\ \u00a0\"'{}=1a")) | st.sampled_from(
    ["**", "](", "![", "~~", "- ", "1. ", "&amp;", "<br>", ":smile:", "http://x", "</details>", "[ ] ", "[!NOTE]", "  "]
)
WORDS = st.text(CHARACTERS, min_size=1, max_size=8)
TEXTS = WORDS | st.lists(MARKUP | st.text(CHARACTERS, max_size=3), min_size=1, max_size=6).map("".join).filter(bool)
NAMES = st.text(st.characters(categories=["L", "N"], include_characters=" -"), min_size=1, max_size=8).filter(str.strip)
URLS = st.builds("https://example.com/{}".format, st.text("abc/?&=%()-_.", max_size=8))
COLORS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)
DAYS = st.dates(dt.date(1970, 1, 1), dt.date(2400, 1, 1))
SIZES = st.none() | st.integers(1, 2000)

LINKS = st.builds(Link, URLS, st.just("") | WORDS)
PLAIN_MARKS = st.sampled_from([Strong(), Emphasis(), Strike()])
RICH_MARKS = st.one_of(
    PLAIN_MARKS,
    st.sampled_from([Underline(), Subscript()]),
    st.builds(TextColor, COLORS),
    st.builds(BackgroundColor, COLORS),
)
MARK_SETS = st.lists(RICH_MARKS | LINKS, max_size=3).map(tuple) | st.sampled_from(
    [(Code(),), (Code(), Link("https://x.y"))]
)
RUNS = st.builds(Text, TEXTS, MARK_SETS)

FILES = st.builds(Media, id=NAMES, alt=st.just("") | NAMES, width=SIZES, height=SIZES, link=st.none() | LINKS)
IMAGES = st.builds(Media, url=URLS, alt=st.just("") | WORDS, width=SIZES, height=SIZES, link=st.none() | LINKS)
MACRO = {
    "key": NAMES,
    "kind": NAMES,
    "parameters": st.sampled_from(["", '{"a":[1,null]}', "[]"]),
    "text": st.just("") | WORDS,
}

PIECES: st.SearchStrategy[Inline] = st.one_of(
    RUNS,
    RUNS,
    RUNS,
    st.just(Break()),
    st.builds(Mention, NAMES, st.just("") | NAMES, st.sampled_from(["user", "app", "everyone"])),
    st.builds(
        Emoji, st.sampled_from([":smile:", ":awthanks:", ":thumbsup::skin-tone-2:"]), st.sampled_from(["", "😄"])
    ),
    st.builds(Status, WORDS, st.sampled_from(["neutral", "green", "#aabbcc"])),
    st.builds(Date, DAYS),
    st.builds(Placeholder, WORDS),
    st.builds(Card, URLS),
    st.builds(InlineMedia, FILES),
    st.builds(InlineExtension, **MACRO),
)
FOREIGN_PIECES: st.SearchStrategy[Inline] = st.one_of(
    st.builds(UnknownInline, st.just("elsewhere"), WORDS, st.just("") | WORDS),
    st.builds(InlineMedia, IMAGES | st.builds(Media, file_name=NAMES)),
    st.builds(Mention, NAMES, NAMES, st.just("group")),
    st.builds(Text, WORDS, st.just((Code(), Strong())) | st.just((UnknownMark("elsewhere", "x"), Superscript()))),
    st.builds(Status, WORDS, st.just("mauve")),
)


def joined(pieces: list[Inline]) -> tuple[Inline, ...]:
    """Return a line in which neighbours with the same marks are one text, as every parser makes it."""
    found: list[Inline] = []
    for marks, group in groupby(pieces, lambda piece: piece.marks if isinstance(piece, Text) else None):
        run = list(group)
        if marks is None:
            found.extend(run)
        else:
            found.append(Text("".join(piece.text for piece in run if isinstance(piece, Text)), marks))
    return tuple(found)


LINES = st.lists(PIECES, max_size=5).map(joined)
ANY_LINES = st.lists(PIECES | FOREIGN_PIECES, max_size=5).map(joined)


def _many(item: st.SearchStrategy[Any], *, least: int = 1, most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(item, min_size=least, max_size=most).map(tuple)


PARAGRAPHS = st.builds(Paragraph, LINES)
ALIGNED = st.builds(Paragraph, LINES, st.sampled_from(["", "center", "end"]))
HEADINGS = st.builds(Heading, st.integers(1, 6), LINES)
CODE = st.builds(CodeBlock, st.text(max_size=20), st.sampled_from(["", "python", "c++"]))
CAPTIONS = LINES.map(
    lambda line: joined([piece for piece in line if not isinstance(piece, InlineMedia | InlineExtension)])
)
SINGLE = st.builds(MediaSingle, FILES | IMAGES, CAPTIONS, st.sampled_from(["", "left", "right"]))
GROUPS = st.builds(MediaGroup, _many(FILES.map(lambda media: replace(media, image=False))))
EXTENSIONS = st.builds(Extension, **MACRO)
TASKS = st.builds(BulletList, _many(st.builds(ListItem, st.tuples(PARAGRAPHS), st.booleans())))
DECISIONS = st.builds(DecisionList, _many(st.builds(DecisionItem, LINES)))
CARDS = st.builds(BlockCard, URLS, st.booleans())


def _lists(inside: st.SearchStrategy[tuple[Any, ...]]) -> st.SearchStrategy[Block]:
    items = _many(st.builds(ListItem, inside))
    return st.builds(BulletList, items) | st.builds(OrderedList, items, st.sampled_from([0, 1, 7]))


EVERYWHERE = st.one_of(PARAGRAPHS, CODE, SINGLE, EXTENSIONS)
IN_ITEM = st.one_of(EVERYWHERE, _lists(_many(EVERYWHERE)), TASKS)
LISTS = _lists(_many(IN_ITEM))
QUOTES = st.builds(Quote, _many(st.one_of(EVERYWHERE, LISTS, GROUPS)))
BOXES = st.one_of(EVERYWHERE, HEADINGS, LISTS, TASKS, DECISIONS, GROUPS, st.just(Rule()))
PANELS = st.builds(
    Panel, st.sampled_from(["info", "note", "tip", "warning", "error", "success"]), _many(BOXES)
) | st.builds(Panel, st.just("custom"), _many(BOXES), color=COLORS, icon=st.sampled_from(["", ":fire:"]))
NESTED = st.one_of(BOXES, QUOTES, PANELS)
CELLS = st.builds(
    TableCell,
    _many(NESTED | st.builds(Expand, _many(NESTED), st.just("") | WORDS)),
    st.booleans(),
    st.integers(1, 3),
    st.integers(1, 3),
    st.just("") | COLORS,
)
TABLES = st.builds(Table, _many(st.builds(TableRow, _many(CELLS))))
BODY = st.one_of(NESTED, TABLES, CARDS)
TOP = st.one_of(
    ALIGNED,
    BODY,
    st.builds(Expand, _many(BODY), st.just("") | WORDS),
    st.builds(Columns, _many(st.builds(Column, _many(BODY), st.integers(1, 100)), least=2)),
    st.builds(Extension, blocks=_many(BODY), **MACRO),
)
ADF_DOCUMENTS = st.builds(Document, _many(TOP, least=0, most=4))
"""Documents that ADF can say without loss."""


def _around(inside: st.SearchStrategy[Any], least: int) -> st.SearchStrategy[Any]:
    some = _many(inside, least=least)
    items = _many(st.builds(ListItem, some, st.sampled_from([None, None, True, False])), least=least)
    cells = st.builds(TableCell, some, st.booleans(), st.integers(1, 2), align=st.sampled_from(["", "center", "right"]))
    return st.one_of(
        st.builds(Quote, some),
        st.builds(BulletList, items),
        st.builds(OrderedList, items, st.sampled_from([0, 1, 99, 10**12])),
        st.builds(Panel, st.sampled_from(["note", "custom"]), some, WORDS),
        st.builds(Expand, some, WORDS),
        st.builds(Table, _many(st.builds(TableRow, _many(cells, least=least)), least=least)),
        st.builds(Columns, _many(st.builds(Column, some, st.just(50)), least=least, most=4)),
        st.builds(Extension, blocks=some, key=NAMES),
        st.builds(UnknownBlock, st.just("elsewhere"), WORDS, some),
    )


LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.builds(Paragraph, ANY_LINES, st.sampled_from(["", "center"]), st.integers(0, 6)),
    st.builds(Heading, st.integers(1, 6), ANY_LINES),
    st.builds(CodeBlock, st.text(max_size=20), st.sampled_from(["", "a b`c"]), st.just("") | WORDS),
    st.builds(MediaSingle, IMAGES | st.builds(Media, file_name=NAMES), ANY_LINES),
    st.builds(MediaGroup, _many(IMAGES | FILES)),
    CARDS,
    DECISIONS,
    st.just(Rule()),
    st.builds(Extension, NAMES, st.just(""), WORDS, WORDS),
)


def _documents(least: int) -> st.SearchStrategy[Document]:
    blocks = st.recursive(LEAVES, lambda inside: _around(inside, least), max_leaves=8)
    return st.builds(Document, _many(blocks, least=0, most=4))


DOCUMENTS = _documents(1)
"""Documents of all that the tree can hold, wherever it stands."""

ODD_DOCUMENTS = _documents(0)
"""The same, with containers that hold nothing."""


def without_native(node: Any) -> Any:
    """Return a node built anew from its values; equal to it by the rules of equality."""
    if isinstance(node, tuple):
        return tuple(map(without_native, node))
    if not hasattr(node, "native"):
        return node
    return type(node)(**{item.name: without_native(getattr(node, item.name)) for item in fields(node) if item.compare})
