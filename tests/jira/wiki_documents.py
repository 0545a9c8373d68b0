"""
Documents for the laws of wiki markup: strategies that make what the notation can say, and what it cannot.
"""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

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
    Table,
    TableCell,
    TableRow,
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
)

SIGNS = "*_-+^~?{}[]!|#\\:;()& \t<>h1.bq/ab0é\u00a0"
WORDS = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"), min_size=1, max_size=12)
URLS = st.sampled_from(("https://example.com/a", "http://a.b/?x=1&amp=2", "mailto:a@b.c", "#top", "ftp://x/[y]|z"))
MARKS = st.lists(
    st.one_of(
        st.sampled_from(
            (Strong(), Emphasis(), Strike(), Underline(), Code(), Subscript(), Superscript(), TextColor("#ff0000"))
        ),
        st.builds(Link, URLS, st.sampled_from(("", "a title|]"))),
    ),
    max_size=3,
).map(tuple)
TEXTS = st.builds(Text, WORDS, MARKS)
MEDIA = st.builds(
    Media,
    file_name=st.sampled_from(("a.png", "b c!|.jpg")),
    alt=st.sampled_from(("", "alt, text")),
    width=st.sampled_from((None, 300.0)),
)


def lines(*pieces: st.SearchStrategy[Inline]) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Return lines of text, with other pieces between."""
    return st.lists(st.one_of(TEXTS, *pieces), min_size=1, max_size=5).map(tuple)


SAYABLE = lines(
    st.just(Break()),
    st.builds(Mention, st.sampled_from(("fred", "5b10a2844c20165700ede21g", "5e9711ba34f7b90c0fbc37d3"))),
    st.sampled_from((Emoji(":warning:", "⚠️"), Emoji(":thumbsup:", "👍"))),
    st.builds(Card, st.just("https://example.com/card")),
)
ANY_LINE = lines(
    st.just(Break()),
    st.builds(Text, st.just("")),
    st.builds(Text, WORDS, st.just((BackgroundColor("#00ff00"),))),
    st.builds(Status, WORDS),
    st.builds(Date, st.just(datetime.date(2024, 5, 1))),
    st.builds(Placeholder, WORDS),
    st.builds(Emoji, st.just(":wombat:")),
    st.builds(Mention, WORDS, WORDS, st.sampled_from(("user", "group", "everyone", "app"))),
    st.builds(InlineMedia, MEDIA),
    st.builds(Card, WORDS),
)
ONE_LINE = st.lists(TEXTS, min_size=1, max_size=4).map(tuple)
CODE = st.builds(CodeBlock, st.text(max_size=40), st.sampled_from(("", "java", "python")), st.just(""))


def holders(inside: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    """Return blocks that hold blocks."""
    many = st.lists(inside, max_size=3).map(tuple)
    item = st.builds(ListItem, many, st.sampled_from((None, None, True)))
    cell = st.builds(TableCell, many, st.booleans(), st.sampled_from((1, 1, 2)))
    row = st.builds(TableRow, st.lists(cell, max_size=3).map(tuple))
    return st.one_of(
        st.builds(Quote, many),
        st.builds(Panel, st.sampled_from(("info", "note", "tip", "custom")), many, st.sampled_from(("", "A|}title"))),
        st.builds(BulletList, st.lists(item, min_size=1, max_size=3).map(tuple)),
        st.builds(OrderedList, st.lists(item, min_size=1, max_size=3).map(tuple), st.sampled_from((1, 1, 4))),
        st.builds(Table, st.lists(row, min_size=1, max_size=3).map(tuple)),
        st.builds(Expand, many, WORDS),
    )


LEAVES: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, ANY_LINE | st.just(())),
    st.builds(Heading, st.integers(1, 6), ANY_LINE),
    CODE,
    st.just(Rule()),
    st.builds(MediaSingle, MEDIA),
    st.builds(MediaGroup, st.lists(MEDIA, min_size=1, max_size=2).map(tuple)),
    st.builds(BlockCard, st.just("https://example.com/card"), st.booleans()),
    st.builds(DecisionList, st.just((DecisionItem((Text("yes"),)),))),
)
DOCUMENTS = st.builds(Document, st.lists(st.recursive(LEAVES, holders, max_leaves=8), max_size=4).map(tuple))
